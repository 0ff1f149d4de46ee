import { createApiKey, migrate, openPool } from '@writethru/store';
import { Redis } from 'ioredis';
import pg from 'pg';

import { until } from '../support/until.ts';
import { startChild, type Child } from './child.ts';
import { makeCorpus, type MadeArticle } from './corpus.ts';
import { sendLoad } from './load.ts';
import { readResidentMib, readTreeCpuMs } from './process-cpu.ts';
import type { BenchServers } from './servers.ts';
import { percentile } from './statistics.ts';

export type Design = 'writethru' | 'naive' | 'floor';

export interface RunOptions {
  design: Design;
  count: number;
  /** Articles in one POST; 1 goes to the route for one article. */
  articlesPerPost: number;
  /** POSTs a second; left out: as fast as they are answered. */
  postsPerSecond?: number;
  round: number;
  lanes?: number;
  corpus?: readonly MadeArticle[];
}

export interface RunResult {
  articlesPerSecond: number;
  ackP50Ms: number;
  ackP99Ms: number;
  /** Received to clustered; NaN for a peer, which does not keep it. */
  lagP50Ms: number;
  lagP99Ms: number;
  /** CPU microseconds an article, by process. */
  cpuUs: { intake: number; worker: number; redis: number; postgres: number };
  residentMib: { intake: number; worker: number };
}

const LANES = 64;
const DRAIN_TIMEOUT_MS = 300_000;

/**
 * Sends made articles to one design on an empty store and waits until every one is stored and clustered. Throws where
 * an answer is not 202, or an article is missing at the end.
 */
export async function runEndToEnd(servers: BenchServers, options: RunOptions): Promise<RunResult> {
  const name = `bench_${options.design}_${options.round}_${options.articlesPerPost}`;
  await servers.flushRedis();
  await servers.dropDatabase(name);
  const databaseUrl = await servers.createDatabase(name);
  const subject = await startSubject(servers, options.design, databaseUrl);
  try {
    const corpus =
      options.corpus ?? makeCorpus({ seed: options.round, count: options.count, startMs: Date.now() });
    return await measure(servers, subject, options, corpus);
  } finally {
    await subject.stop();
    await servers.dropDatabase(name);
  }
}

interface Subject {
  intake: Child;
  worker: Child;
  headers: Record<string, string>;
  isDrained(count: number): Promise<boolean>;
  readLagMs(): Promise<number[]>;
  stop(): Promise<void>;
}

async function measure(
  servers: BenchServers,
  subject: Subject,
  options: RunOptions,
  corpus: readonly MadeArticle[],
): Promise<RunResult> {
  const bodies = writeBodies(corpus, options.articlesPerPost);
  const pids = {
    intake: subject.intake.pid,
    worker: subject.worker.pid,
    redis: servers.redis.pid,
    postgres: servers.postgres.pid,
  };
  const cpuBefore = readCpu(pids);
  const startedMs = performance.now();
  const load = await sendLoad({
    url: subject.intake.url,
    path: options.articlesPerPost === 1 ? '/v1/articles' : '/v1/articles/batch',
    headers: subject.headers,
    bodies,
    lanes: options.lanes ?? LANES,
    ...(options.postsPerSecond !== undefined && { ratePerSecond: options.postsPerSecond }),
  });
  const refused = [...load.statuses].filter(([status]) => status !== 202 && status !== 200);
  if (refused.length > 0) throw new Error(`${options.design} refused: ${JSON.stringify(refused)}`);
  await until(() => subject.isDrained(corpus.length), DRAIN_TIMEOUT_MS);
  const seconds = (performance.now() - startedMs) / 1_000;
  const cpuAfter = readCpu(pids);
  const perArticle = (part: keyof typeof pids): number =>
    ((cpuAfter[part] - cpuBefore[part]) * 1_000) / corpus.length;
  const lagMs = await subject.readLagMs();
  return {
    articlesPerSecond: corpus.length / seconds,
    ackP50Ms: percentile(load.ackMs, 0.5),
    ackP99Ms: percentile(load.ackMs, 0.99),
    lagP50Ms: percentile(lagMs, 0.5),
    lagP99Ms: percentile(lagMs, 0.99),
    cpuUs: {
      intake: perArticle('intake'),
      worker: perArticle('worker'),
      redis: perArticle('redis'),
      postgres: perArticle('postgres'),
    },
    residentMib: {
      intake: readResidentMib(subject.intake.pid),
      worker: readResidentMib(subject.worker.pid),
    },
  };
}

