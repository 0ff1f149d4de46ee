import { fork } from 'node:child_process';
import path from 'node:path';

import { loadSeeds } from '@writethru/seeds';
import { createApiKey, openPool, type Pool } from '@writethru/store';
import type { Page } from 'playwright-core';

import { FERRY_TEXT } from '../support/desk-articles.ts';
import { findTestPort } from '../support/free-port.ts';
import { OwnPostgres } from '../support/own-postgres.ts';
import { OwnRedis } from '../support/own-redis.ts';
import { until } from '../support/until.ts';

const ENTRY = path.resolve(import.meta.dirname, '../../services/standalone/src/main.ts');

/** A service of its own with the demo articles. */
export interface Stage {
  url: string;
  pool: Pool;
  call<Body>(place: string, body?: unknown): Promise<Body>;
  /** Posts articles in one batch, and waits for their stories. */
  post(articles: readonly object[]): Promise<string[]>;
  signIn(page: Page): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it, with the demo articles and two of which the rule is not sure. */
export async function startStage(): Promise<Stage> {
  process.env['WRITETHRU_TEST_REDIS_EXECUTABLE'] ??= 'redis-server';
  const [postgres, redis, port] = await Promise.all([OwnPostgres.open(), OwnRedis.open(), findTestPort()]);
  await redis.start();
  const pool = openPool(postgres.databaseUrl, {
    maxConnections: 2,
    applicationName: 'shots',
    onIdleError: () => {},
  });
  const { key } = await createApiKey(pool, {
    holder: 'Night desk',
    holderKind: 'person',
    scopes: ['admin'],
  });
  const child = fork(ENTRY, {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: postgres.databaseUrl,
      REDIS_URL: redis.url,
      PORT: String(port),
      MAX_ATTEMPTS: '2',
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const call = async <Body>(place: string, body?: unknown): Promise<Body> => {
    const response = await fetch(url + place, {
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        prefer: 'wait=10',
      },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    return (await response.json()) as Body;
  };
  const stage: Stage = {
    url,
    pool,
    call,
    async post(articles) {
      const { results } = await call<{ results: { articleId: string }[] }>('/v1/articles/batch', articles);
      await until(async () => {
        const { accepted, published } = await call<Record<string, number>>('/v1/backlog');
        return accepted! + published! === 0;
      }, 120_000);
      return results.map(({ articleId }) => articleId);
    },
    async signIn(page) {
      const { path: link } = await call<{ path: string }>('/sign-in/links', {});
      await page.goto(url + link);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL('**/desk');
    },
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      await pool.end();
      await Promise.all([redis.close(), postgres.close()]);
    },
  };
  await until(async () => (await fetch(`${url}/readyz`).catch(() => null))?.ok === true, 60_000);
  await stage.post(loadSeeds(new Date()));
  await stage.post(makeDoubtful());
  return stage;
}

/** Two reports of one accident, half of them the same. */
function makeDoubtful(): object[] {
  const sentences = FERRY_TEXT.split(/(?<=\.) /);
  const shared = sentences.slice(0, 3).join(' ');
  const publishedAt = new Date(Date.now() - 3 * 3_600_000).toISOString();
  const ferry = { publishedAt, language: 'en' };
  return [
    {
      ...ferry,
      provider: 'demo-wire',
      guid: 'aurora-1',
      headline: 'Ferry Aurora aground off Skerry Point, all aboard safe',
      body: `${shared} ${sentences.slice(3).join(' ')}`,
    },
    {
      ...ferry,
      provider: 'demo-herald',
      guid: 'aurora-h',
      headline: 'The night the Aurora stood still',
      body: `${shared} Among them was a school choir from Norvale, which sang until the last boat had come. Its teacher, who had never been at sea before, said that nobody had been afraid for longer than one song. The company that owns the ship has lost a third of its passengers since the bridge was widened, and wants the county to pay for the buoys that it says nobody looks after. The county answered that buoys are a matter for the coast guard.`,
    },
  ];
}
