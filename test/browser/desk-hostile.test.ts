import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { describeInBrowser, type WatchedPage } from '../support/browser.ts';
import { startDeskBench } from '../support/desk.ts';
import { findForeign } from '../support/find-foreign.ts';
import { makeText } from '../support/made-text.ts';
import { XSS_PAYLOADS } from '../support/xss-payloads.ts';

let bench: Awaited<ReturnType<typeof startDeskBench>>;
let editor: WatchedPage;

const SHARED = makeText(3, 160);

/** One story of as many versions as there are payloads, each with its payload in every field that is free text. */
const ARTICLES = XSS_PAYLOADS.map((payload, at) => ({
  provider: `${payload} ${at}`.slice(0, 200),
  guid: `${payload} ${at}`,
  feed: payload,
  headline: `${payload} headline`,
  body: `${SHARED} ${makeText(100 + at, 12)} ${payload}`,
  byline: payload,
  dateline: payload,
  slugline: payload,
  edNote: payload,
  url: `https://x.example/${encodeURI(payload)}"><script>alert(1)</script>`,
  publishedAt: new Date(Date.now() - at * 60_000).toISOString(),
}));

async function look(place: string): Promise<void> {
  const { page } = editor;
  await page.goto(bench.url + place);
  const foreign = await findForeign(page);
  // The browser itself reports a page that says what is wrong with the question.
  const faults = editor.faults.splice(0).filter((fault) => !/with a status of 4\d\d/.test(fault));
  expect({ place, foreign, faults }).toEqual({ place, foreign: [], faults: [] });
}

describeInBrowser('hostile text', () => {
  beforeAll(async () => {
    bench = await startDeskBench(ARTICLES);
    editor = await bench.signIn(['read', 'edit']);
  });
  afterAll(() => bench.close());

  test('runs nowhere in a story, its history and its edits', async () => {
    expect(XSS_PAYLOADS.length).toBeGreaterThanOrEqual(40);
    const story = await bench.storyOf(bench.ids[0]!);
    await look('/desk');
    await look(`/desk/stories/${story}`);
    expect(await editor.page.locator('.timeline > li').count()).toBe(XSS_PAYLOADS.length);
    const reason = XSS_PAYLOADS.slice(0, 30).join(' ').slice(0, 1_000);
    const { body } = await bench.call(`/v1/stories/${story}/split`, {
      body: { articleIds: [bench.ids[0]], reason },
      headers: { prefer: 'wait=10' },
    });
    await look(`/desk/edits/${(body as { actionId: string }).actionId}`);
    await look(`/desk/stories/${story}`);
    await look(`/desk/stories/${story}/history`);
    await look('/desk/doubtful');
  });

  test('runs nowhere in an article’s life, nor in what is said of one that failed', async () => {
    for (const id of bench.ids) await look(`/desk/articles/${id}`);
    const failed = bench.ids.slice(0, 3);
    await bench.pool.query(
      `update article_identities set state = 'quarantined', quarantine_reason = $2 where id = any ($1::uuid[])`,
      [failed, XSS_PAYLOADS.join('\n')],
    );
    for (const id of failed) await look(`/desk/articles/${id}`);
    expect(await editor.page.innerText('main')).toContain('<script>alert(1)</script>');
  });

  test('runs nowhere side by side, where it is searched for, and where it is asked back', async () => {
    for (let at = 5; at + 1 < bench.ids.length; at += 6)
      await look(`/desk/compare?a=${bench.ids[at]!}&b=${bench.ids[at + 1]!}`);
    for (const payload of XSS_PAYLOADS.filter((_one, at) => at % 4 === 0)) {
      const asked = encodeURIComponent(payload);
      await look(`/desk?q=${asked}&provider=${asked}&language=${asked}`.slice(0, 700));
      await look(`/desk/find?what=${asked}`);
    }
    expect(await editor.page.innerText('main')).toContain(XSS_PAYLOADS[40]!);
  });

  test('runs nowhere in a text that is tried', async () => {
    const { page } = editor;
    await page.goto(`${bench.url}/desk/try`);
    await page.getByLabel('Headline, if it has one').fill(XSS_PAYLOADS[5]!);
    await page.getByLabel('Text', { exact: true }).fill(`${SHARED} ${XSS_PAYLOADS.join(' ')}`);
    await page.getByRole('button', { name: 'See what it would join' }).click();
    expect(await findForeign(page)).toEqual([]);
    expect(editor.faults).toEqual([]);
  });
});
