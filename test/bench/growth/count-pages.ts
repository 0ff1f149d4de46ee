import { setTimeout as wait } from 'node:timers/promises';

import type { Pool } from '@writethru/store';

import { KEY_INDEX } from './measure-store.ts';

/** Pages of 8 kB that Postgres asked for. */
export interface PagesAsked {
  all: number;
  ofKeyIndex: number;
  /** Those of the index of keys that were not in Postgres' memory. */
  readOfKeyIndex: number;
}

/** A backend tells of its pages ten seconds after it fell idle, at the latest (PGSTAT_IDLE_INTERVAL of pgstat.c). */
const TOLD_AFTER_MS = 11_000;

/** How many pages this database asked for since it was made. Waits until idle backends have told of theirs. */
async function countPages(pool: Pool): Promise<PagesAsked> {
  await wait(TOLD_AFTER_MS);
  const { rows } = await pool.query<PagesAsked>(
    `select (blks_hit + blks_read)::float8 as all, i.asked as "ofKeyIndex", i.read as "readOfKeyIndex"
       from pg_stat_database,
            (select sum(idx_blks_hit + idx_blks_read)::float8 as asked, sum(idx_blks_read)::float8 as read
               from pg_statio_user_indexes
              where coalesce(pg_partition_root(indexrelid), indexrelid)::regclass::text = $1) i
      where datname = current_database()`,
    [KEY_INDEX],
  );
  return rows[0]!;
}

/** What `work` asks for, by each of `count` articles. */
export async function countPagesOf<Result>(
  pool: Pool,
  count: number,
  work: () => Promise<Result>,
): Promise<{ result: Result; pages: PagesAsked }> {
  const before = await countPages(pool);
  const result = await work();
  const after = await countPages(pool);
  const toEach = (part: keyof PagesAsked): number => (after[part] - before[part]) / count;
  const pages = {
    all: toEach('all'),
    ofKeyIndex: toEach('ofKeyIndex'),
    readOfKeyIndex: toEach('readOfKeyIndex'),
  };
  return { result, pages };
}
