import { makeRandom } from '../bench/corpus.ts';

export interface CrowdInput {
  cores: number;
  /** Batches of all clusterers together that run side by side (`BATCHES_AT_ONCE`). */
  batchesAtOnce: number;
  articlesABatch: number;
  /** CPU of a batch before its locks are asked for, and while they are held, in milliseconds. */
  freeMs: number;
  lockedMs: number;
  /** How likely two batches that are under way at once touch one component, 0 to 1. */
  conflict: number;
}

interface Batch {
  /** Of every two lanes one unites at a time: those with the same gate. */
  gate: number;
  phase: 'free' | 'waiting' | 'locked';
  leftMs: number;
  blockedBy: Set<Batch>;
}

const STEP_MS = 1;
const RUN_MS = 60_000;

/**
 * Articles a second that as many clusterers as it takes get through, one batch in each lane (ADR 14): batches share the
 * cores evenly, each takes one at most, and one that wants what another has locked, or the gate of its two lanes, waits
 * until that one has committed. Deterministic. No network, no disk: an upper bound.
 */
export function simulateCrowd(input: CrowdInput): number {
  const random = makeRandom(11);
  const gates = Math.max(1, Math.floor(input.batchesAtOnce / 2));
  const batches = Array.from({ length: input.batchesAtOnce }, (_, lane): Batch => ({
    gate: lane % gates,
    phase: 'free',
    leftMs: input.freeMs,
    blockedBy: new Set(),
  }));
  let done = 0;
  for (let at = 0; at < RUN_MS; at += STEP_MS) {
    const busy = batches.filter(({ phase }) => phase !== 'waiting');
    const shareMs = STEP_MS * Math.min(1, input.cores / busy.length);
    for (const batch of busy) {
      batch.leftMs -= shareMs;
      if (batch.leftMs > 0) continue;
      if (batch.phase === 'free') {
        const others = batches.filter((other) => other !== batch && other.phase !== 'free');
        const holders = others.filter((other) => other.gate === batch.gate || random() < input.conflict);
        batch.blockedBy = new Set(holders);
        batch.phase = holders.length > 0 ? 'waiting' : 'locked';
        batch.leftMs = input.lockedMs;
        continue;
      }
      done++;
      for (const other of batches) {
        other.blockedBy.delete(batch);
        if (other.phase === 'waiting' && other.blockedBy.size === 0) other.phase = 'locked';
      }
      Object.assign(batch, { phase: 'free', leftMs: input.freeMs, blockedBy: new Set() });
    }
  }
  return (done * input.articlesABatch * 1_000) / RUN_MS;
}
