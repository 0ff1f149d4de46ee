import type { LeftoverPage } from '@writethru/store';

import type { ArchivePiece } from './archive-piece.ts';

/** What comes of a file: its pieces in order, and its end. */
export type ArchiveEntry = { piece: ArchivePiece } | { importId: number; isEnd: true };

/** Pieces that are taken in by one transaction, and how far that goes in each of their files. */
export interface Gathered {
  pieces: ArchivePiece[];
  spans: Map<number, { before: number; done: number; isDone: boolean }>;
}

/** Pieces as they are worked on: all that has no time of its own was published at `receivedAt`. */
export interface PieceBatch extends Gathered {
  receivedAt: Date;
}

/** What is worked on at once: pieces of files, or articles that an earlier run published and did not unite. */
export type Batch = PieceBatch | LeftoverPage;

const DEFAULT_PIECES = 1_000;
const MAX_BYTES = 8 * 2 ** 20;

/** Batches of `maxPieces`, or of what fills 8 MB. `startOf` says where each file begins, by import. */
export async function* gatherBatches(
  entries: AsyncIterable<ArchiveEntry>,
  startOf: (importId: number) => number,
  maxPieces = DEFAULT_PIECES,
): AsyncGenerator<Gathered> {
  const doneOf = new Map<number, number>();
  const open = (): Gathered => ({ pieces: [], spans: new Map() });
  let [batch, bytes] = [open(), 0];
  for await (const entry of entries) {
    const importId = 'piece' in entry ? entry.piece.importId : entry.importId;
    const done = doneOf.get(importId) ?? startOf(importId);
    const span = batch.spans.get(importId) ?? { before: done, done, isDone: false };
    batch.spans.set(importId, span);
    if ('piece' in entry) {
      batch.pieces.push(entry.piece);
      span.done++;
      bytes += entry.piece.bytes.length;
    } else span.isDone = true;
    doneOf.set(importId, span.done);
    if (batch.pieces.length < maxPieces && bytes < MAX_BYTES) continue;
    yield batch;
    [batch, bytes] = [open(), 0];
  }
  if (batch.spans.size > 0) yield batch;
}
