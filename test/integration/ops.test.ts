import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openProducer, prepareBackend, type Producer, type QueueBackend } from '@writethru/queue';
import {
  createHttpApp,
  createLogger,
  makeAuthenticate,
  makePages,
  makeProcessFacts,
} from '@writethru/runtime';
import { createIntakeRouter } from '@writethru/service-intake';
import { createOps } from '@writethru/service-ops';
import {
  createApiKey,
  findApiKey,
  makeSignInStore,
  openPool,
  quarantineArticle,
  beatProcess,
  type Pool,
} from '@writethru/store';
import request from 'supertest';

import { createTestDatabase } from '../support/database.ts';
import { findTestPort } from '../support/free-port.ts';
import { until } from '../support/until.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let pool: Pool;
let awayPool: Pool;
let producer: Producer;
let admin: string;
let feed: string;
const stops: (() => Promise<void>)[] = [];
const logger = createLogger({ service: 'test', level: 'silent' });

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url, { maxConnections: 6, applicationName: 'test', onIdleError: () => {} });
  const nowhere = `postgres://nobody:x@127.0.0.1:${await findTestPort()}/nothing`;
  awayPool = openPool(nowhere, { maxConnections: 2, applicationName: 'test', onIdleError: () => {} });
  const backend: QueueBackend = { kind: 'postgres', databaseUrl: database.url };
  await prepareBackend(backend);
  // A queue that is held up for two seconds is away by default: here it is away where a test says so.
  producer = openProducer({ backend, onError: () => {}, callTimeoutMs: 30_000 });
  const holder = { holder: 'test', holderKind: 'system' } as const;
  admin = (await createApiKey(pool, { ...holder, scopes: ['admin'] })).key;
  await beatClusterer();
  feed = (await createApiKey(pool, { ...holder, scopes: ['ingest:demo-wire'] })).key;
});

afterAll(async () => {
  for (const stop of stops) await stop();
  await producer.close();
  await pool.end();
  await awayPool.end();
  await database.drop();
});

/** A clusterer is taken for dead where it is silent for long, and a busy machine may be. */
function beatClusterer(): Promise<void> {
  return beatProcess(pool, { ...makeProcessFacts('clusterer')() });
}

interface Given {
  pool?: Pool;
  countJobs?: () => Promise<Record<string, number>>;
  /** Where a test moves the clock; without one it stands at the machine's. */
  clock?: { ms: number };
  /** The keys can still be looked up, though the store of `pool` is away. */
  isKeyKnown?: boolean;
  /** Default: as good as never, where the clock is the test's. */
  sampleEveryMs?: number;
}

/** Ops and intake behind one HTTP edge, with no clusterer: what is posted stays unfinished. */
function startOps(given: Given = {}): ReturnType<typeof request> {
  const { clock } = given;
  const usedPool = given.pool ?? pool;
  const keyPool = given.isKeyKnown === true ? pool : usedPool;
  const find = (hash: Buffer): ReturnType<typeof findApiKey> => findApiKey(keyPool, hash);
  const store = { ...makeSignInStore(usedPool), findKey: find };
  const pages = makePages({ store, sections: [{ href: '/ops', label: 'Ops' }] });
  const ops = createOps({
    pool: usedPool,
    askQueue: async () => ({
      ...(await producer.report()),
      ...(given.countJobs !== undefined && { counts: await given.countJobs() }),
    }),
    log: logger,
    queueKind: 'postgres',
    pages,
    ...(clock === undefined
      ? {}
      : { now: () => new Date(clock.ms), sampleEveryMs: given.sampleEveryMs ?? 3_600_000 }),
  });
  stops.push(() => ops.stop());
  const intake = createIntakeRouter({
    pool: usedPool,
    authenticate: makeAuthenticate(find),
    announce: (articleIds) => producer.announce(articleIds),
    backlogLimit: 1_000,
    bodyLimitBytes: 1_048_576,
    batchLimitBytes: 10_485_760,
  });
  const onRequest = ops.observeRequest.bind(ops);
  return request(createHttpApp({ logger, routers: [pages.router, intake, ops.router], onRequest }));
}

