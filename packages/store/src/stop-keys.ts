import { AppError } from '@writethru/domain';

import { queryMaybeOne, queryRows, type Db, type Pool } from './pool.ts';
import { inTransaction } from './transaction.ts';

/** Which of `keys` count under an algorithm version: those that are not in its stop-key table. In the given order. */
export async function withoutStopKeys(
  db: Db,
  keys: Int32Array,
  algorithmVersion: number,
): Promise<Int32Array> {
  const rows = await queryRows<{ key: number }>(
    db,
    'select key from stop_keys where algorithm_version = $1 and key = any ($2::int[])',
    [algorithmVersion, `{${keys.join(',')}}`],
  );
  const stopped = new Set(rows.map((row) => row.key));
  return keys.filter((key) => !stopped.has(key));
}

/** The stop-key table of an algorithm version. */
export async function listStopKeys(db: Db, algorithmVersion: number): Promise<Set<number>> {
  const rows = await queryRows<{ key: number }>(
    db,
    'select key from stop_keys where algorithm_version = $1',
    [algorithmVersion],
  );
  return new Set(rows.map((row) => row.key));
}

const REGISTER = `
insert into algorithm_versions (id, name, fingerprint_version, seed, is_active)
select (select max(id) + 1 from algorithm_versions), name, fingerprint_version, seed, false
  from algorithm_versions where is_active
returning id`;

/**
 * Registers an algorithm version: the rule and the fingerprints of the one in force, and this stop-key table. A replay
 * brings it into force. Answers its id. Throws AppError `conflict` where another was registered at the same moment.
 */
export async function registerStopKeys(pool: Pool, keys: Iterable<number>): Promise<number> {
  return inTransaction(pool, async (client) => {
    const row = await queryMaybeOne<{ id: number }>(client, REGISTER);
    if (row === null) throw new AppError('unavailable', 'No algorithm version is active.');
    await queryRows(
      client,
      'insert into stop_keys (algorithm_version, key) select $1, key from unnest($2::int[]) as n (key) order by key',
      [row.id, `{${[...keys].join(',')}}`],
    );
    return row.id;
  });
}
