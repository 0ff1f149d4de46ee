import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { keepFailure, keepRefusals } from '@writethru/store';

import { describeInBrowser, type WatchedPage } from '../support/browser.ts';
import { startDeskBench } from '../support/desk.ts';
import { findForeign } from '../support/find-foreign.ts';
import { makeText } from '../support/made-text.ts';
import { measureAnew } from '../support/measure-anew.ts';
import { until } from '../support/until.ts';
import { XSS_PAYLOADS } from '../support/xss-payloads.ts';

let bench: Awaited<ReturnType<typeof startDeskBench>>;
let operator: WatchedPage;

/** The first two of each are one story, so that stories grow. */
const ARTICLES = XSS_PAYLOADS.map((payload, at) => ({
  provider: `${payload} ${at}`.slice(0, 200),
  guid: `${payload} ${at}`,
  feed: payload,
  headline: `${payload} headline`,
  body: `${makeText(200 + (at >> 1), 80)} ${payload}`,
}));

async function look(place: string): Promise<string> {
  const { page } = operator;
  await page.goto(bench.url + place);
  await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
  const faults = operator.faults.splice(0);
  expect({ place, foreign: await findForeign(page), faults }).toEqual({ place, foreign: [], faults: [] });
  return page.innerText('body');
}

describeInBrowser('hostile text at the ops pages', () => {
  beforeAll(async () => {
    bench = await startDeskBench(ARTICLES);
    await keepRefusals(
      bench.pool,
      XSS_PAYLOADS.map((payload) => ({
        provider: payload,
        feed: payload,
        guid: payload,
        code: 'invalid_input',
        pointer: payload,
        detail: payload,
      })),
    );
    for (const [at, id] of bench.ids.entries()) await keepFailure(bench.pool, id, XSS_PAYLOADS[at]!);
    await bench.pool.query(
      `update article_identities i set state = 'quarantined', ended_at = now(), quarantine_reason = n.reason
         from unnest($1::uuid[], $2::text[]) as n (id, reason) where i.id = n.id`,
      [bench.ids.slice(1), XSS_PAYLOADS.slice(1)],
    );
    await measureAnew(bench.pool);
    operator = await bench.signIn(['read', 'edit', 'ops']);
  });
  afterAll(() => bench.close());

  test('runs nowhere on the page itself: feeds, failures, quarantine, stories', async () => {
    // Feeds, failures and the last of the quarantine are shown as they were sent, each as of another moment.
    await until(async () => {
      const text = await look('/ops');
      return XSS_PAYLOADS.every((payload) => text.includes(payload.slice(0, 60)));
    });
  });

  test('runs nowhere in the quarantine, in the preview of an article, and among what was refused', async () => {
    expect(await look('/ops/quarantine')).toContain(XSS_PAYLOADS[7]!);
    expect(await look('/ops/refusals')).toContain(XSS_PAYLOADS[7]!);
    expect(await look('/ops/failures')).toContain(XSS_PAYLOADS[7]!);
    for (const [at, id] of bench.ids.entries()) {
      const payload = XSS_PAYLOADS[at]!;
      expect(await look(`/ops/articles/${id}`)).toContain(payload);
      const asked = encodeURIComponent(payload);
      if (at % 4 !== 1) continue;
      await look(`/ops/quarantine?reason=${asked}`);
      await look(`/ops/failures?reason=${asked}&within=1h`);
      await look(`/ops/refusals?provider=${asked}`);
      await look(`/ops/act?kind=discard&reason=${asked}`);
    }
  });

  test('runs nowhere in what operators write, and in the audit of it', async () => {
    const { page } = operator;
    const [reason, why] = [XSS_PAYLOADS[3]!, XSS_PAYLOADS.slice(10, 24).join(' ').slice(0, 500)];
    await page.goto(`${bench.url}/ops/act?kind=discard&reason=${encodeURIComponent(reason)}`);
    await page.getByLabel('Why').fill(why);
    await page.getByRole('button', { name: 'Discard 1 article' }).click();
    await page.waitForURL('**/ops/actions/*');
    expect(await look(new URL(page.url()).pathname)).toContain(why);
    await until(async () => (await look('/ops')).includes(why));
  });
});
