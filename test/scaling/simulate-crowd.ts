import { makeRandom } from '../bench/corpus.ts';

export interface CrowdInput {
  cores: number;
  clusterers: number;
  articlesABatch: number;
  /** CPU of a batch before its locks are asked for, and while they are held, in milliseconds. */
  freeMs: number;
  lockedMs: number;
  /** How likely two batches that are under way at once touch one component, 0 to 1. */
  conflict: number;
}

interface Batch {
  phase: 'free' | 'waiting' | 'locked';
  leftMs: number;
  blockedBy: Set<Batch>;
}

const BATCHES_A_CLUSTERER = 2;
const STEP_MS = 1;
const RUN_MS = 60_000;

/**
 * Articles a second that clusterers get through: batches share the cores evenly, and one that wants what another has
 * locked waits until that one has committed. Deterministic. No network, no disk: an upper bound.
 */
export function simulateCrowd(input: CrowdInput): number {
  const random = makeRandom(11);
  const begin = (): Batch => ({ phase: 'free', leftMs: input.freeMs, blockedBy: new Set() });
  const batches = Array.from({ length: input.clusterers * BATCHES_A_CLUSTERER }, begin);
  let done = 0;
  for (let at = 0; at < RUN_MS; at += STEP_MS) {
    const busy = batches.filter(({ phase }) => phase !== 'waiting');
    const shareMs = STEP_MS * Math.min(1, input.cores / busy.length);
    for (const batch of busy) {
      batch.leftMs -= shareMs;
      if (batch.leftMs > 0) continue;
      if (batch.phase === 'free') {
        const holders = batches.filter((other) => other !== batch && other.phase !== 'free');
        batch.blockedBy = new Set(holders.filter(() => random() < input.conflict));
        batch.phase = batch.blockedBy.size > 0 ? 'waiting' : 'locked';
        batch.leftMs = input.lockedMs;
        continue;
      }
      done++;
      for (const other of batches) {
        other.blockedBy.delete(batch);
        if (other.phase === 'waiting' && other.blockedBy.size === 0) other.phase = 'locked';
      }
      Object.assign(batch, begin());
    }
  }
  return (done * input.articlesABatch * 1_000) / RUN_MS;
}
