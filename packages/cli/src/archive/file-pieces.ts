import type { ReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';

import { AppError } from '@writethru/domain';

import { sortFiles } from '../articles/documents.ts';
import { openPieces } from '../articles/read-files.ts';

/** How a piece is read: as wire's `Reading`. */
interface PieceReading {
  kind: 'json' | 'xml' | 'text';
  format: 'json-feed' | 'text' | null;
}

/** One article or one document of a file, as it stands there. */
export interface FilePiece {
  position: number;
  reading: PieceReading;
  guid?: string;
  bytes: Uint8Array;
}

const JSON_READING: PieceReading = { kind: 'json', format: null };

/** The pieces of a file, by its kind. Throws AppError `invalid_input` where it can't be read to its end. */
export async function* readPieces(
  file: string,
  onOpen: (file: ReadStream) => void,
): AsyncGenerator<FilePiece> {
  try {
    const [document] = (await sortFiles([file])).documents;
    if (document !== undefined) {
      const reading: PieceReading =
        document.mediaType === 'application/xml'
          ? { kind: 'xml', format: null }
          : { kind: 'json', format: 'json-feed' };
      yield { position: 1, reading, bytes: await readFile(file) };
    } else if (file.toLowerCase().endsWith('.txt')) {
      const guid = path.basename(file).slice(0, -'.txt'.length);
      yield { position: 1, reading: { kind: 'text', format: 'text' }, guid, bytes: await readFile(file) };
    } else {
      for await (const { position, bytes } of openPieces(file, Readable.from([]), onOpen))
        yield { position, reading: JSON_READING, bytes };
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('invalid_input', `${file}: ${reason}`, { cause: error });
  }
}
