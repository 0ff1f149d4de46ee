import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { keepFailure } from '@writethru/store';
import type { Browser } from 'playwright-core';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import {
  findAxeFaults,
  describeInBrowser,
  openWatched,
  signInAs,
  startBrowser,
  type WatchedPage,
} from '../support/browser.ts';
import { XSS_PAYLOADS } from '../support/xss-payloads.ts';
import { makeText } from '../support/made-text.ts';
import { measureAnew } from '../support/measure-anew.ts';
import { until } from '../support/until.ts';

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };

let bench: ApiBench;
let browser: Browser;
let viewer: WatchedPage;

async function signIn(scopes: string[]): Promise<WatchedPage> {
  const watched = await openWatched(browser, bench.url, { viewport: WIDE });
  await signInAs(watched.page, bench.url, await bench.makeKey(scopes));
  return watched;
}

describeInBrowser('the ops page', () => {
  beforeAll(async () => {
    [bench, browser] = await Promise.all([startApiBench({ sampleEveryMs: 1_000 }), startBrowser()]);
    const ids = await bench.post([
      {
        provider: XSS_PAYLOADS[0]!.slice(0, 100),
        guid: XSS_PAYLOADS[1]!,
        headline: XSS_PAYLOADS[2]!,
        body: makeText(1, 60),
      },
      { provider: 'demo-wire', guid: 'a', headline: XSS_PAYLOADS[3]!, body: makeText(1, 60) },
      { provider: 'demo-wire', guid: 'b', headline: 'Ferry runs again', body: makeText(2, 60) },
    ]);
    for (const payload of XSS_PAYLOADS) await keepFailure(bench.pool, ids[0]!, payload);
    await measureAnew(bench.pool);
    viewer = await signIn(['read']);
    // The page may be a second old, and older where the sample under way is held up.
    await until(async () => /^● HEALTHY[^]*SLO 30 d: 100 % of 3 live articles/.test(await go()));
  });

  afterEach(() => {
    const faults = viewer.faults.splice(0);
    if (faults.length > 0) throw new Error(faults.join('\n'));
  });

  afterAll(async () => {
    await browser.close();
    await bench.close();
  });

  const go = async (place = '/ops'): Promise<string> => {
    await viewer.page.goto(bench.url + place);
    return viewer.page.innerText('main');
  };

  test('says first how things are, then the numbers with their windows, then the sections, quiet ones folded', async () => {
    const text = await go();
    expect(text).toMatch(/^● HEALTHY\s+News becomes stories as it comes\.\s+Since 20/);
    expect(text).toMatch(/Lag p95\s+[\d.]+ s\s+received to story, 5 min; target 60 s/);
    expect(text).toContain('SLO 30 d: 100 % of 3 live articles');
    const folded = await viewer.page.locator('details.section:not([open])').allInnerTexts();
    expect(folded.map((one) => one.split('\n')[0])).toEqual(
      expect.arrayContaining(['Queue', 'Quarantine', 'Stories']),
    );
    expect(await viewer.page.locator('.chart canvas').count()).toBe(1);
  });

  test('leads from a number to its section, be it folded', async () => {
    await go();
    const { page } = viewer;
    expect(await page.locator('#queue').getAttribute('open')).toBeNull();
    await page.locator('.tile', { hasText: 'Oldest waiting' }).getByRole('link').click();
    await page.locator('#queue[open]').waitFor();
    await go('/ops#stories');
    await page.locator('#stories[open]').waitFor();
  });

  test('leads from what a feed sent, and from new stories, to the list of them', async () => {
    await go();
    const { page } = viewer;
    expect(await page.locator('#feeds td a[href="/desk?provider=demo-wire"]').count()).toBe(1);
    expect(await page.locator('#stories td a[href="/desk?sort=created"]').count()).toBe(2);
  });

  test('is complete without a script', async () => {
    const bare = await openWatched(browser, bench.url, { viewport: WIDE, javaScriptEnabled: false });
    await signInAs(bare.page, bench.url, await bench.makeKey(['read']));
    await bare.page.goto(`${bench.url}/ops`);
    await bare.page.locator('#feeds > summary').click();
    expect(await bare.page.locator('#feeds').innerText()).toContain('demo-wire');
    await bare.page.locator('#lag details > summary').click();
    expect(await bare.page.locator('table[data-series] tbody tr').count()).toBeGreaterThan(0);
    expect(bare.faults).toEqual([]);
  });

  test('renews itself by events, keeps open what was opened, and asks while there is no stream', async () => {
    await go();
    const { page } = viewer;
    await page.locator('#stories > summary').click();
    await page.getByText('Live.').waitFor();
    await bench.post([{ provider: 'late-feed', guid: 'x', headline: 'New', body: makeText(9, 60) }]);
    await measureAnew(bench.pool);
    await page.locator('#feeds').getByText('late-feed').first().waitFor({ state: 'attached' });
    expect(await page.locator('#stories').getAttribute('open')).not.toBeNull();
    await page.route('**/ops/live', (route) => route.abort());
    await page.reload();
    await page.getByText('Renewed by asking.').waitFor();
    await page.unroute('**/ops/live');
    await page.getByText('Live.').waitFor();
    viewer.faults.splice(0); // The browser itself reports a connection that was cut.
  });

  test('lets an operator release what is quarantined, by keyboard and form, and shows how far it is', async () => {
    const { pool } = bench;
    await pool.query(
      `update article_identities set state = 'quarantined', quarantine_reason = 'Out of luck.' where guid = 'b'`,
    );
    const operator = await signIn(['read', 'ops']);
    const { page } = operator;
    await page.goto(`${bench.url}/ops/quarantine`);
    const places = [
      page.url(),
      `${bench.url}/ops/act?kind=release&reason=Out+of+luck.`,
      `${bench.url}/ops/pause`,
    ];
    for (const place of places) {
      await page.goto(place);
      expect([place, await findAxeFaults(page)]).toEqual([place, []]);
    }
    await page.goto(places[0]!);
    await page.getByRole('link', { name: 'Release…' }).first().click();
    await page.getByLabel('Why').fill('It was the weather.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('1 of 1 articles').waitFor();
    // It is open or folded by what is under way; the page may be a second old, and renews itself.
    await page.goto(`${bench.url}/ops#audit`);
    await page.locator('#audit').getByText('It was the weather.').first().waitFor();
    expect(operator.faults).toEqual([]);
  });

  test('can be read on a telephone, in the dark and by a screen reader', async () => {
    const { page } = viewer;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const viewport of [WIDE, NARROW]) {
        await page.setViewportSize(viewport);
        await go();
        await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
        const found = await findAxeFaults(page);
        const tooWide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect({ viewport, colorScheme, found, tooWide }).toMatchObject({ found: [], tooWide: 0 });
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(WIDE);
  });
});
