import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

import { createApiKey, migrate, openPool, type Pool } from '@writethru/store';

import { findTestPort } from '../support/free-port.ts';
import { OwnPostgres } from '../support/own-postgres.ts';
import { OwnRedis } from '../support/own-redis.ts';
import { until } from '../support/until.ts';
import { startPrometheus, type Prometheus } from './prometheus.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SERVICES = ['intake', 'clusterer', 'ops'] as const;

/** The services as processes of their own, on a private Postgres, Redis and Prometheus. */
export interface Stage {
  pool: Pool;
  redis: OwnRedis;
  prometheus: Prometheus;
  clusterer: ChildProcess;
  /** Posts articles in one batch; throws where one is refused. */
  post(articles: readonly object[]): Promise<void>;
  /** What the first line of /ops says now. */
  readFirstLine(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts all of it on the loopback. Everything is gone when it is stopped. */
export async function startStage(): Promise<Stage> {
  process.env['WRITETHRU_TEST_REDIS_EXECUTABLE'] ??= 'redis-server';
  const postgres = await OwnPostgres.open();
  const redis = await OwnRedis.open();
  await redis.start();
  const pool = openPool(postgres.databaseUrl, {
    maxConnections: 3,
    applicationName: 'drill',
    onIdleError: () => {},
  });
  await migrate(postgres.databaseUrl);
  const { key } = await createApiKey(pool, { holder: 'drill', holderKind: 'system', scopes: ['admin'] });
  const ports = await Promise.all(SERVICES.map(() => findTestPort()));
  const children = SERVICES.map((service, at) =>
    fork(path.join(ROOT, `services/${service}/src/main.ts`), {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: postgres.databaseUrl,
        REDIS_URL: redis.url,
        PORT: String(ports[at]),
        MAX_ATTEMPTS: '1',
      },
    }),
  );
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  for (const url of urls)
    await until(async () => (await fetch(`${url}/readyz`).catch(() => null))?.ok === true, 60_000);
  const prometheus = await startPrometheus(
    ports.map((port) => `127.0.0.1:${port}`),
    key,
  );
  return {
    pool,
    redis,
    prometheus,
    clusterer: children[1]!,
    async post(articles) {
      const response = await fetch(`${urls[0]}/v1/articles/batch`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(articles),
      });
      const { refused } = (await response.json()) as { refused: number };
      if (refused !== 0) throw new Error(`Intake refused ${refused} articles (${response.status}).`);
    },
    async readFirstLine() {
      const answer = (await (await fetch(`${urls[2]}/readyz`)).json()) as { health?: string; cause?: string };
      return `${answer.health ?? 'DOWN'}: ${answer.cause ?? ''}`;
    },
    async stop() {
      await prometheus.stop();
      for (const child of children) {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await gone;
      }
      await pool.end();
      await redis.close();
      await postgres.close();
    },
  };
}
