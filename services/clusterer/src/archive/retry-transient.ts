import { isTransient } from '@writethru/domain';

import type { ClustererLog } from '../process-batch.ts';

/** For so long the store may be away, or busy with what holds a lock, before an import of hours ends. */
const PATIENCE_MS = 120_000;
const MAX_PAUSE_MS = 5_000;

/** Does the work again for as long as it fails by what passes, two minutes at most, and says why each time. */
export async function retryTransient<Result>(
  log: ClustererLog,
  work: () => Promise<Result>,
): Promise<Result> {
  const endMs = performance.now() + PATIENCE_MS;
  for (let pauseMs = 200; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || performance.now() + pauseMs > endMs) throw error;
      log.warn({ err: error }, 'a step of an import failed; it will try again');
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
