import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { keepFailure, keepRefusals } from '@writethru/store';

import { describeInBrowser, findAxeFaults, openWatched, type WatchedPage } from '../support/browser.ts';
import { NARROW, startDeskBench, WIDE } from '../support/desk.ts';
import { DESK_ARTICLES, DOUBTFUL_ARTICLES } from '../support/desk-articles.ts';
import { measureAnew } from '../support/measure-anew.ts';

let bench: Awaited<ReturnType<typeof startDeskBench>>;
let admin: WatchedPage;
let stranger: WatchedPage;
const places: string[] = [];
/** Of the ops pages, those with something to do. */
let actionPlace: string;

async function gatherPlaces(): Promise<void> {
  const { ids } = bench;
  const story = await bench.storyOf(ids[0]!);
  const { body } = await bench.call(`/v1/stories/${story}/split`, {
    body: { articleIds: [ids[1]], reason: 'To look at the page.' },
    headers: { prefer: 'wait=10' },
  });
  const { actionId } = body as { actionId: string };
  await bench.call(`/v1/edits/${actionId}/undo`, {
    body: { reason: 'It is seen.' },
    headers: { prefer: 'wait=10' },
  });
  places.push(
    '/desk',
    '/desk?q=nothing+has+these+words',
    `/desk/stories/${await bench.storyOf(ids[0]!)}`,
    `/desk/stories/${await bench.storyOf(ids[0]!)}/history`,
    `/desk/edits/${actionId}`,
    `/desk/compare?a=${ids[0]!}&b=${ids[4]!}`,
    `/desk/articles/${ids[0]!}`,
    '/desk/find?what=shared-guid',
    '/desk/find?what=nobody-knows-this',
    '/desk/doubtful',
    '/desk/try',
    '/desk/stories/01a207b3-01c8-7e46-bcaa-8128186e7f81',
    '/ops',
    '/ops/quarantine',
    `/ops/articles/${ids[5]!}`,
    '/ops/failures',
    '/ops/refusals',
    `/ops/act?kind=discard&articleId=${ids[5]!}`,
    '/ops/pause',
    actionPlace,
    '/preferences?next=/ops',
  );
}

async function fillOps(): Promise<void> {
  const [held, released] = [bench.ids[5]!, bench.ids[6]!];
  for (const id of [held, released]) {
    await keepFailure(bench.pool, id, 'A fault of the test.');
    await bench.pool.query(
      `update article_identities set state = 'quarantined', quarantine_reason = 'A fault of the test.' where id = $1`,
      [id],
    );
  }
  await keepRefusals(bench.pool, [
    {
      provider: 'alpha',
      feed: '',
      guid: 'no',
      code: 'invalid_input',
      pointer: '/urgency',
      detail: 'must be below 10',
    },
  ]);
  const done = await bench.call('/ops/act', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `kind=release&articleId=${released}&expected=1&why=To+look+at+it.`,
  });
  actionPlace = done.headers.get('location')!;
  await measureAnew(bench.pool);
}

describeInBrowser('every page', () => {
  beforeAll(async () => {
    bench = await startDeskBench([...DESK_ARTICLES, ...DOUBTFUL_ARTICLES]);
    await fillOps();
    await gatherPlaces();
    admin = await bench.signIn(['admin']);
    stranger = await openWatched(bench.browser, bench.url, { viewport: WIDE });
  });

  afterAll(() => bench.close());

  const listed = (): [WatchedPage, string][] => [
    [stranger, '/sign-in'],
    ...places.map((place): [WatchedPage, string] => [admin, place]),
  ];

  test.each([
    ['by day', 'light', WIDE],
    ['by night', 'dark', WIDE],
    ['by day on a telephone', 'light', NARROW],
    ['by night on a telephone', 'dark', NARROW],
  ] as const)(
    'has nothing that axe remarks, and is no wider than its screen, %s',
    async (_when, colorScheme, viewport) => {
      for (const [{ page }, place] of listed()) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        await page.goto(bench.url + place);
        await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
        const found = await findAxeFaults(page);
        const tooWide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect({ place, found, tooWide }).toEqual({ place, found: [], tooWide: 0 });
      }
    },
  );

  test('leads the keyboard to all that can be pressed or filled in, and shows where it is', async () => {
    for (const [{ page }, place] of listed()) {
      await page.setViewportSize(WIDE);
      await page.goto(bench.url + place);
      await page.locator('main').waitFor();
      const missed = await walkByKeyboard(page);
      expect({ place, missed }).toEqual({ place, missed: [] });
    }
  });
});

/**
 * Presses Tab until it is round. Answers what it did not come to, and what did not show that it was there. What the page
 * itself has put another thing in the place of meanwhile is left out.
 */
async function walkByKeyboard(page: WatchedPage['page']): Promise<string[]> {
  await page.evaluate(`(() => {
    globalThis.left = new Set([...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((element) =>
      // Of a group of radio buttons Tab comes to one, and arrows to the others.
      element.type !== 'hidden' && element.type !== 'radio' && element.checkVisibility({ visibilityProperty: true })));
    globalThis.faint = [];
  })()`);
  for (let at = 0; at < 400; at++) {
    await page.keyboard.press('Tab');
    const isRound = await page.evaluate<boolean>(`(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return true;
      const { outlineStyle, boxShadow } = getComputedStyle(element);
      if (outlineStyle === 'none' && boxShadow === 'none') globalThis.faint.push('faint: ' + element.outerHTML.slice(0, 120));
      globalThis.left.delete(element);
      return false;
    })()`);
    if (isRound && at > 0) break;
  }
  return page.evaluate<string[]>(
    `[...globalThis.faint, ...[...globalThis.left].filter((element) => element.isConnected).map((element) => 'not reached: ' + element.outerHTML.slice(0, 120))]`,
  );
}