function writeBodies(corpus: readonly MadeArticle[], articlesPerPost: number): string[] {
  const items = corpus.map((article) => ({ provider: 'bench', version: 0, ...article }));
  if (articlesPerPost === 1) return items.map((item) => JSON.stringify(item));
  const bodies: string[] = [];
  for (let at = 0; at < items.length; at += articlesPerPost) {
    bodies.push(JSON.stringify(items.slice(at, at + articlesPerPost)));
  }
  return bodies;
}

function readCpu<Part extends string>(pids: Record<Part, number>): Record<Part, number> {
  const parts = Object.entries<number>(pids).map(([part, pid]) => [part, readTreeCpuMs(pid)]);
  return Object.fromEntries(parts) as Record<Part, number>;
}

async function startSubject(servers: BenchServers, design: Design, databaseUrl: string): Promise<Subject> {
  const env = { DATABASE_URL: databaseUrl, REDIS_URL: servers.redis.url };
  return design === 'writethru' ? startWritethru(env) : startPeer(design, env);
}

async function startWritethru(env: { DATABASE_URL: string; REDIS_URL: string }): Promise<Subject> {
  await migrate(env.DATABASE_URL);
  const pool = openPool(env.DATABASE_URL, {
    maxConnections: 2,
    applicationName: 'bench',
    onIdleError: () => {},
  });
  const { key } = await createApiKey(pool, {
    holder: 'bench',
    holderKind: 'system',
    scopes: ['ingest:bench'],
  });
  const intake = await startChild('services/intake/src/main.ts', env);
  const worker = await startChild('services/clusterer/src/main.ts', env);
  return {
    intake,
    worker,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    async isDrained(count) {
      const { rows } = await pool.query<{ ended: number }>(
        `select count(*)::int as ended from article_identities where state = 'clustered'`,
      );
      return rows[0]!.ended >= count;
    },
    async readLagMs() {
      const { rows } = await pool.query<{ ms: number }>(
        `select extract(epoch from ended_at - received_at)::float8 * 1000 as ms from article_identities`,
      );
      return rows.map((row) => row.ms);
    },
    async stop() {
      await Promise.all([intake.stop(), worker.stop()]);
      await pool.end();
    },
  };
}

async function startPeer(
  design: 'naive' | 'floor',
  env: { DATABASE_URL: string; REDIS_URL: string },
): Promise<Subject> {
  const entry = `test/bench/peers/${design}-service.ts`;
  const worker = await startChild(entry, { ...env, ROLE: 'worker' });
  const intake = await startChild(entry, { ...env, ROLE: 'intake' });
  const client = new pg.Client({ connectionString: env.DATABASE_URL });
  const redis = new Redis(env.REDIS_URL);
  await client.connect();
  return {
    intake,
    worker,
    headers: { 'content-type': 'application/json' },
    async isDrained(count) {
      const { rows } = await client.query<{ stored: number }>(
        `select count(*)::int as stored from ${design}_articles`,
      );
      if (rows[0]!.stored < count) return false;
      const [waiting, active] = await Promise.all([
        redis.llen(`bull:${design}:wait`),
        redis.llen(`bull:${design}:active`),
      ]);
      return waiting + active === 0;
    },
    readLagMs: () => Promise.resolve([]),
    async stop() {
      await Promise.all([intake.stop(), worker.stop()]);
      await client.end();
      redis.disconnect();
    },
  };
}
