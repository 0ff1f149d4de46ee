import { createApiKey, migrate, openPool } from '@writethru/store';
import { Redis } from 'ioredis';
import pg from 'pg';

import { startChild, type Child } from './child.ts';
import type { BenchServers } from './servers.ts';

export type Design = 'writethru' | 'naive' | 'floor';

/** A design at work. What it is sent has the provider `bench`. */
export interface Subject {
  intake: Child;
  workers: readonly Child[];
  headers: Record<string, string>;
  isDrained(count: number): Promise<boolean>;
  /** Received to clustered, of those of one provider that have ended; default `bench`. None of a peer. */
  readLagMs(provider?: string): Promise<number[]>;
  stop(): Promise<void>;
}

interface NodeFlags {
  intake?: readonly string[];
  worker?: readonly string[];
}

/** Starts the processes of a design on an empty database; `workers` of ours, one of a peer's; ours with `flags` for Node. */
export async function startSubject(
  servers: BenchServers,
  design: Design,
  databaseUrl: string,
  workers = 1,
  flags: NodeFlags = {},
): Promise<Subject> {
  const env = { DATABASE_URL: databaseUrl, REDIS_URL: servers.redis.url };
  return design === 'writethru' ? startWritethru(env, workers, flags) : startPeer(design, env);
}

async function startWritethru(
  env: { DATABASE_URL: string; REDIS_URL: string },
  count: number,
  flags: NodeFlags,
): Promise<Subject> {
  await migrate(env.DATABASE_URL);
  const pool = openPool(env.DATABASE_URL, {
    maxConnections: 2,
    applicationName: 'bench',
    onIdleError: () => {},
  });
  const { key } = await createApiKey(pool, {
    holder: 'bench',
    holderKind: 'system',
    scopes: ['ingest:*', 'read'],
  });
  const intake = await startChild('services/intake/src/main.ts', env, flags.intake);
  const workers = await Promise.all(
    Array.from({ length: count }, () => startChild('services/clusterer/src/main.ts', env, flags.worker)),
  );
  return {
    intake,
    workers,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    async isDrained(count) {
      // By the index of what is unfinished: to count what is done, over and over, would be charged to the design.
      const { rows } = await pool.query<{ waits: boolean }>(
        `select exists (select 1 from article_identities where state in ('accepted', 'published')) as waits`,
      );
      if (rows[0]!.waits) return false;
      const done = await pool.query<{ ended: number }>(
        `select count(*)::int as ended from article_identities where provider = 'bench' and state = 'clustered'`,
      );
      return done.rows[0]!.ended >= count;
    },
    async readLagMs(provider = 'bench') {
      const { rows } = await pool.query<{ ms: number }>(
        `select extract(epoch from ended_at - received_at)::float8 * 1000 as ms from article_identities
          where provider = $1 and ended_at is not null`,
        [provider],
      );
      return rows.map((row) => row.ms);
    },
    async stop() {
      await Promise.all([intake, ...workers].map((child) => child.stop()));
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
    workers: [worker],
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
