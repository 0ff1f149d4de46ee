import { queryRows, type Client } from '../pool.ts';

// Any number will do, so long as all of them use the same one.
const LOCK = 7_203_115_007;

/**
 * Keeps erasures from their commit until the transaction ends, and waits for one that is at it: what is in memory is then
 * either written before the erasure looks for it, or by somebody who sees what was erased. Throws AppError as `queryRows` does.
 */
export async function holdOffErasures(client: Client): Promise<void> {
  await queryRows(client, 'select pg_advisory_xact_lock_shared($1)', [LOCK]);
}

/** Waits until nobody holds erasures off, and lets nobody until the transaction ends. Throws AppError as `queryRows` does. */
export async function beginErasing(client: Client): Promise<void> {
  await queryRows(client, 'select pg_advisory_xact_lock($1)', [LOCK]);
}
