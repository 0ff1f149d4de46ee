import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';

import { describeInBrowser, findAxeFaults, type WatchedPage } from '../support/browser.ts';
import { NARROW, startDeskBench, WIDE } from '../support/desk.ts';
import { BRIDGE, DESK_ARTICLES, DOUBTFUL_ARTICLES } from '../support/desk-articles.ts';
import { until } from '../support/until.ts';

let bench: Awaited<ReturnType<typeof startDeskBench>>;
let editor: WatchedPage;
let viewer: WatchedPage;

/** Where articles of the story stand. */
const AT = { wire: 0, courier: 1, herald: 2, ferry: 4 };
/** A join by a narrow margin, and a near miss. */
const JOIN = [DESK_ARTICLES.length, DESK_ARTICLES.length + 1] as const;
const MISS = [DESK_ARTICLES.length + 2, DESK_ARTICLES.length + 3] as const;

async function openStory(index: number, { page }: WatchedPage = editor): Promise<Page> {
  await page.goto(`${bench.url}/desk/stories/${await bench.storyOf(bench.ids[index]!)}`);
  return page;
}

/** Which of the articles are in one story. */
async function together(...indexes: number[]): Promise<boolean> {
  const stories = await Promise.all(indexes.map((index) => bench.storyOf(bench.ids[index]!)));
  return new Set(stories).size === 1;
}

async function press(page: Page, button: string, reason: string): Promise<void> {
  await page.getByRole('textbox', { name: /^Why/ }).fill(reason);
  await page.getByRole('button', { name: button }).click();
  await page.waitForLoadState();
  // A page waits five seconds for the clusterer, and then says that it has not come to it yet.
  const lookAgain = page.getByRole('link', { name: 'Look again' });
  await until(async () => {
    if ((await lookAgain.count()) === 0) return true;
    await lookAgain.click();
    await page.waitForLoadState();
    return false;
  });
}

/** Presses a key for each doubtful pair, as `choose` says by what is shown. */
async function judgeAll(page: Page, choose: (text: string) => string, count: number): Promise<void> {
  for (let pair = 0; pair < count; pair++) {
    const shown = page.url();
    const key = choose(await page.innerText('main'));
    await Promise.all([page.waitForURL((url) => url.href !== shown), page.keyboard.press(key)]);
  }
  expect(await page.innerText('main')).toMatch(/That was the last|Nothing is left/);
}

async function undo(page: Page): Promise<void> {
  await press(page, 'Undo', 'It was right before.');
  await page.getByRole('heading', { level: 1, name: 'Undone' }).waitFor();
}

