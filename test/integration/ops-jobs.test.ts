import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openProducer, type Producer, type QueueBackend } from '@writethru/queue';
import { createHttpApp, createLogger, listen, makePages, type Listening } from '@writethru/runtime';
import { createOps, type Ops } from '@writethru/service-ops';
import { createApiKey, listOpsActions, makeSignInStore, openPool, type Pool } from '@writethru/store';
import { newId } from '@writethru/domain';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

import { describeInBrowser, openWatched, signInAs, startBrowser } from '../support/browser.ts';
import { createTestDatabase } from '../support/database.ts';
import { describeWithRedis, testRedisUrl } from '../support/redis.ts';
import { WIDE } from '../support/desk.ts';
import { until } from '../support/until.ts';
import { XSS_PAYLOADS } from '../support/xss-payloads.ts';

describeWithRedis('the board of jobs', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let pool: Pool;
  let producer: Producer;
  let ops: Ops;
  let http: Listening;
  let testQueueUrl: string;
  const articleId = newId();

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = openPool(database.url, { maxConnections: 6, applicationName: 'test', onIdleError: () => {} });
    const redisUrl = testRedisUrl()!;
    testQueueUrl = redisUrl;
    const backend: QueueBackend = { kind: 'redis', redisUrl };
    producer = openProducer({ backend, onError: () => {}, callTimeoutMs: 30_000 });
    await until(() =>
      producer.report().then(
        () => true,
        () => false,
      ),
    );
    await producer.announce([articleId]);
    const sections = [{ href: '/ops', label: 'Ops' }] as const;
    const pages = makePages({ store: makeSignInStore(pool), sections: [...sections] });
    const logger = createLogger({ service: 'test', level: 'silent' });
    const askQueue = () => producer.report();
    ops = createOps({ pool, askQueue, log: logger, queueKind: 'redis', redisUrl, pages });
    http = await listen(createHttpApp({ logger, routers: [pages.router, ops.router] }), '127.0.0.1', 0);
  });

  afterAll(async () => {
    await http.close();
    await ops.stop();
    await producer.close();
    await pool.end();
    await database.drop();
  });

  const makeKey = async (scopes: string[]): Promise<string> =>
    (await createApiKey(pool, { holder: 'night desk', holderKind: 'person', scopes })).key;

  const call = async (
    method: string,
    path: string,
    scopes: string[],
  ): Promise<{ status: number; text: string }> => {
    const headers = { authorization: `Bearer ${await makeKey(scopes)}`, 'content-type': 'application/json' };
    const answer = await fetch(`${http.url}/ops/jobs${path}`, {
      method,
      headers,
      ...(method !== 'GET' && { body: '{}' }),
    });
    return { status: answer.status, text: await answer.text() };
  };

  test('shows jobs to readers without a button, and refuses them everything else', async () => {
    const listed = await call('GET', '/api/queues?activeQueue=articles&status=waiting', ['read']);
    expect(listed.status).toBe(200);
    expect(listed.text).toContain(articleId);
    expect(listed.text).toContain('"readOnlyMode":true');
    expect(listed.text).toContain(`/ops/articles/${articleId}`);
    expect((await call('PUT', '/api/queues/articles/pause', ['read'])).status).toBe(403);
    expect((await call('GET', '/api/queues', ['ingest:alpha'])).status).toBe(403);
    expect((await fetch(`${http.url}/ops/jobs`)).status).toBe(401);
    expect(await listOpsActions(pool, 10)).toEqual([]);
  });

  test('lets operators act, on record, and only admins empty the queue', async () => {
    const listed = await call('GET', '/api/queues?activeQueue=articles', ['read', 'ops']);
    expect(listed.text).toContain('"readOnlyMode":false');
    for (const path of [
      '/api/queues/articles/empty',
      '/api/queues/articles/obliterate',
      '/api/queues/articles/clean/failed',
    ])
      expect([path, (await call('PUT', path, ['ops'])).status]).toEqual([path, 403]);
    expect((await call('PUT', '/api/queues/articles/pause', ['ops'])).status).toBe(200);
    expect((await call('PUT', '/api/queues/articles/resume', ['ops'])).status).toBe(200);
    const reasons = (await listOpsActions(pool, 10)).map(({ kind, actor, reason }) => [kind, actor, reason]);
    expect(reasons).toEqual([
      ['job', 'night desk', 'PUT /api/queues/articles/resume'],
      ['job', 'night desk', 'PUT /api/queues/articles/pause'],
    ]);
  });

  describeInBrowser('in a browser', () => {
    test('is drawn, and asks no other host for anything', async () => {
      const browser = await startBrowser();
      const { page, faults } = await openWatched(browser, http.url, {});
      const answered: string[] = [];
      page.on('requestfinished', (request) => answered.push(request.url()));
      await signInAs(page, http.url, await makeKey(['read']));
      await page.goto(`${http.url}/ops/jobs`);
      await page.getByText('articles').first().waitFor();
      expect(answered.filter((url) => !url.startsWith(http.url) && !url.startsWith('data:'))).toEqual([]);
      // What the policy keeps from being asked is reported as a fault: the font and nothing else.
      expect(faults.filter((fault) => !/font|Content Security Policy/.test(fault))).toEqual([]);
      await browser.close();
    });

    test('shows a job of hostile text as text', async () => {
      // Nothing of ours makes such a job: whoever can write to Redis may.
      const connection = new Redis(testQueueUrl);
      const queue = new Queue('articles', { connection, skipVersionCheck: true });
      await queue.add(XSS_PAYLOADS[2]!, { payloads: XSS_PAYLOADS });
      const browser = await startBrowser();
      const { page, faults } = await openWatched(browser, http.url, { viewport: WIDE });
      await signInAs(page, http.url, await makeKey(['read']));
      await page.goto(`${http.url}/ops/jobs/queue/articles?status=waiting`);
      await page.getByText(XSS_PAYLOADS[2]!).first().waitFor();
      expect(await page.locator('[onerror], [onload], [onfocus], img[src="x"]').count()).toBe(0);
      expect(faults.filter((fault) => !/font|Content Security Policy/.test(fault))).toEqual([]);
      await browser.close();
      await queue.close();
      connection.disconnect();
    });
  });
});
