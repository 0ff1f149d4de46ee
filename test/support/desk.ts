import type { Browser } from 'playwright-core';

import { startApiBench, type ApiBench } from './api/bench.ts';
import { openWatched, signInAs, startBrowser, type WatchedPage } from './browser.ts';
import { until } from './until.ts';

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 390, height: 844 };

/** The services, a browser, and pages that are signed in. */
export interface DeskBench extends ApiBench {
  browser: Browser;
  /** A page of a browser of its own, whose faults are written down. */
  signIn(scopes: string[]): Promise<WatchedPage>;
  storyOf(articleId: string): Promise<string>;
}

/** Starts services and browser, and waits until the articles are stories that can be searched for. */
export async function startDeskBench(articles: readonly object[]): Promise<DeskBench & { ids: string[] }> {
  const [bench, browser] = await Promise.all([startApiBench(), startBrowser()]);
  const close = async (): Promise<void> => {
    await browser.close();
    await bench.close();
  };
  // What is left running would keep the test from ending.
  const ids = await bench.post(articles).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  await until(async () => {
    const { rows } = await bench.pool.query<{ due: number }>(
      `select count(*)::int as due from stories
        where merged_into is null and version_count > 0 and lead_article_id is distinct from text_lead_id`,
    );
    return rows[0]!.due === 0;
  });
  return {
    ...bench,
    ids,
    browser,
    async signIn(scopes) {
      const watched = await openWatched(browser, bench.url, { viewport: WIDE });
      await signInAs(watched.page, bench.url, await bench.makeKey(scopes));
      return watched;
    },
    async storyOf(articleId) {
      const { body } = await bench.call(`/v1/articles/${articleId}`);
      return (body as { story: { id: string } }).story.id;
    },
    close,
  };
}
