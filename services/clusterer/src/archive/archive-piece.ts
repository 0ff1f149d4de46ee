import { AppError } from '@writethru/domain';
import { parseJson } from '@writethru/runtime';
import { readDocument, type Reading, type ReadOptions, type ReadResult } from '@writethru/wire';

/** One article of a file, or a whole document that holds several, as it stands there. */
export interface ArchivePiece {
  importId: number;
  file: string;
  /** Its line in the file, or its place in a list: for people. */
  position: number;
  reading: Reading;
  /** The article's name where the text says none. */
  guid?: string | undefined;
  /** UTF-8, as sent: what is no UTF-8 is refused. */
  bytes: Uint8Array;
}

/** What an operator says of a whole archive. */
export type ArchiveDefaults = Pick<ReadOptions, 'provider' | 'feed' | 'timeZone'>;

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a piece into its articles, by the rules of intake. A piece that can't be read at all is one refusal. */
export function readPiece(
  piece: ArchivePiece,
  options: ArchiveDefaults & Pick<ReadOptions, 'timeZones' | 'nowMs'> & { maxBytes: number },
): ReadResult[] {
  const { bytes, reading, guid } = piece;
  const { maxBytes, ...given } = options;
  const isOne = reading.kind === 'text' || (reading.kind === 'json' && reading.format === null);
  try {
    if (isOne && bytes.length > maxBytes) throw new AppError('too_large', `Longer than ${maxBytes} bytes.`);
    const maxItems = isOne ? 1 : Number.MAX_SAFE_INTEGER;
    return readDocument(decode(bytes), { ...reading, parseJson, maxItems }, { ...given, guid });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ error, sent: { guid } }];
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch (error) {
    throw new AppError('malformed', 'Not UTF-8.', { cause: error });
  }
}
