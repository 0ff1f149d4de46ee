import { describe, expect, test } from '@jest/globals';
import { AppError } from '@writethru/domain';

import { decodeBody } from './decode-body.ts';

function codeOf(act: () => unknown): string {
  try {
    act();
    return 'none';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

const XML = 'application/xml';
const LATIN = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>caf\u00e9</a>', 'latin1');

describe('the charset of a body', () => {
  test('XML is read in the charset that it declares', () => {
    expect(decodeBody(LATIN, XML, undefined)).toContain('café');
    expect(decodeBody(LATIN, 'application/rss+xml', undefined)).toContain('café');
  });

  test('the Content-Type stands above the declaration, and a byte order mark as well', () => {
    const utf8 = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>café</a>');
    expect(decodeBody(utf8, XML, 'utf-8')).toContain('café');
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<a>café</a>', 'utf16le')]);
    expect(decodeBody(wide, XML, undefined)).toBe('<a>café</a>');
  });

  test('plain text is in the charset of the Content-Type, else UTF-8', () => {
    expect(decodeBody(Buffer.from('caf\u00e9', 'latin1'), 'text/plain', 'windows-1252')).toBe('café');
    expect(decodeBody(Buffer.from('café'), 'text/plain', undefined)).toBe('café');
    expect(codeOf(() => decodeBody(Buffer.from('caf\u00e9', 'latin1'), 'text/plain', undefined))).toBe(
      'malformed',
    );
  });

  test('JSON is UTF-8 and nothing else', () => {
    for (const type of ['application/json', 'application/x-ndjson', 'application/vnd.iptc.ninjs+json']) {
      expect(codeOf(() => decodeBody(Buffer.from('{}'), type, 'iso-8859-1'))).toBe('unsupported');
      expect(decodeBody(Buffer.from('{}'), type, 'UTF-8')).toBe('{}');
    }
  });

  test('a charset that nobody knows is refused by name', () => {
    expect(codeOf(() => decodeBody(LATIN, XML, 'klingon'))).toBe('unsupported');
  });
});
