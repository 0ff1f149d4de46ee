import { isTransient } from '@writethru/domain';

import { processBatch, type BatchDeps, type ClustererLog } from '../process-batch.ts';

/** For so long the store may be away, or busy with what holds a lock, before an import of hours ends. */
const PATIENCE_MS = 120_000;
const MAX_PAUSE_MS = 5_000;

/**
 * Does the work again for as long as it fails by what passes, two minutes from the first failure at most, and says why each
 * time. Throws what the last try throws.
 */
export async function retryTransient<Result>(
  log: ClustererLog,
  work: () => Promise<Result>,
  leastPauseMs = 200,
): Promise<Result> {
  let endMs: number | null = null;
  for (let pauseMs = leastPauseMs; ; pauseMs = Math.max(leastPauseMs, Math.min(pauseMs * 2, MAX_PAUSE_MS))) {
    try {
      return await work();
    } catch (error) {
      endMs ??= performance.now() + PATIENCE_MS;
      if (!isTransient(error) || performance.now() + pauseMs > endMs) throw error;
      log.warn({ err: error }, 'a step of an import failed; it will try again');
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/**
 * `processBatch`, patiently. Between two tries it waits out the lease: a claim that was committed and whose answer got lost
 * holds its articles for so long, and a try before that would find nothing to do.
 */
export function processPatiently(deps: BatchDeps, articleIds: readonly string[]): Promise<void> {
  return retryTransient(deps.log, () => processBatch(deps, articleIds), deps.leaseMs);
}
