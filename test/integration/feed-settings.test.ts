import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { takeOpsSample } from '@writethru/store';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { runCli } from '../support/run-cli.ts';
import { until } from '../support/until.ts';

const HOUR_MS = 3_600_000;
const REASON = 'No matches in the winter break.';

let bench: ApiBench;

beforeAll(async () => {
  bench = await startApiBench({ sampleEveryMs: HOUR_MS });
  await bench.pool.query(`insert into ops_feeds
      (provider, feed, last_received_at, usual_gap_seconds, silent_after_seconds, gaps_learned_from, learned_at)
    values ('alpha', '', now() - interval '20 minutes', 10, 350, 60, now() + interval '1 hour'),
           ('alpha', 'sport', now() - interval '5 hours', null, null, 3, now() + interval '1 hour'),
           ('beta/2', 'a b', now(), 10, 350, 60, now() + interval '1 hour')`);
});

afterAll(() => bench.close());

async function set(query: string, body: object, key = bench.key) {
  return bench.call(`/v1/feeds?${query}`, { method: 'PATCH', body, key });
}

const SILENT = /silent/;

/** Waits until ops says first what is expected, of a sample taken after now: it looks once a second. */
async function seeCause(isExpected: (cause: string) => boolean): Promise<void> {
  await until(async () => {
    await bench.pool.query(`update ops_snapshot set measured_to = measured_to - interval '1 minute'`);
    await takeOpsSample(bench.pool, null);
    const { cause } = (await bench.call('/readyz')).body as { cause: string };
    return isExpected(cause);
  });
}

const seeSilence = (expected: RegExp): Promise<void> => seeCause((cause) => expected.test(cause));
const seeNoSilence = (): Promise<void> => seeCause((cause) => !SILENT.test(cause));

async function readText(path: string): Promise<string> {
  const answer = await fetch(bench.url + path, { headers: { authorization: `Bearer ${bench.key}` } });
  return answer.text();
}

