import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findNeighbours, getActiveAlgorithm, openPool, type Pool } from '@writethru/store';

import { createTestDatabase } from '../support/database.ts';

const TEXTS = 26_000;
const ASKED = 40;

let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  // One connection, whose statistics can be told to come at once.
  pool = openPool(database.url, { maxConnections: 1, applicationName: 'test', onIdleError: () => {} });
});
afterAll(async () => {
  await pool.end();
  await drop();
});

/** Rows that were read by way of the index of ids, so far. */
async function countReadById(): Promise<number> {
  await pool.query('select pg_stat_force_next_flush()');
  const { rows } = await pool.query<{ read: number }>(
    `select coalesce(sum(idx_tup_read), 0)::int as read from pg_stat_user_indexes
      where relname like 'fingerprints%' and indexrelname like '%_id_idx'`,
  );
  return rows[0]!.read;
}

test('who shares keys is looked up in their index, whatever the statistics of the table say', async () => {
  const algorithm = await getActiveAlgorithm(pool);
  const now = new Date();
  const day = Math.floor(now.getTime() / 86_400_000);
  const { rows } = await pool.query<{ id: number; day: number }>(
    `insert into fingerprints
            (day, text_hash, algorithm_version, shingle_count, word_count, shingles, lead_shingles, keys)
     select $1, decode(md5(n::text), 'hex'), $2, 50, 200, '', '',
            (select array_agg(n * 100 + k order by k) from generate_series(1, 48) k)
       from generate_series(1, $3::int) n
     returning id, day`,
    [day, algorithm.fingerprintVersion, TEXTS],
  );
  // As autovacuum leaves a young store: of the months that are ahead nothing is known.
  await pool.query(`vacuum analyze fingerprints_${now.toISOString().slice(0, 7).replace('-', '_')}`);
  const before = await countReadById();
  const asked = rows.slice(0, ASKED);
  const { sharers } = await findNeighbours(
    pool,
    { fingerprints: asked, articleIds: [] },
    { windowDays: 3, algorithm },
  );
  const idsOf = (texts: readonly { id: number }[]) => texts.map(({ id }) => id).sort((a, b) => a - b);
  expect(idsOf(sharers)).toEqual(idsOf(asked));
  expect((await countReadById()) - before).toBeLessThan(TEXTS);
});
