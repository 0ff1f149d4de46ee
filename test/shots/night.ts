import { pauseClustering, resumeClustering } from '@writethru/store';

import { makeNearDuplicate, makeText } from '../support/made-text.ts';
import { until } from '../support/until.ts';
import type { Place } from './place.ts';
import type { Stage } from './stage.ts';

const TURN_MS = 2_000;
const CALM_MS = 60_000;
const PAUSED_MS = 20_000;
const OPERATOR = { keyId: 'shots', actor: 'Night desk' };

/**
 * Lets feeds run, and shoots the ops pages: while all is well; with articles in quarantine after a fault that is
 * rehearsed; and while clustering is paused.
 */
export async function playNight(
  stage: Stage,
  shoot: (places: readonly Place[]) => Promise<void>,
): Promise<void> {
  const feeds = startFeeds(stage);
  try {
    await wait(CALM_MS / 2);
    await pauseClustering(stage.pool, { ...OPERATOR, reason: 'Postgres is restarted for its update.' });
    await wait(PAUSED_MS);
    await resumeClustering(stage.pool, { ...OPERATOR, reason: 'The update is in.' });
    await wait(CALM_MS / 2);
    await untilFirstLine(stage, /HEALTHY/);
    await shoot([
      { name: 'ops-healthy', path: '/ops' },
      { name: 'ops-feeds', path: '/ops', prepare: (page) => page.locator('#feeds > summary').click() },
      { name: 'sign-in', path: '/sign-in', isSignedOut: true },
    ]);
    const articleId = await poison(stage);
    await untilFirstLine(stage, /4 articles are in quarantine/);
    await shoot(listQuarantinePlaces(articleId));
    await pauseClustering(stage.pool, { ...OPERATOR, reason: 'Postgres moves to a larger machine.' });
    await untilFirstLine(stage, /has paused clustering/);
    await wait(PAUSED_MS);
    await shoot([{ name: 'ops-degraded', path: '/ops' }]);
  } finally {
    feeds.stop();
  }
}

function listQuarantinePlaces(articleId: string): Place[] {
  return [
    { name: 'ops-failures', path: '/ops#failures' },
    { name: 'ops-quarantine', path: '/ops/quarantine' },
    { name: 'ops-article', path: `/ops/articles/${articleId}` },
    { name: 'ops-discard', path: `/ops/act?kind=discard&articleId=${articleId}` },
    {
      name: 'ops-audit',
      path: '/ops#audit',
      async prepare(page) {
        await page.locator('#audit > summary').click();
        await page.locator('#audit').scrollIntoViewIfNeeded();
      },
    },
    { name: 'ops-refusals', path: '/ops/refusals' },
  ];
}

/** Three feeds, of which each copies some of what the others had. */
function startFeeds(stage: Stage): { stop(): void } {
  const providers = ['demo-wire', 'demo-courier', 'demo-herald'];
  let turn = 0;
  const timer = setInterval(() => {
    turn++;
    const articles = providers.flatMap((provider, at) => {
      // Every third text is another feed's of the turn before.
      const seed = at > 0 && turn % 3 === at ? turn - 1 : turn * 10 + at;
      const body =
        at > 0 && turn % 3 === at ? makeNearDuplicate(makeText(seed * 10, 90), turn) : makeText(seed, 90);
      const article = { provider, guid: `night-${turn}`, headline: makeText(seed, 6), body };
      // Some are sent without what an article needs.
      return turn % 40 === 7 && at === 2 ? [{ ...article, urgency: 99 }] : [article];
    });
    void stage.call('/v1/articles/batch', articles).catch(() => {});
  }, TURN_MS);
  return { stop: () => clearInterval(timer) };
}

/** Makes four articles fail whenever they are published. Answers the id of one. */
async function poison({ pool, call }: Stage): Promise<string> {
  await pool.query(`create function rehearse_fault() returns trigger language plpgsql as
    $$ begin raise exception 'a fault that is rehearsed'; end $$`);
  await pool.query(`create trigger rehearse_fault before update on article_identities for each row
    when (new.guid like 'tide-table-%' and new.state = 'published') execute function rehearse_fault()`);
  const articles = Array.from({ length: 4 }, (_none, at) => ({
    provider: 'demo-courier',
    guid: `tide-table-${at + 1}`,
    headline: `Tide table for Lindmouth, week ${at + 49}`,
    body: `High water at the harbour bridge on Monday is at ${6 + at}.12 and ${18 + at}.40, on Tuesday three quarters of an hour later. Skippers are asked to keep to the middle span while the works go on, and to call the harbour office before they pass.`,
  }));
  const { results } = await call<{ results: { articleId: string }[] }>('/v1/articles/batch', articles);
  return results[0]!.articleId;
}

async function untilFirstLine({ call }: Stage, words: RegExp, timeoutMs = 60_000): Promise<void> {
  await until(async () => {
    const { health, cause } = await call<{ health: string; cause: string }>('/readyz');
    return words.test(`${health} ${cause}`);
  }, timeoutMs);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
