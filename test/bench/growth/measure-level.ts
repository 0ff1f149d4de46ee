import type { Pool } from '@writethru/store';

import { until } from '../../support/until.ts';
import { makeCorpus } from '../corpus.ts';
import { measureLoad, type RunResult } from '../end-to-end.ts';
import { readResidentMib, readTreeProportionalMib } from '../process-cpu.ts';
import type { BenchServers } from '../servers.ts';
import type { Subject } from '../subjects.ts';
import { countPagesOf, type PagesAsked } from './count-pages.ts';
import { readSizes, timeLookUps, type LookUpTimes, type PartSize } from './measure-store.ts';

/** Articles that are sent at every level to see what one costs. */
export const PROBE = 3_000;
export const SETTLE_TIMEOUT_MS = 300_000;
export const WAY = { design: 'writethru', articlesPerPost: 100, lanes: 4 } as const;

export interface Bench {
  servers: BenchServers;
  subject: Subject;
  pool: Pool;
}

/** What was measured with `size` articles in the window. */
export interface Level {
  size: number;
  /** What is different about it. Left out: nothing. */
  note?: string;
  lookUp: LookUpTimes;
  run: RunResult;
  /** Of the log, an article of the probe, from a checkpoint on: pages that are touched first are logged whole. */
  walBytes: number;
  /** An article of the probe. */
  pages: PagesAsked;
  /** An article of one before it, when nothing was in Postgres' memory. Left out: not measured. */
  coldPages?: PagesAsked;
  /** Of the store before the probe, and how many articles it held. */
  parts: PartSize[];
  stored: number;
  redisMib: number;
  postgresMib: number;
}

/** Sends the articles that copies are made of, and waits until nothing of them is under way any more. */
export async function sendOriginals({ servers, subject, pool }: Bench, count: number): Promise<void> {
  const corpus = makeCorpus({ seed: 1, count, startMs: Date.now() - count * 1_000 });
  await measureLoad(servers, subject, WAY, corpus);
  await settle(pool);
}

/** Look-ups, then a probe through the services, and what all of them take of disk and memory. */
export async function measureLevel(
  { servers, subject, pool }: Bench,
  size: number,
  seed = size,
): Promise<Level> {
  // Pages that the copying left behind would else be written out by whoever looks up.
  await pool.query('checkpoint');
  const lookUp = await timeLookUps(pool);
  const parts = await readSizes(pool);
  const counted = await pool.query<{ stored: number }>(
    'select count(*)::int as stored from article_identities',
  );
  const corpus = makeCorpus({ seed, count: PROBE, startMs: Date.now() - PROBE * 1_000 });
  await pool.query('checkpoint');
  const walBefore = await readWalBytes(pool);
  const { result: run, pages } = await countPagesOf(pool, PROBE, async () => {
    const result = await measureLoad(servers, subject, WAY, corpus);
    await settle(pool);
    return result;
  });
  const walBytes = ((await readWalBytes(pool)) - walBefore) / PROBE;
  return {
    size,
    lookUp,
    run,
    walBytes,
    pages,
    parts,
    stored: counted.rows[0]!.stored,
    redisMib: readResidentMib(servers.redis.pid),
    postgresMib: readTreeProportionalMib(servers.postgres.pid),
  };
}

/** Where the log ends, in bytes from its beginning. */
async function readWalBytes(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as bytes`,
  );
  return rows[0]!.bytes;
}

/** Waits until nothing of what was sent is under way any more. */
export async function settle(pool: Pool): Promise<void> {
  await until(async () => {
    const { rows } = await pool.query<{ waits: boolean }>(
      `select exists (select 1 from stories where merged_into is null and lead_article_id is distinct from text_lead_id)
           or exists (select 1 from events where position is null) as waits`,
    );
    return !rows[0]!.waits;
  }, SETTLE_TIMEOUT_MS);
}
