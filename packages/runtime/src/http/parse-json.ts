import { AppError } from '@writethru/domain';
import secureJson from 'secure-json-parse';

import { scanJson } from './scan-json.ts';

/**
 * Parses JSON that a stranger sent. Throws AppError `malformed` for anything that is not one JSON value, for nesting
 * past 32 levels, a key that stands twice, and keys that reach into prototypes.
 */
export function parseJson(text: string): unknown {
  scanJson(text);
  try {
    return secureJson.parse(text, null, { protoAction: 'error', constructorAction: 'error' }) as unknown;
  } catch (error) {
    const isForbidden = error instanceof Error && error.message.includes('forbidden prototype');
    const message = isForbidden ? 'A key named __proto__ or constructor is not taken.' : 'Not valid JSON.';
    throw new AppError('malformed', message, { cause: error });
  }
}

/** Decodes UTF-8, dropping a byte order mark. Throws AppError `malformed` for bytes that are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError('malformed', 'The body is not valid UTF-8.', { cause: error });
  }
}
