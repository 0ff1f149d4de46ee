import type { LeftoverPage } from '@writethru/store';

import type { Batch, PieceBatch } from './gather-batches.ts';
import type { TakenStep } from './run-batches.ts';

/** What a lane is told. `turn`: all batches before its next one are taken. */
export type ToLane = { kind: 'batch'; batch: PackedBatch } | { kind: 'turn' } | { kind: 'end' };

/** What a lane tells. `taken` ends its turn. */
export type FromLane =
  | { kind: 'ready' }
  | { kind: 'taken'; step: TakenStep }
  | { kind: 'ended' }
  | { kind: 'failed'; message: string };

/** A batch with its pieces' bytes in one: to hand over a thousand arrays would cost more than to read them. */
export type PackedBatch =
  { batch: PieceBatch; lengths: number[]; bytes: Uint8Array<ArrayBuffer> } | LeftoverPage;

const NO_BYTES = new Uint8Array(0);

export function packBatch(batch: Batch): PackedBatch {
  if ('leftovers' in batch) return batch;
  const lengths = batch.pieces.map(({ bytes }) => bytes.length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const piece of batch.pieces) {
    bytes.set(piece.bytes, at);
    at += piece.bytes.length;
  }
  return {
    batch: { ...batch, pieces: batch.pieces.map((piece) => ({ ...piece, bytes: NO_BYTES })) },
    lengths,
    bytes,
  };
}

export function unpackBatch(packed: PackedBatch): Batch {
  if ('leftovers' in packed) return packed;
  const { batch, lengths, bytes } = packed;
  let at = 0;
  const pieces = batch.pieces.map((piece, index) => {
    const from = at;
    at += lengths[index]!;
    return { ...piece, bytes: bytes.subarray(from, at) };
  });
  return { ...batch, pieces };
}
