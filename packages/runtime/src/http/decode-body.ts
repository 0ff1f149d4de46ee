import { AppError } from '@writethru/domain';

import { decodeUtf8 } from './parse-json.ts';

const XML = /^(?:application|text)\/xml$|\+xml$/;
const JSON_LIKE = /[/+-](?:nd)?json$/;
const DECLARATION = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']/;
const HEAD_BYTES = 300;

/**
 * Decodes a body by its media type. JSON is UTF-8. XML is in the charset of the Content-Type, else of its byte order
 * mark, else of its declaration, else UTF-8 (RFC 7303); other text in the charset of the Content-Type, else UTF-8.
 * Throws AppError: `unsupported` for a charset that is not known or not allowed, `malformed` for bytes that are not
 * text in it.
 */
export function decodeBody(bytes: Uint8Array, mediaType: string, charset: string | undefined): string {
  if (JSON_LIKE.test(mediaType)) {
    if (charset !== undefined && !isUtf8(charset)) {
      throw new AppError('unsupported', 'The charset must be UTF-8.');
    }
    return decodeUtf8(bytes);
  }
  const named = charset ?? (XML.test(mediaType) ? findXmlCharset(bytes) : undefined);
  if (named === undefined || isUtf8(named)) return decodeUtf8(bytes);
  return decode(bytes, named);
}

function findXmlCharset(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES))
    .toString('latin1')
    .replace('\u00ef\u00bb\u00bf', '');
  return DECLARATION.exec(head)?.[1];
}

function isUtf8(charset: string): boolean {
  return /^utf-?8$/i.test(charset);
}

function decode(bytes: Uint8Array, charset: string): string {
  const decoder = makeDecoder(charset);
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw new AppError('malformed', `The body is not text in ${charset.slice(0, 40)}.`, { cause: error });
  }
}

function makeDecoder(charset: string) {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch (error) {
    throw new AppError('unsupported', `The charset ${charset.slice(0, 40)} is not known.`, { cause: error });
  }
}