describe('settings of feeds', () => {
  test('are listed for all that sent something or have some, by name and page by page', async () => {
    await set('provider=later&feed=x', { expectedGapSeconds: 3_600 });
    const names: [string, string][] = [];
    for (let after: string | null = ''; after !== null;) {
      const query: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
      const { body } = await bench.call(`/v1/feeds?limit=1${query}`);
      const page = body as { feeds: { provider: string; feed: string }[]; next: string | null };
      names.push(...page.feeds.map(({ provider, feed }): [string, string] => [provider, feed]));
      after = page.next;
    }
    expect(names).toEqual([
      ['alpha', ''],
      ['alpha', 'sport'],
      ['beta/2', 'a b'],
      ['later', 'x'],
    ]);
    const one = await bench.call(`/v1/feeds?provider=${encodeURIComponent('beta/2')}`);
    expect(one.body).toMatchObject({ feeds: [{ provider: 'beta/2', updatedAt: null }], next: null });
  });

  test('a feed silent for longer than usual is told, until a longer gap is expected', async () => {
    // It goes on, while the test runs.
    await seeSilence(/^alpha has been silent for 2\d min, usually 10 s at most\.$/);
    expect(await set('provider=alpha', { expectedGapSeconds: 7_200 })).toMatchObject({
      status: 200,
      body: { provider: 'alpha', feed: '', usualGapSeconds: 10, silentAfterSeconds: 7_200 },
    });
    await seeNoSilence();
  });

  test('one too seldom to be watched is watched once a gap is expected, by page and alert', async () => {
    await set('provider=alpha&feed=sport', { expectedGapSeconds: 14_400 });
    await seeSilence(/^alpha \/ sport has been silent for 5(\.0)? h, expected 4(\.0)? h at most\.$/);
    expect(await readText('/metrics')).toMatch(
      /^wire_feed_silence_threshold_seconds\{provider="alpha",feed="sport"\} 14400$/m,
    );
  });

  test('a muted one is not told, by page nor alert, until its time is over', async () => {
    const end = new Date(Date.now() + HOUR_MS).toISOString();
    expect(await set('provider=alpha&feed=sport', { mute: { until: end, reason: REASON } })).toMatchObject({
      body: { expectedGapSeconds: 14_400, silentAfterSeconds: null, mute: { until: end, reason: REASON } },
    });
    await seeNoSilence();
    expect(await readText('/ops')).toContain(REASON);
    expect(await readText('/metrics')).not.toMatch(/threshold_seconds\{.*feed="sport"/);
    await bench.pool.query(`update feed_settings set muted_until = now() where mute_reason is not null`);
    await seeSilence(/^alpha \/ sport has been silent/);
    const { body } = await bench.call('/v1/feeds?provider=alpha');
    expect(body).toMatchObject({ feeds: [{}, { mute: null, silentAfterSeconds: 14_400 }] });
  });

  test('one muted for good is not told until that is taken back', async () => {
    const muted = await set('provider=alpha&feed=sport', { mute: { reason: REASON } });
    expect(muted.body).toMatchObject({ mute: { until: null, reason: REASON } });
    await seeNoSilence();
    await set('provider=alpha&feed=sport', { mute: null });
    await seeSilence(/^alpha \/ sport has been silent/);
  });

  test('say who changed what, from what to what', async () => {
    await set('provider=gamma', { expectedGapSeconds: 60 });
    await set('provider=gamma', { expectedGapSeconds: 60 });
    await set('provider=gamma', { expectedGapSeconds: null, mute: { until: null, reason: 'Closed.' } });
    const { rows } = await bench.pool.query(
      `select changes, actor from feed_changes where provider = 'gamma' order by created_at`,
    );
    expect(rows).toEqual([
      { actor: 'test', changes: { expectedGapSeconds: { from: null, to: 60 } } },
      {
        actor: 'test',
        changes: {
          expectedGapSeconds: { from: 60, to: null },
          mute: { from: null, to: { until: null, reason: 'Closed.' } },
        },
      },
    ]);
  });

  test('are changed by operators, seen by readers, and refused by name where they make no sense', async () => {
    const reader = await bench.makeKey(['read', 'edit']);
    expect((await set('provider=alpha', { expectedGapSeconds: 60 }, reader)).status).toBe(403);
    expect((await bench.call('/v1/feeds', { key: reader })).status).toBe(200);
    const operator = await bench.makeKey(['ops']);
    expect((await set('provider=alpha', { mute: null }, operator)).status).toBe(200);
    for (const [body, pointer] of [
      [{ expectedGapSeconds: 59 }, '/expectedGapSeconds'],
      [{ mute: { until: null } }, '/mute/reason'],
      [{ mute: { until: '2027-01-01', reason: 'x' } }, '/mute/until'],
      [{ mute: { until: '2001-01-01T00:00:00Z', reason: 'x' } }, '/mute/until'],
    ] as const)
      expect(await set('provider=alpha', body)).toMatchObject({
        status: 422,
        body: { errors: [{ pointer }] },
      });
    expect(await set('feed=x', { mute: null })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '?provider' }] },
    });
    expect(await bench.call('/v1/feeds?after=nonsense')).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '?after' }] },
    });
  });

  test('the command line sets and lists them, and wants a reason for a mute', async () => {
    const run = (...args: string[]) =>
      runCli(['feeds', ...args, '--url', bench.url], {
        env: { WRITETHRU_KEY: bench.key },
        cwd: process.cwd(),
      });
    const unsaid = await run('set', 'delta', '--mute', 'forever');
    expect(unsaid.code).toBe(1);
    expect(unsaid.stderr).toContain('--reason');
    await run('set', 'delta', '--feed', 'news', '--expected-gap', '90m');
    await run('set', 'delta', '--mute', '12h', '--reason', REASON);
    expect((await run('set', 'delta', '--mute', 'tomorrow', '--reason', REASON)).code).toBe(2);
    const { stdout } = await run('list', '--provider', 'delta');
    expect(stdout).toMatch(/^delta +- +- +- +- +never +until 2\d{3}-\d\d-\d\d \d\d:\d\dZ: No matches/m);
    expect(stdout).toMatch(/^delta +news +- +- +90 m +90 m +-$/m);
  });
});
