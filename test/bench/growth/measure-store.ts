import { findNeighbours, getActiveAlgorithm, type FingerprintRef, type Pool } from '@writethru/store';

import { readTreeCpuMs } from '../process-cpu.ts';
import { percentile } from '../statistics.ts';

const WINDOW_DAYS = 3;
const LOOK_UPS = 1_000;
/** The index of keys, of all months. */
export const KEY_INDEX = 'fingerprints_keys';
/** As many as a full batch has: a clusterer first publishes them all, then searches for them all. */
const BATCH = 100;

/** A stored text; with an article of it, what that names by key is looked for, too. */
export type LookedUp = FingerprintRef & { articleId?: string };

/** Makes the look-up of the service: the ids of all texts in the window that share a key with a stored one. */
export async function makeLookUp(pool: Pool): Promise<(text: LookedUp) => Promise<number[]>> {
  const algorithm = await getActiveAlgorithm(pool);
  return async (text) => {
    const { sharers } = await findNeighbours(
      pool,
      { fingerprints: [text], articleIds: text.articleId === undefined ? [] : [text.articleId] },
      { windowDays: WINDOW_DAYS, algorithm },
    );
    return sharers.map(({ id }) => id).filter((id) => id !== text.id);
  };
}

/** What a search for one stored text takes. */
export interface LookUpTimes {
  /** From the question to the answer. */
  p50Ms: number;
  p99Ms: number;
  /** What Postgres computes for it: of that others on the machine take nothing. */
  cpuUs: number;
}

/**
 * One search at a time, each for a text that was chosen by chance. A clusterer searches for what it has just published, and
 * publishing reads the same pages: so every batch of texts is looked up once before it counts. The pool must have one
 * connection.
 */
export async function timeLookUps(pool: Pool): Promise<LookUpTimes> {
  const find = await makeLookUp(pool);
  const { rows } = await pool.query<Required<LookedUp>>(
    `select f.id, f.day, i.id as "articleId"
       from (select id, day from fingerprints order by random() limit $1) f
       join article_identities i on i.fingerprint_id = f.id`,
    [LOOK_UPS],
  );
  const backend = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  const { pid } = backend.rows[0]!;
  const tookMs: number[] = [];
  let cpuMs = 0;
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows.slice(start, start + BATCH);
    for (const text of batch) await find(text);
    const cpuBeforeMs = readTreeCpuMs(pid);
    for (const text of batch) {
      const begunMs = performance.now();
      await find(text);
      tookMs.push(performance.now() - begunMs);
    }
    cpuMs += readTreeCpuMs(pid) - cpuBeforeMs;
  }
  return {
    p50Ms: percentile(tookMs, 0.5),
    p99Ms: percentile(tookMs, 0.99),
    cpuUs: (cpuMs * 1_000) / rows.length,
  };
}

/** What a table or index takes on disk, in bytes. */
export interface PartSize {
  name: string;
  isIndex: boolean;
  bytes: number;
}

/** All tables (with what they keep out of line) and indexes as they are on disk, partitions together, the largest first. */
export async function readSizes(pool: Pool): Promise<PartSize[]> {
  const { rows } = await pool.query<PartSize>(
    `select coalesce(pg_partition_root(c.oid), c.oid)::regclass::text as name, c.relkind = 'i' as "isIndex",
            sum(case when c.relkind = 'i' then pg_relation_size(c.oid) else pg_table_size(c.oid) end)::bigint as bytes
       from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'i')
      group by 1, 2 order by 3 desc`,
  );
  return rows;
}
