import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { startEmbeddedPostgres, startEmbeddedRedis, type EmbeddedServer } from '@writethru/embedded';
import { Redis } from 'ioredis';
import pg from 'pg';

/** A private Postgres and Redis with all durability of the product: fsync, synchronous commits, an append-only file. */
export interface BenchServers {
  readonly postgres: EmbeddedServer;
  redis: EmbeddedServer;
  /** Makes an empty database and answers its URL. */
  createDatabase(name: string): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  /** Starts Postgres anew, with these settings beside the first. Its port and its databases stay. */
  restartPostgres(settings: Readonly<Record<string, string>>): Promise<void>;
  /** Empties Redis, so that no run finds another's jobs. */
  flushRedis(): Promise<void>;
  stop(): Promise<void>;
}

let versions: string[] = [];

/** Names and versions of the servers that were started last; none before any was. */
export function readServerVersions(): readonly string[] {
  return versions;
}

/**
 * Starts both in a folder of their own that goes with them, Postgres with these settings over its own. Throws where the
 * machine has no redis-server.
 */
export async function startBenchServers(
  settings: Readonly<Record<string, string>> = {},
): Promise<BenchServers> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-bench-'));
  // mkdtemp makes 0700, which the account that runs Postgres for root could not enter.
  chmodSync(folder, 0o755);
  // As most machines have it, whatever is reserved on this one.
  const own = { huge_pages: 'off', ...settings };
  let postgres = await startEmbeddedPostgres(folder, { settings: own });
  const redis = await startEmbeddedRedis(folder);
  const asAdmin = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  versions = [await readPostgresVersion(postgres.url), await readRedisVersion(redis.url)];
  return {
    get postgres() {
      return postgres;
    },
    redis,
    async createDatabase(name) {
      await asAdmin(`create database ${name}`);
      return postgres.url.replace(/\/writethru$/, `/${name}`);
    },
    dropDatabase: (name) => asAdmin(`drop database if exists ${name} with (force)`),
    async restartPostgres(others) {
      const { url } = postgres;
      await postgres.stop();
      postgres = await startEmbeddedPostgres(folder, { settings: { ...own, ...others } });
      if (postgres.url !== url) throw new Error('Somebody took the port of Postgres.');
    },
    async flushRedis() {
      const client = new Redis(redis.url);
      await client.flushall();
      client.disconnect();
    },
    async stop() {
      await redis.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function readPostgresVersion(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return `Postgres ${rows[0]!.server_version}`;
  } finally {
    await client.end();
  }
}

async function readRedisVersion(url: string): Promise<string> {
  const client = new Redis(url);
  const info = await client.info('server');
  client.disconnect();
  return `Redis ${/redis_version:(\S+)/.exec(info)?.[1] ?? 'of unknown version'}`;
}