async function post(api: ReturnType<typeof request>, guid: string): Promise<string> {
  const answer = await api
    .post('/v1/articles')
    .set('authorization', `Bearer ${feed}`)
    .send({ provider: 'demo-wire', guid, headline: 'Ferry runs again after the storm' });
  expect(answer.status).toBe(202);
  return (answer.body as { articleId: string }).articleId;
}

async function countAccepted(): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from article_identities where state = 'accepted'`,
  );
  return rows[0]?.count ?? 0;
}

const bearer = (): string => `Bearer ${admin}`;

/** The value of one series of a Prometheus text; undefined where it is absent. */
function valueOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

describe('health', () => {
  test('a process that lives and can work says so to anyone', async () => {
    const api = startOps();
    expect((await api.get('/healthz')).body).toEqual({ status: 'alive' });
    const ready = await api.get('/readyz');
    expect(ready.status).toBe(200);
    expect(ready.body).toEqual({
      status: 'ready',
      health: 'HEALTHY',
      cause: 'News becomes stories as it comes.',
      isQueueThere: true,
    });
    expect((await api.post('/healthz')).status).toBe(405);
  });

  test('without its Postgres a process lives, and is not ready', async () => {
    const api = startOps({ pool: awayPool });
    expect((await api.get('/healthz')).status).toBe(200);
    const ready = await api.get('/readyz');
    expect(ready.status).toBe(503);
    expect(ready.headers['content-type']).toContain('application/problem+json');
    expect(ready.body).toMatchObject({ detail: 'Postgres does not answer: nothing is accepted.' });
  });

  test('a queue that is away leaves it ready, and DEGRADED', async () => {
    const api = startOps({ countJobs: () => Promise.reject(new Error('away')) });
    const ready = await api.get('/readyz');
    expect(ready.status).toBe(200);
    expect(ready.body).toMatchObject({ health: 'DEGRADED', isQueueThere: false });
  });
});

test('work and no jobs for sixty seconds is DEGRADED in readiness, page and metrics, and ends when they agree', async () => {
  let jobs = 0;
  const clock = { ms: Date.now() };
  const api = startOps({ countJobs: () => Promise.resolve({ waiting: jobs }), clock });
  const healthOf = async (): Promise<unknown> => {
    await beatClusterer();
    return ((await api.get('/readyz')).body as { health: unknown }).health;
  };
  await post(api, 'apart-1');
  expect(await healthOf()).toBe('HEALTHY');
  clock.ms += 59_000;
  expect(await healthOf()).toBe('HEALTHY');
  clock.ms += 1_000;
  expect(await healthOf()).toBe('DEGRADED');
  const page = await api.get('/ops').set('authorization', bearer());
  expect(page.text).toContain('Postgres and the queue have disagreed for a minute');
  const metrics = await api.get('/metrics').set('authorization', bearer());
  expect(valueOf(metrics.text, 'wire_health')).toBe(1);
  jobs = 1;
  clock.ms += 1_000;
  const agreed = await api.get('/readyz');
  expect((agreed.body as { cause: string }).cause).not.toContain('disagreed');
});

test('it looks by itself: a disagreement that nobody watched is known to the first who asks', async () => {
  // A clock that leaps a minute with each look stands for the minutes that would pass.
  const clock = { ms: Date.now() };
  let looks = 0;
  const countJobs = (): Promise<Record<string, number>> => {
    clock.ms += 60_000;
    looks++;
    return Promise.resolve({ waiting: 0 });
  };
  const api = startOps({ countJobs, clock, sampleEveryMs: 20 });
  await until(() => looks >= 3);
  expect((await api.get('/readyz')).body).toMatchObject({ health: 'DEGRADED' });
});

describe('metrics', () => {
  test('count what waits by Postgres, and the jobs by the queue beside it', async () => {
    // It looks once, when it is asked: by itself it might have looked a moment before.
    const api = startOps({ clock: { ms: Date.now() } });
    const articleId = await post(api, 'counted-1');
    // The hint goes out after the answer, and metrics are up to a second old.
    await until(async () => {
      const jobs = await producer.countJobs();
      return jobs['waiting'] === (await countAccepted());
    });
    const { text, status, headers } = await api.get('/metrics').set('authorization', bearer());
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/plain');
    const accepted = await countAccepted();
    expect(accepted).toBeGreaterThan(0);
    expect(valueOf(text, 'wire_articles_unfinished{state="accepted"}')).toBe(accepted);
    expect(valueOf(text, 'wire_articles_unfinished{state="published"}')).toBe(0);
    expect(valueOf(text, 'wire_oldest_unfinished_age_seconds')).toBeGreaterThan(0);
    expect(valueOf(text, 'bullmq_jobs{queue="articles",state="waiting"}')).toBe(accepted);
    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="POST",route="\/v1\/articles",code="202"\} 1/,
    );
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).not.toContain(articleId);
  });

  test('what can not be known is absent, never zero', async () => {
    const api = startOps({ pool: awayPool, isKeyKnown: true });
    const { text, status } = await api.get('/metrics').set('authorization', bearer());
    expect(status).toBe(200);
    expect(valueOf(text, 'wire_health')).toBe(2);
    const ofStore = /^wire_(articles|oldest|quarantine|article_|stories|events|feed|processes|postgres)/;
    expect(text.split('\n').filter((line) => ofStore.test(line))).toEqual([]);
  });

  test('are for those who may read', async () => {
    const api = startOps();
    expect((await api.get('/metrics')).status).toBe(401);
    expect((await api.get('/metrics').set('authorization', `Bearer ${feed}`)).status).toBe(403);
  });
});

describe('the ops page', () => {
  test('shows backlog, oldest age and quarantine with its reasons, and no feed can write markup into it', async () => {
    const api = startOps({ clock: { ms: Date.now() } });
    await post(api, 'shown-1');
    const poison = await post(api, '<b>guid</b>');
    const decideNothing = () => ({
      stories: [],
      merged: [],
      versions: [],
      related: [],
      unrelated: [],
      dues: [],
      events: [],
    });
    await quarantineArticle(pool, poison, 'It has <script>alert(1)</script> in it.', decideNothing);
    const page = await api.get('/ops').set('authorization', bearer());
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.text).toMatch(/<dt>Waiting<\/dt>\s*<dd class="value"><a href="#queue">[1-9]/);
    expect(page.text).toMatch(/<dt>Oldest waiting<\/dt>\s*<dd class="value"><a href="#queue">[\d.]+ m?s</);
    expect(page.text).toMatch(/<dt>Quarantine<\/dt>\s*<dd class="value"><a href="\/ops\/quarantine">1</);
    expect(page.text).toContain('It has &lt;script&gt;alert(1)&lt;/script&gt; in it.');
    expect(page.text).toContain('&lt;b&gt;guid&lt;/b&gt;');
    expect(page.text.match(/<script/g)).toHaveLength(1);
    expect(page.text).toMatch(/<script type="module" src="\/assets\/ops\.js\?v=[\w-]+"><\/script>/);
  });

  test('leads a browser to the sign-in, and lets no feed in', async () => {
    const api = startOps();
    expect((await api.get('/ops')).status).toBe(401);
    const answer = await api.get('/ops').set('accept', 'text/html');
    expect([answer.status, answer.headers['location']]).toEqual([303, '/sign-in?next=%2Fops']);
    const refused = await api.get('/ops').set('accept', 'text/html').set('authorization', `Bearer ${feed}`);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('lacks the scope');
  });

  test('says that Postgres is away where no key can be checked', async () => {
    const page = await startOps({ pool: awayPool }).get('/ops');
    expect(page.status).toBe(401);
    const down = await startOps({ pool: awayPool }).get('/ops').set('authorization', bearer());
    expect(down.status).toBe(503);
    expect(down.headers['retry-after']).toBe('5');
    expect(down.text).toContain('Postgres does not answer: nothing is accepted.');
  });
});
