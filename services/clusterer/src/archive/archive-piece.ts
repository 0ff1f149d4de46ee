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
  /** Null where it is not UTF-8. */
  text: string | null;
}

/** What an operator says of a whole archive. */
export type ArchiveDefaults = Pick<ReadOptions, 'provider' | 'feed' | 'timeZone'>;

/** Reads a piece into its articles, by the rules of intake. A piece that can't be read at all is one refusal. */
export function readPiece(
  piece: ArchivePiece,
  options: ArchiveDefaults & Pick<ReadOptions, 'timeZones' | 'nowMs'> & { maxBytes: number },
): ReadResult[] {
  const { text, reading, guid } = piece;
  const { maxBytes, ...given } = options;
  const isOne = reading.kind === 'text' || (reading.kind === 'json' && reading.format === null);
  try {
    if (text === null) throw new AppError('malformed', 'Not UTF-8.');
    if (isOne && Buffer.byteLength(text) > maxBytes)
      throw new AppError('too_large', `Longer than ${maxBytes} bytes.`);
    const maxItems = isOne ? 1 : Number.MAX_SAFE_INTEGER;
    return readDocument(text, { ...reading, parseJson, maxItems }, { ...given, guid });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ error, sent: { guid } }];
  }
}
