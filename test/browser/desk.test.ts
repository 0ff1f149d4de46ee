import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';

import { describeInBrowser, findAxeFaults, openWatched, type WatchedPage } from '../support/browser.ts';
import { BRIDGE, DESK_ARTICLES, FERRY_TEXT } from '../support/desk-articles.ts';
import { NARROW, startDeskBench, WIDE } from '../support/desk.ts';
import { makeText } from '../support/made-text.ts';
import { until } from '../support/until.ts';

let bench: Awaited<ReturnType<typeof startDeskBench>>;
let editor: WatchedPage;
let viewer: WatchedPage;
let ids: string[];

async function go(place: string, who: WatchedPage = viewer): Promise<string> {
  await who.page.goto(bench.url + place);
  return who.page.innerText('main');
}

/** Clicks what leads to another page, and waits for all of that: the click itself ends where the page begins. */
async function follow(to: Locator): Promise<void> {
  await to.click();
  await to.page().waitForLoadState();
}

const storyOf = (index: number): Promise<string> => bench.storyOf(ids[index]!);

describeInBrowser('the desk', () => {
  beforeAll(async () => {
    bench = await startDeskBench(DESK_ARTICLES);
    ids = bench.ids;
    viewer = await bench.signIn(['read']);
    editor = await bench.signIn(['read', 'edit']);
  });

  afterEach(() => {
    const faults = [viewer, editor].flatMap((who) => who.faults.splice(0));
    if (faults.length > 0) throw new Error(faults.join('\n'));
  });

  afterAll(() => bench.close());

  test('lists stories by their leads, with versions, providers and relations', async () => {
    await go('/desk');
    const row = viewer.page.locator('li', { has: viewer.page.getByRole('link', { name: BRIDGE.update }) });
    const text = await row.innerText();
    expect(text).toMatch(/^4\s+versions/);
    expect(text).toContain('demo-courier');
    expect(text).toContain('1 update');
  });

  test('finds stories by words and filters, at an address that can be kept', async () => {
    await go('/desk');
    await viewer.page.getByLabel('Search', { exact: true }).fill('harbour');
    await follow(viewer.page.getByRole('button', { name: 'Search' }));
    expect(viewer.page.url()).toContain('q=harbour');
    expect(await viewer.page.locator('.stories li').count()).toBe(1);
    expect(await viewer.page.locator('.stories mark').first().innerText()).toMatch(/harbour/i);
    expect(await go('/desk?q=harbour&provider=nobody')).toContain('No story meets this');
    const refused = await viewer.page.request.get(`${bench.url}/desk?urgency=12`);
    expect([refused.status(), (await refused.text()).includes('?urgency')]).toEqual([400, true]);
  });

  test('tells of new stories by a bar, and shows them when asked', async () => {
    await go('/desk?provider=demo-news');
    await bench.post([{ provider: 'other', guid: 'n0', headline: 'Elsewhere', body: makeText(71, 60) }]);
    await bench.post([{ provider: 'demo-news', guid: 'n1', headline: 'Brand new', body: makeText(72, 60) }]);
    const bar = viewer.page.getByRole('status').getByRole('link');
    await bar.waitFor();
    expect(await bar.innerText()).toBe('1 new or changed');
    await bar.click();
    await viewer.page.getByRole('link', { name: 'Brand new' }).waitFor();
  });

  test('tells of them where no stream gets through, too', async () => {
    const { page } = viewer;
    await page.route('**/desk/live*', (route) => route.fulfill({ status: 503, body: '' }));
    await go('/desk?provider=demo-poll');
    await bench.post([{ provider: 'demo-poll', guid: 'p0', headline: 'Polled', body: makeText(73, 60) }]);
    const bar = page.getByRole('status').getByRole('link');
    await bar.waitFor();
    expect(await bar.innerText()).toBe('1 new or changed');
    await page.unroute('**/desk/live*');
    viewer.faults.splice(0); // The browser itself reports each answer of status 503.
  });

  test('lays any two versions of a story side by side, and marks what they share', async () => {
    await go(`/desk/stories/${await storyOf(0)}`);
    const { page } = viewer;
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(BRIDGE.update);
    expect(await page.locator('.timeline').innerText()).toMatch(/abridgement of|reprint of/i);
    await page.getByRole('radio', { name: 'Version 1 as A' }).check();
    await page.getByRole('radio', { name: 'Version 2 as B' }).check();
    await follow(page.getByRole('button', { name: 'Lay A and B side by side' }));
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(/They are one story/);
    expect(await page.locator('.sides article').count()).toBe(2);
    expect(await page.locator('.sides mark').first().innerText()).toContain(BRIDGE.opening.slice(0, 40));
    expect(await page.locator('.sides article').first().locator('del').allInnerTexts()).toContain(
      BRIDGE.engineers,
    );
    expect(await page.locator('.sides article').last().locator('del').count()).toBe(0);
    const text = await page.innerText('main');
    expect(text).toMatch(/B lacks[\s\S]*engineers would look at all nine piers/);
    expect(text).toContain('What the score is made of');
  });

  test('says which story a text would join, and that another joins none', async () => {
    await go('/desk/try');
    const { page } = viewer;
    await page.getByLabel('Text', { exact: true }).fill(FERRY_TEXT.slice(0, -40));
    await follow(page.getByRole('button', { name: 'See what it would join' }));
    expect(await page.innerText('.tried')).toContain('It would join this story');
    expect(await page.locator('.tried .found').innerText()).toContain('Ferry');
    expect(await page.locator('.tried mark').count()).toBeGreaterThan(0);
    await page.getByLabel('Text', { exact: true }).fill(makeText(99, 80));
    await follow(page.getByRole('button', { name: 'See what it would join' }));
    expect(await page.innerText('.tried')).toContain('a story of its own');
  });

  test.each([
    ['a guid', () => 'wire-bridge-1'],
    ['an address', () => 'https://courier.example/bridge'],
    ['an id', () => ids[1]!],
    ['a headline', () => 'Ferry Aurora aground off Skerry Point'],
  ])('leads from %s to the article’s life', async (_kind, what) => {
    await go('/desk');
    await viewer.page.getByRole('searchbox', { name: 'Guid, URL' }).fill(what());
    await follow(viewer.page.getByRole('button', { name: 'Find' }));
    const text = await viewer.page.innerText('main');
    expect(viewer.page.url()).toContain('/desk/articles/');
    expect(text).toMatch(/Received[\s\S]*In its story[\s\S]*Where it stands/);
  });

  test('tells what was refused under a guid, and why', async () => {
    const refused = { provider: 'demo-wire', guid: 'never-taken', headline: 'No', body: 'x', urgency: 12 };
    await bench.call('/v1/articles', { body: refused });
    await bench.call('/v1/articles', { body: { ...refused, guid: 'wire-ferry' } });
    await until(async () => (await go('/desk/find?what=never-taken')).includes('/urgency'));
    expect(await viewer.page.innerText('main')).toMatch(
      /all that was sent under it was refused[\s\S]*demo-wire/,
    );
    await until(async () => (await go('/desk/find?what=wire-ferry')).includes('Refused at intake'));
  });

  test('answers with a list where several things are meant, and says so where none is', async () => {
    expect(await go('/desk/find?what=shared-guid')).toMatch(
      /Several things[\s\S]*alpha[\s\S]*beta|beta[\s\S]*alpha/,
    );
    expect(await go('/desk/find?what=no-such-thing-anywhere')).toContain('Nothing found');
    expect(await go('/desk/stories/01a207b3-01c8-7e46-bcaa-8128186e7f81')).toContain('Nothing there');
    viewer.faults.splice(0); // The browser itself reports a page of status 404.
  });

  test('tells a reader nothing of an embargo and shows no killed text; an editor sees both', async () => {
    const list = await go('/desk');
    expect(list).not.toContain('Secret budget');
    const page = await viewer.page.request.get(`${bench.url}/desk/find?what=embargoed-1`);
    expect(await page.text()).toContain('Nothing found');
    expect(await go('/desk/find?what=killed-1')).not.toContain('libellous');
    expect(await go('/desk/find?what=killed-1')).toContain('may not be shown');
    expect(await go('/desk', editor)).toContain('under embargo');
    expect(await go('/desk/find?what=embargoed-1', editor)).toContain('Secret budget');
    expect(await go('/desk/find?what=killed-1', editor)).toMatch(/killed/i);
  });

  test('can be read on a telephone, in the dark and by a screen reader', async () => {
    const story = await storyOf(0);
    const places = ['/desk', `/desk/stories/${story}`, `/desk/compare?a=${ids[0]!}&b=${ids[1]!}`,
      `/desk/articles/${ids[0]!}`, '/desk/find?what=shared-guid', '/desk/try']; // prettier-ignore
    const { page } = viewer;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const viewport of [WIDE, NARROW]) {
        await page.setViewportSize(viewport);
        for (const place of places) {
          await go(place);
          const found = await findAxeFaults(page);
          const tooWide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          expect({ place, viewport, colorScheme, found, tooWide }).toMatchObject({ found: [], tooWide: 0 });
        }
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(WIDE);
  });

  test('can be walked by keyboard from the first key on', async () => {
    await go('/desk');
    await viewer.page.keyboard.press('Tab');
    expect(await viewer.page.evaluate('document.activeElement.textContent')).toBe('To the content');
    await viewer.page.keyboard.press('Enter');
    await viewer.page.waitForURL('**#main');
  });

  test('leads who is not known to the sign-in and back, and takes no feed’s key', async () => {
    const stranger = await openWatched(bench.browser, bench.url, { viewport: WIDE });
    await stranger.page.goto(`${bench.url}/desk?q=harbour`);
    expect(stranger.page.url()).toBe(`${bench.url}/sign-in?next=%2Fdesk%3Fq%3Dharbour`);
    await stranger.page.getByLabel('Key').fill(await bench.makeKey(['read']));
    await follow(stranger.page.getByRole('button', { name: 'Sign in' }));
    expect(stranger.page.url()).toBe(`${bench.url}/desk?q=harbour`);
    expect(stranger.faults).toEqual([]);
    const bare = await fetch(`${bench.url}/desk/new?since=0`);
    expect(bare.status).toBe(401);
    const feed = await bench.call('/desk', { key: await bench.makeKey(['ingest:alpha']) });
    expect(feed.status).toBe(403);
  });
});
