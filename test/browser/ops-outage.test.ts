import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openProducer, type Producer } from '@writethru/queue';
import {
  createHttpApp,
  createLogger,
  listen,
  makePages,
  startHeart,
  type Listening,
  type Loop,
} from '@writethru/runtime';
import { createOps, type Ops } from '@writethru/service-ops';
import { createApiKey, makeHeartStore, makeSignInStore, openPool, type Pool } from '@writethru/store';
import type { Browser, Page } from 'playwright-core';

import { describeInBrowser, openWatched, signInAs, startBrowser } from '../support/browser.ts';
import { WIDE } from '../support/desk.ts';
import { OwnPostgres } from '../support/own-postgres.ts';
import { OwnRedis } from '../support/own-redis.ts';
import { describeWithRedis } from '../support/redis.ts';

const GLASS = 'break-glass-key-of-a-test-'.padEnd(40, 'x');
/** Longer than a dead server takes to be told of, on a busy machine. */
const SOON = { timeout: 60_000 };

// The servers are this file's own: they are killed under a page that is open.
describeWithRedis('an ops page that is open', () => {
  describeInBrowser('in a browser', () => {
    let postgres: OwnPostgres;
    let redis: OwnRedis;
    let pool: Pool;
    let producer: Producer;
    let ops: Ops;
    let heart: Loop;
    let http: Listening;
    let browser: Browser;
    let page: Page;
    let faults: string[];
    let key: string;

    beforeAll(async () => {
      [postgres, redis, browser] = await Promise.all([OwnPostgres.open(), OwnRedis.open(), startBrowser()]);
      await redis.start();
      pool = openPool(postgres.databaseUrl, {
        maxConnections: 6,
        applicationName: 'test',
        onIdleError: () => {},
      });
      producer = openProducer({ backend: { kind: 'redis', redisUrl: redis.url }, onError: () => {} });
      const logger = createLogger({ service: 'test', level: 'silent' });
      heart = startHeart('clusterer', makeHeartStore(pool), logger);
      const pages = makePages({
        store: makeSignInStore(pool),
        breakGlassKey: GLASS,
        sections: [{ href: '/ops', label: 'Ops' }],
      });
      const askQueue = () => producer.report();
      ops = createOps({ pool, askQueue, log: logger, queueKind: 'redis', redisUrl: redis.url, pages });
      http = await listen(createHttpApp({ logger, routers: [pages.router, ops.router] }), '127.0.0.1', 0);
      ({ key } = await createApiKey(pool, { holder: 'night desk', holderKind: 'person', scopes: ['read'] }));
      ({ page, faults } = await openWatched(browser, http.url, { viewport: WIDE }));
      await signInAs(page, http.url, key);
      await page.goto(`${http.url}/ops`);
    });

    afterAll(async () => {
      await browser.close();
      await http.close();
      await Promise.all([ops.stop(), heart.stop()]);
      await producer.close();
      await pool.end();
      await Promise.all([redis.close(), postgres.close()]);
    });

    /** Waits until the page, which nobody reloads, says this in its first line. */
    const saysFirst = (words: RegExp): Promise<void> =>
      page.locator('.first').filter({ hasText: words }).waitFor(SOON);

    /** That it is alive: it says that it is renewed, and opens what is pressed. */
    async function isAlive(): Promise<void> {
      await page.getByText(/^(Live|Renewed by asking)\.$/).waitFor(SOON);
      const isOpen = async (): Promise<boolean> =>
        (await page.locator('#machines').getAttribute('open')) !== null;
      const before = await isOpen();
      await page.locator('#machines > summary').click();
      expect(await isOpen()).toBe(!before);
    }

    test('says that Redis was killed, stays alive, and says when it is back', async () => {
      await saysFirst(/HEALTHY/);
      await page.locator('#feeds').waitFor({ ...SOON, state: 'attached' });
      await redis.kill();
      await saysFirst(/DEGRADED[\s\S]*The queue does not answer/);
      await isAlive();
      expect(await page.locator('#queue').innerText()).toContain('redis does not answer');
      expect(await page.locator('.stale').count()).toBe(0);
      await redis.start();
      await saysFirst(/HEALTHY/);
      expect(faults).toEqual([]);
    });

    test('is marked stale while Postgres is away, with the time of the last sample, and lets in who breaks the glass', async () => {
      await saysFirst(/HEALTHY/);
      await postgres.crash();
      await saysFirst(/DOWN[\s\S]*Postgres does not answer/);
      const banner = await page.getByRole('alert').innerText();
      expect(banner).toMatch(/Stale: the figures below are of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
      expect(await page.locator('.strip .tile').count()).toBe(8);
      await isAlive();

      const called = await openWatched(browser, http.url, { viewport: WIDE });
      await called.page.goto(`${http.url}/sign-in?next=/ops`);
      await called.page.getByLabel('Key').fill(key);
      await called.page.getByRole('button', { name: 'Sign in' }).click();
      expect(await called.page.innerText('main')).toContain('The break-glass key works');
      await called.page.getByLabel('Key').fill(GLASS);
      await called.page.getByRole('button', { name: 'Sign in' }).click();
      await called.page.waitForURL('**/ops');
      expect(await called.page.innerText('body')).toMatch(/break glass[\s\S]*DOWN[\s\S]*Stale/);
      await called.page.context().close();

      await postgres.start();
      await saysFirst(/HEALTHY/);
      expect(await page.getByRole('alert').count()).toBe(0);
      // The browser itself reports each page of status 503.
      expect(faults.filter((fault) => !fault.includes('status of 503'))).toEqual([]);
    });
  });
});
