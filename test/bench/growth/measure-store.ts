import { findNeighbours, getActiveAlgorithm, type Pool } from '@writethru/store';

import { percentile } from '../statistics.ts';

const WINDOW_DAYS = 3;
const LOOK_UPS = 400;

/** One search at a time, each for one stored text that was chosen by chance, in milliseconds. */
export async function timeLookUps(pool: Pool): Promise<{ p50: number; p99: number }> {
  const algorithm = await getActiveAlgorithm(pool);
  const { rows } = await pool.query<{ id: number; day: number; article_id: string }>(
    `select f.id, f.day, i.id as article_id
       from fingerprints f join article_identities i on i.fingerprint_id = f.id order by random() limit $1`,
    [LOOK_UPS],
  );
  const tookMs: number[] = [];
  for (const { id, day, article_id: articleId } of rows) {
    const begunMs = performance.now();
    await findNeighbours(
      pool,
      { fingerprints: [{ id, day }], articleIds: [articleId] },
      { windowDays: WINDOW_DAYS, algorithm },
    );
    tookMs.push(performance.now() - begunMs);
  }
  // The first ones find the connection's plans unmade.
  const warm = tookMs.slice(tookMs.length / 10);
  return { p50: percentile(warm, 0.5), p99: percentile(warm, 0.99) };
}

/** What the store holds, in bytes. */
export interface StoreSize {
  /** Tables with what they keep out of line. */
  tables: number;
  indexes: number;
  /** The index of keys alone. */
  keyIndex: number;
}

/** Sizes of all tables and indexes as they are on disk. */
export async function readSize(pool: Pool): Promise<StoreSize> {
  const { rows } = await pool.query<{ tables: number; indexes: number; key_index: number }>(
    `select sum(pg_table_size(c.oid))::bigint as tables, sum(pg_indexes_size(c.oid))::bigint as indexes,
            (select sum(pg_relation_size(relid))::bigint from pg_partition_tree('fingerprints_keys')) as key_index
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r'`,
  );
  const [row] = rows;
  return { tables: row!.tables, indexes: row!.indexes, keyIndex: row!.key_index };
}