describeInBrowser('editors at the desk', () => {
  beforeAll(async () => {
    bench = await startDeskBench([...DESK_ARTICLES, ...DOUBTFUL_ARTICLES]);
    viewer = await bench.signIn(['read']);
    editor = await bench.signIn(['read', 'edit']);
  });

  afterEach(() => {
    const faults = [viewer, editor].flatMap((who) => who.faults.splice(0));
    if (faults.length > 0) throw new Error(faults.join('\n'));
  });

  afterAll(() => bench.close());

  test('split picked versions off, are told what became of it, and take it back', async () => {
    const page = await openStory(AT.wire);
    await page.getByRole('checkbox', { name: 'Pick version 2' }).check();
    await press(page, 'Split off', 'The courier tells of another bridge.');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Split off');
    expect(await page.innerText('main')).toContain('The courier tells of another bridge.');
    expect(await page.locator('.found li').count()).toBe(2);
    expect(await together(AT.wire, AT.courier)).toBe(false);
    await undo(page);
    expect(await together(AT.wire, AT.courier)).toBe(true);
    await page.goBack();
    await page.reload();
    expect(await page.innerText('main')).toContain('It was undone');
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
  });

  test('read in the history who did what and why; readers do too, without a way to undo', async () => {
    for (const who of [editor, viewer]) {
      const page = await openStory(AT.wire, who);
      const history = page.getByRole('region', { name: 'History' });
      const text = await history.innerText();
      expect(text).toMatch(
        /Undone by test[\s\S]*It was right before[\s\S]*Split off by test[\s\S]*undone since[\s\S]*The courier tells[\s\S]*The story began/,
      );
      expect(text).toContain('joined as abridgement');
      expect(await history.getByRole('link', { name: 'look' }).count()).toBe(who === editor ? 2 : 0);
    }
    const page = viewer.page;
    await page.goto(`${page.url()}/history`);
    expect(await page.locator('.history > li').count()).toBeGreaterThan(3);
  });

  test('pin the version that leads', async () => {
    const page = await openStory(AT.wire);
    await page.getByRole('checkbox', { name: 'Pick version 2' }).check();
    await press(page, 'Pin as lead', 'The court asked for this wording.');
    await page.locator('.found a').click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Lindmouth bridge closed');
    await page.goBack();
    await undo(page);
    await page.locator('.found a').click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(BRIDGE.update);
  });

  test('merge two stories, and move a version to another one', async () => {
    const ferry = await bench.storyOf(bench.ids[AT.ferry]!);
    let page = await openStory(AT.wire);
    await page.getByLabel('the address of its page').fill(`${bench.url}/desk/stories/${ferry}`);
    await press(page, 'Merge all with it', 'One accident.');
    expect(await page.locator('.found li').count()).toBe(1);
    expect(await together(AT.wire, AT.ferry)).toBe(true);
    await undo(page);
    expect(await together(AT.wire, AT.ferry)).toBe(false);

    page = await openStory(AT.wire);
    await page.getByRole('checkbox', { name: 'Pick version 3' }).check();
    await page.getByLabel('the address of its page').fill(ferry);
    await press(page, 'Move the picked there', 'It tells of the ferry.');
    expect(await together(AT.herald, AT.ferry)).toBe(true);
    await undo(page);
    expect(await together(AT.herald, AT.wire)).toBe(true);
  });

  test('are told what is missing, and keep what they filled in', async () => {
    const page = await openStory(AT.wire);
    await page.getByRole('button', { name: 'Split off' }).click();
    // The browser itself asks for the reason.
    expect(page.url()).not.toContain('/edit');
    await press(page, 'Split off', 'Because.');
    expect(await page.getByRole('alert').innerText()).toBe('Pick the versions that it is about first.');
    expect(await page.getByRole('textbox', { name: /^Why/ }).inputValue()).toBe('Because.');
    await press(page, 'Merge all with it', 'Because.');
    expect(await page.getByRole('alert').innerText()).toMatch(/Choose the other story|not known by that/);
    await page.getByLabel('the address of its page').fill(page.url());
    await press(page, 'Merge all with it', 'Because.');
    expect(await page.getByRole('alert').innerText()).toContain('can not be merged with itself');
    // The browser itself reports a page of status 422, a moment after it has shown it.
    await until(() => editor.faults.length >= 3);
    expect(editor.faults.splice(0)).toHaveLength(3);
  });

  test('judge doubtful pairs by one key, and read how often the rule was right', async () => {
    expect([await together(...JOIN), await together(...MISS)]).toEqual([true, false]);
    const { page } = editor;
    await page.goto(`${bench.url}/desk/doubtful`);
    expect(await page.innerText('.figures')).toContain('none judged yet');
    const count = Number(/1 of (\d+)/.exec(await page.innerText('.standing'))![1]);
    await judgeAll(
      page,
      (text) => (text.includes('Margin') ? (text.includes('joined now') ? 'n' : 'y') : 's'),
      count,
    );
    await until(async () => !(await together(...JOIN)) && (await together(...MISS)));
    await page.goto(`${bench.url}/desk/doubtful`);
    expect(await page.innerText('.figures')).toMatch(/0 %\s+0 of 1 judged[\s\S]*0 %\s+0 of 1 judged/);
    await page.goto(`${bench.url}/desk/stories/${await bench.storyOf(bench.ids[MISS[0]]!)}`);
    await page.getByRole('link', { name: 'look or undo' }).click();
    await undo(page);
    expect(await together(...MISS)).toBe(false);
  });

  test('judge two articles that lie side by side, and readers are not asked', async () => {
    const [a, b] = [bench.ids[AT.wire]!, bench.ids[AT.ferry]!];
    const place = `${bench.url}/desk/compare?a=${a}&b=${b}`;
    await viewer.page.goto(place);
    expect(await viewer.page.getByRole('button', { name: /One story|Two stories/ }).count()).toBe(0);
    const { page } = editor;
    await page.goto(place);
    await page.getByRole('button', { name: 'One story' }).click();
    await page.getByText('Kept.').waitFor();
    expect(page.url()).toContain(`a=${a}`);
    await until(() => together(AT.wire, AT.ferry));
    expect(await page.innerText('main')).toContain('An editor keeps together');
    expect(await page.getByRole('button', { name: /One story|Two stories/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'Look, or undo it' }).click();
    await undo(page);
    expect(await together(AT.wire, AT.ferry)).toBe(false);
  });

  test('work without script', async () => {
    const context = await bench.browser.newContext({ javaScriptEnabled: false });
    const [cookie] = await editor.page.context().cookies();
    await context.addCookies([cookie!]);
    const page = await context.newPage();
    await page.goto(`${bench.url}/desk/stories/${await bench.storyOf(bench.ids[AT.wire]!)}`);
    await page.getByRole('checkbox', { name: 'Pick version 3' }).check();
    await press(page, 'Split off', 'No script.');
    expect(await together(AT.wire, AT.herald)).toBe(false);
    await undo(page);
    await context.close();
  });

  test('alone have buttons, and are alone obeyed, from a page of ours', async () => {
    const page = await openStory(AT.wire, viewer);
    expect(await page.getByRole('button', { name: /Pin|Split|Move|Merge|Undo/ }).count()).toBe(0);
    expect(await page.getByRole('checkbox').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Doubtful' }).count()).toBe(0);
    expect((await page.request.get(`${bench.url}/desk/doubtful`)).status()).toBe(403);
    const story = await bench.storyOf(bench.ids[AT.wire]!);
    const form = { act: 'split', reason: 'No.', article: bench.ids[AT.courier]! };
    const asViewer = await page.request.post(`${bench.url}/desk/stories/${story}/edit`, {
      form,
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect([asViewer.status(), (await asViewer.text()).includes('Not with this key')]).toEqual([403, true]);
    const fromElsewhere = await editor.page.request.post(`${bench.url}/desk/stories/${story}/edit`, {
      form,
      headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    });
    expect(fromElsewhere.status()).toBe(403);
    expect(await together(AT.wire, AT.courier)).toBe(true);
  });

  test('find their pages readable on a telephone and by a screen reader', async () => {
    const page = await openStory(AT.wire);
    const story = page.url();
    await page.getByRole('checkbox', { name: 'Pick version 3' }).check();
    await press(page, 'Split off', 'To look at the page.');
    for (const place of [page.url(), story, `${bench.url}/desk/doubtful`]) {
      await page.goto(place);
      for (const viewport of [WIDE, NARROW]) {
        await page.setViewportSize(viewport);
        const found = await findAxeFaults(page);
        const tooWide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect({ place, viewport, found, tooWide }).toMatchObject({ found: [], tooWide: 0 });
      }
    }
    await page.setViewportSize(WIDE);
  });
});
