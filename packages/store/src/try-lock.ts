import { queryMaybeOne, type Client } from './pool.ts';

/**
 * Takes an advisory lock until the transaction ends, where nobody has it; never waits. Answers whether it was had.
 * Throws AppError as `queryRows` does.
 */
export async function tryLock(client: Client, key: number): Promise<boolean> {
  const lock = await queryMaybeOne<{ held: boolean }>(
    client,
    'select pg_try_advisory_xact_lock($1) as held',
    [key],
  );
  return lock?.held === true;
}
