import { request } from 'node:http';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openProducer } from '@writethru/queue';
import { createHttpApp, createLogger, listen, makePages } from '@writethru/runtime';
import { createOps } from '@writethru/service-ops';
import { makeSignInStore, openPool, readDatabaseSize, type Pool } from '@writethru/store';

import { makeDiskGuard, type DiskLimits } from '../../services/intake/src/disk-guard.ts';
import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { findTestPort } from '../support/free-port.ts';
import { OwnRedis } from '../support/own-redis.ts';
import { describeWithRedis } from '../support/redis.ts';
import { roleUrl } from '../support/role-url.ts';
import { Supervised } from '../support/supervised.ts';
import { until } from '../support/until.ts';

let bench: ApiBench;

beforeAll(async () => {
  bench = await startApiBench({ hasClusterer: false, backlogLimit: 2 });
});
afterAll(() => bench.close());

function postTo(given: ApiBench, guid: string): ReturnType<ApiBench['call']> {
  return given.call('/v1/articles', { body: { provider: 'wire', guid, body: `Nothing but ${guid} waits.` } });
}

async function countHeld({ pool }: ApiBench): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::int as count from article_identities',
  );
  return rows[0]!.count;
}

/** The first line of the ops page, and what readiness says. */
async function readHealth(given: ApiBench): Promise<{ page: string; ready: unknown }> {
  const page = await given.call('/ops');
  const ready = await given.call('/readyz', { key: '' });
  return { page: String(page.body), ready: ready.body };
}

test('past the backlog intake says when to come back, and ops why; when there is room, all goes on by itself', async () => {
  const statuses: number[] = [];
  let whenToComeBack = '';
  // The limit may be passed by what comes before the next look at it.
  for (let at = 0; statuses.at(-1) !== 503; at++) {
    const answer = await postTo(bench, `waits-${at}`);
    statuses.push(answer.status);
    whenToComeBack = answer.headers.get('retry-after') ?? '';
  }
  expect(Number(whenToComeBack)).toBeGreaterThan(0);
  const held = statuses.filter((status) => status === 202).length;
  expect(await countHeld(bench)).toBe(held);
  let health = { page: '', ready: {} as unknown };
  // It is said for a quarter of a minute: what is said then is looked at, and not another page.
  await until(async () => {
    health = await readHealth(bench);
    return health.page.includes('Intake turns articles away');
  });
  const { page, ready } = health;
  expect(page).toContain('More than 2 articles wait to be clustered.');
  expect(ready).toMatchObject({ health: 'DEGRADED' });
  await bench.pool.query(`update article_identities set state = 'quarantined', ended_at = clock_timestamp()`);
  await until(async () => (await postTo(bench, 'comes-again')).status === 202);
});

test('bodies that come at once take up so much together and no more; when they are gone, all goes on', async () => {
  const statuses: number[] = [];
  const clients = Array.from({ length: 7 }, () => {
    const client = request(`${bench.url}/v1/articles/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bench.key}`, 'content-type': 'application/json' },
    });
    client
      .on('error', () => {})
      .on('response', (response) => {
        statuses.push(response.statusCode!);
        response.resume();
      });
    // Nearly as much as a batch may have, and no end of it.
    client.write(Buffer.alloc(10_400_000, ' '));
    return client;
  });
  await until(() => statuses.length > 0);
  expect(statuses).toEqual([503]);
  for (const client of clients) client.destroy();
  await until(async () => {
    const body = JSON.stringify([]).padEnd(10_400_000, ' ');
    return (await bench.call('/v1/articles/batch', { body })).status !== 503;
  });
});

describe('where there is no room on the disk', () => {
  test('intake answers 503 and holds nothing, and ops says why', async () => {
    const full = await startApiBench({ hasClusterer: false, databaseLimitBytes: 1 });
    const answer = await postTo(full, 'large');
    expect(answer).toMatchObject({ status: 503, body: { type: '/problems/unavailable' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await countHeld(full)).toBe(0);
    await until(async () => (await readHealth(full)).page.includes('The database takes up'));
    await full.close();
  });

  test('a limit is looked at again and again', async () => {
    const limits: DiskLimits = { databaseLimitBytes: (await readDatabaseSize(bench.pool)) - 1 };
    const guard = makeDiskGuard(bench.pool, limits);
    expect(await guard.isFull()).toBe(true);
    await expect(guard.refuseWhereFull()).rejects.toMatchObject({ code: 'unavailable' });
    limits.databaseLimitBytes = Number.MAX_SAFE_INTEGER;
    await until(async () => !(await guard.isFull()));
    await guard.refuseWhereFull();
  });

  test('the free space of a Postgres on this machine counts, where the role may know where it is', async () => {
    const diskReserveBytes = Number.MAX_SAFE_INTEGER;
    await expect(makeDiskGuard(bench.pool, { diskReserveBytes }).refuseWhereFull()).rejects.toMatchObject({
      message: expect.stringContaining('The disk of Postgres has'),
    });
    expect(await makeDiskGuard(bench.pool, { diskReserveBytes: 1 }).isFull()).toBe(false);
    const intakePool: Pool = openPool(roleUrl(bench.databaseUrl, 'intake'), {
      maxConnections: 1,
      applicationName: 'test',
      onIdleError: () => {},
    });
    expect(await makeDiskGuard(intakePool, { diskReserveBytes }).isFull()).toBe(false);
    await intakePool.end();
  });
});

describeWithRedis('a Redis that evicts', () => {
  test('is DEGRADED on the page and in readiness, and nothing refuses to start or to work with it', async () => {
    const redis = await OwnRedis.open({ 'maxmemory-policy': 'allkeys-lru' });
    await redis.start();
    const shared = { databaseUrl: bench.databaseUrl, redisUrl: redis.url, isProduct: true };
    const service = new Supervised({ ...shared, role: 'clusterer', port: await findTestPort() });
    const producer = openProducer({
      backend: { kind: 'redis', redisUrl: redis.url },
      onError: () => {},
    });
    const logger = createLogger({ service: 'test', level: 'silent' });
    const pages = makePages({
      store: makeSignInStore(bench.pool),
      sections: [{ href: '/ops', label: 'Ops' }],
    });
    const ops = createOps({
      pool: bench.pool,
      askQueue: () => producer.report(),
      log: logger,
      queueKind: 'redis',
      pages,
    });
    const http = await listen(createHttpApp({ logger, routers: [pages.router, ops.router] }), '127.0.0.1', 0);
    const read = async (path: string): Promise<string> =>
      (await fetch(http.url + path, { headers: { authorization: `Bearer ${bench.key}` } })).text();
    await service.ready();
    const told = 'Redis drops jobs when it is full: its policy is allkeys-lru, not noeviction.';
    await until(async () => (await read('/readyz')).includes(told));
    expect(JSON.parse(await read('/readyz'))).toMatchObject({ status: 'ready', health: 'DEGRADED' });
    expect(await read('/ops')).toContain(told);
    // The one whose article is due works on, hints or none.
    await until(async () => {
      const { rows } = await bench.pool.query(`select 1 from article_identities where state = 'clustered'`);
      return rows.length > 0;
    });
    await http.close();
    await ops.stop();
    await producer.close();
    await service.end();
    await redis.close();
  });
});
