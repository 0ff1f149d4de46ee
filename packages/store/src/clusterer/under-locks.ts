import { AppError } from '@writethru/domain';

import type { Client, Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { lockComponents } from './components.ts';

/** A component moved before its lock was had. */
class Moved extends Error {}

const MAX_RETRIES = 50;

/**
 * Runs `work` in a transaction that holds the locks of the components of `fingerprintIds`, and of no other; `work` gets
 * the component of each that is still there. Where one moved before its lock was had, all is rolled back and begun
 * again. Answers how often that happened, too.
 * Throws AppError `unavailable` where it happens fifty times on end, and whatever `work` throws.
 */
export async function underComponentLocks<Result>(
  pool: Pool,
  fingerprintIds: Iterable<number>,
  work: (client: Client, componentOf: ReadonlyMap<number, number>) => Promise<Result>,
): Promise<{ result: Result; retries: number }> {
  const ids = [...fingerprintIds];
  for (let retries = 0; retries < MAX_RETRIES; retries++) {
    try {
      const result = await inTransaction(
        pool,
        async (client) => {
          const componentOf = await lockComponents(client, ids);
          if (componentOf === null) throw new Moved();
          return work(client, componentOf);
        },
        { isByIndex: true },
      );
      return { result, retries };
    } catch (error) {
      if (!(error instanceof Moved)) throw error;
    }
  }
  throw new AppError('unavailable', 'The components moved each time before they could be locked.');
}
