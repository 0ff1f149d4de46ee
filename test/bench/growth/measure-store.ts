import { findNeighbours, getActiveAlgorithm, type Pool } from '@writethru/store';

import { readTreeCpuMs } from '../process-cpu.ts';
import { percentile } from '../statistics.ts';

const WINDOW_DAYS = 3;
const LOOK_UPS = 1_000;

/** What a search for one stored text takes. */
export interface LookUpTimes {
  /** From the question to the answer. */
  p50Ms: number;
  p99Ms: number;
  /** What Postgres computes for it: of that others on the machine take nothing. */
  cpuUs: number;
}

/** One search at a time, each for a text that was chosen by chance. The pool must have one connection. */
export async function timeLookUps(pool: Pool): Promise<LookUpTimes> {
  const algorithm = await getActiveAlgorithm(pool);
  const { rows } = await pool.query<{ id: number; day: number; article_id: string }>(
    `select f.id, f.day, i.id as article_id
       from fingerprints f join article_identities i on i.fingerprint_id = f.id order by random() limit $1`,
    [LOOK_UPS],
  );
  const backend = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  const { pid } = backend.rows[0]!;
  const tookMs: number[] = [];
  const cpuBeforeMs = readTreeCpuMs(pid);
  for (const { id, day, article_id: articleId } of rows) {
    const begunMs = performance.now();
    await findNeighbours(
      pool,
      { fingerprints: [{ id, day }], articleIds: [articleId] },
      { windowDays: WINDOW_DAYS, algorithm },
    );
    tookMs.push(performance.now() - begunMs);
  }
  const cpuUs = ((readTreeCpuMs(pid) - cpuBeforeMs) * 1_000) / rows.length;
  return { p50Ms: percentile(tookMs, 0.5), p99Ms: percentile(tookMs, 0.99), cpuUs };
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
