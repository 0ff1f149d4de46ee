import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { quantileOf, totalOf } from '@writethru/domain';
import {
  beatProcess,
  endProcess,
  keepFailure,
  listMarks,
  listSamples,
  openPool,
  pauseClustering,
  readOpsSnapshot,
  resumeClustering,
  takeOpsSample,
  type FeedFacts,
  type OpsSnapshot,
  type Pool,
} from '@writethru/store';
import { makeProcessFacts } from '@writethru/runtime';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { measureAnew } from '../support/measure-anew.ts';
import { makeText } from '../support/made-text.ts';
import { until } from '../support/until.ts';

let bench: ApiBench;
let pool: Pool;
const HOUR_MS = 3_600_000;

beforeAll(async () => {
  bench = await startApiBench({ sampleEveryMs: HOUR_MS });
  ({ pool } = bench);
});

afterAll(() => bench.close());

/** Puts everything that was ever measured as far into the past as `seconds`. */
async function age(seconds: number): Promise<void> {
  await pool.query(`update ops_snapshot set measured_to = measured_to - make_interval(secs => $1)`, [
    seconds,
  ]);
}

/** Up to when a sample that is taken now measures: full ten seconds, of which the last three are left to the next. */
async function readSampleEnd(): Promise<number> {
  const { rows } = await pool.query<{ end: number }>(
    'select floor((extract(epoch from clock_timestamp()) - 3) / 10)::int as end',
  );
  return rows[0]!.end;
}

async function sample(): Promise<OpsSnapshot> {
  await measureAnew(pool);
  return (await readOpsSnapshot(pool))!;
}

const readPage = async (): Promise<string> =>
  String((await bench.call('/ops', { headers: { accept: 'text/html' } })).body);

const feedOf = (snapshot: OpsSnapshot, provider: string): FeedFacts =>
  snapshot.feeds.find((feed) => feed.provider === provider)!;

test('what flowed is counted once: by window, feed, ending and in counters that only grow', async () => {
  const text = makeText(1, 80);
  await bench.post([
    { provider: 'alpha', guid: 'a', headline: 'One', body: text },
    { provider: 'beta', guid: 'b', headline: 'One', body: text },
    { provider: 'beta', guid: 'c', headline: 'Two', body: makeText(2, 80), feed: 'sport' },
  ]);
  const snapshot = await sample();
  expect(snapshot.lastMinute).toMatchObject({ received: 3, clustered: 3, newStories: 2, duplicates: 1 });
  expect([totalOf(snapshot.lastMinute.lagCounts), quantileOf(snapshot.lastMinute.lagCounts, 0.5)]).toEqual([
    3, 3.75,
  ]);
  expect(snapshot.slo).toMatchObject({ target: 0.99, articles: 3, late: 0, burnRateLastHour: 0 });
  expect(
    snapshot.feeds.map(({ provider, feed, receivedLastDay }) => [provider, feed, receivedLastDay]),
  ).toEqual([
    ['alpha', '', 1],
    ['beta', '', 1],
    ['beta', 'sport', 1],
  ]);
  expect(snapshot.growth).toMatchObject([{ joined: 1, versionCount: 2, headline: 'One' }]);
  const counters = snapshot.counters.filter(({ name }) => name === 'ended');
  expect(counters.map(({ provider, label, value }) => [provider, label, value])).toEqual([
    ['alpha', 'new_story', 1],
    ['beta', 'duplicate', 1],
    ['beta', 'new_story', 1],
  ]);
  // A full ten seconds may have passed since; not after each sample.
  await until(async () => !(await takeOpsSample(pool, null)));
  await age(60);
  await pool.query(
    `update article_identities set ended_at = ended_at - interval '10 minutes', received_at = received_at - interval '10 minutes'`,
  );
  expect(await takeOpsSample(pool, null)).toBe(true);
  const later = (await readOpsSnapshot(pool))!;
  expect(later.counters.filter(({ name }) => name === 'ended')).toEqual(counters);
});

// What was measured before is measured again, as the window was moved back.
test('many at once take one sample, and it is the same in minutes and hours', async () => {
  let took: boolean[] = [];
  // Where a full ten seconds pass meanwhile, one sample more is due.
  await until(async () => {
    const before = await readSampleEnd();
    await sample();
    await age(25);
    took = await Promise.all(Array.from({ length: 6 }, () => takeOpsSample(pool, null)));
    return (await readSampleEnd()) === before;
  });
  expect(took.filter(Boolean)).toHaveLength(1);
  // What was moved back over the full hour lies in an hour that began more than an hour ago.
  const all = { from: new Date(Date.now() - 2 * HOUR_MS), to: new Date(Date.now() + HOUR_MS) };
  for (const resolution of [10, 60, 3600] as const) {
    const samples = await listSamples(pool, resolution, all);
    expect([resolution, samples.reduce((sum, one) => sum + one.received, 0)]).toEqual([resolution, 6]);
  }
});

test('a feed that was regular is told silent, one that is seldom is not watched', async () => {
  const snapshot = await sample();
  expect(feedOf(snapshot, 'alpha')).toMatchObject({ usualGapSeconds: null, silentAfterSeconds: null });
  const gaps = (count: number): string =>
    `array_fill(0, array[7]) || ${count}::bigint || array_fill(0, array[13])`;
  await pool.query(`insert into ops_feed_hours (hour, provider, feed, source_lag_counts, gap_counts, clustered, duplicates)
    select date_trunc('hour', now() - interval '3 days'), p.name, '', array_fill(0, array[21]),
           case p.name when 'regular' then ${gaps(60)} else ${gaps(5)} end, 100, 40
      from (values ('regular'), ('seldom')) p (name)`);
  await pool.query(`insert into ops_feeds (provider, feed, last_received_at)
    values ('regular', '', now() - interval '20 minutes'), ('seldom', '', now() - interval '20 minutes')`);
  await age(60);
  await takeOpsSample(pool, null);
  const learned = (await readOpsSnapshot(pool))!;
  expect(feedOf(learned, 'seldom')).toMatchObject({ silentAfterSeconds: null, gapsLearnedFrom: 5 });
  const regular = feedOf(learned, 'regular');
  // 99 of 100 gaps within ten seconds: five times that and a minute more, but five minutes at least.
  expect(regular).toMatchObject({
    silentAfterSeconds: 349.75,
    usualDuplicateShare: 0.4,
    gapsLearnedFrom: 60,
  });
  expect(regular.usualGapSeconds).toBeCloseTo(9.95);
  expect(regular.silenceSeconds).toBeGreaterThan(1_199);
  const page = await bench.call('/readyz');
  expect(page.body).toMatchObject({ health: 'DEGRADED' });
});

test('failures are grouped by reason, whatever article they name', async () => {
  const { rows } = await pool.query<{ id: string }>('select id from article_identities limit 2');
  for (const { id } of rows) await keepFailure(pool, id, `Nobody can read ${id} at 123456.`);
  // Those of the last seconds are left to the next sample, or not, by how long this takes.
  await pool.query(`update article_failures set at = clock_timestamp() - interval '20 seconds'`);
  const { failures, lastMinute } = await sample();
  expect(failures).toMatchObject([{ reason: 'Nobody can read … at ….', lastHour: 2, lastWeek: 2 }]);
  expect(lastMinute.failures).toBe(2);
});

test('processes are listed while they live', async () => {
  const ended = { ...makeProcessFacts('intake')(), memoryBytes: 5 };
  const silent = { ...makeProcessFacts('query')(), memoryBytes: 5 };
  const list = async (): Promise<string[]> => (await sample()).processes.map(({ service }) => service);
  await beatProcess(pool, ended);
  await beatProcess(pool, silent);
  expect(await list()).toEqual(['clusterer', 'intake', 'ops', 'query']);
  // The others are of the bench, and may say at any time that they live.
  await pool.query(`update ops_processes set seen_at = now() - interval '31 seconds' where id = $1`, [
    silent.id,
  ]);
  await endProcess(pool, ended.id);
  expect(await list()).toEqual(['clusterer', 'ops']);
});

test('starts, pauses and replays are marks of their time; a dry run is none', async () => {
  const from = new Date(Date.now() - HOUR_MS);
  const operator = { keyId: 'k', actor: 'oncall', reason: 'a test' };
  await pauseClustering(pool, operator);
  await resumeClustering(pool, operator);
  await pool.query(
    `insert into replays (id, is_dry_run, is_forced, state, from_version, algorithm_version, requested_by, ended_at)
     select gen_random_uuid(), n = 1, false, 'done', 2, 2 + n, 'editor', now() + interval '1 second' from generate_series(1, 2) n`,
  );
  await pool.query(
    `update ops_processes set started_at = now() - interval '5 minutes', seen_at = now() - interval '4 minutes'`,
  );
  const marks = await listMarks(pool, from, 50);
  expect(marks.map(({ kind, who, version }) => [kind, who, version])).toEqual([
    ['start', 'clusterer, intake, ops, query', expect.stringMatching(/^\d+\.\d+/)],
    ['pause', 'oncall', ''],
    ['resume', 'oncall', ''],
    ['replay', 'editor', '4'],
    ['replay_end', 'done', '4'],
  ]);
  expect((await listMarks(pool, from, 1)).map(({ kind }) => kind)).toHaveLength(1);
  await until(async () =>
    /pause by oncall[\s\S]*resume by oncall[\s\S]*replay to version 4 by editor/.test(await readPage()),
  );
});

test('keys that are skipped are counted of the last articles, once the version in force has stop keys', async () => {
  expect((await sample()).skippedKeys).toMatchObject({ stopKeys: 0, articles: 0 });
  await pool.query(
    `insert into stop_keys (algorithm_version, key)
     select g.id, k.key from algorithm_versions g, fingerprints f, unnest(f.keys) k (key)
      where g.is_active and f.id = (select min(fingerprint_id) from article_identities where provider = 'alpha')
     on conflict do nothing`,
  );
  const { skippedKeys } = await sample();
  const { articles, touchedArticles, bareArticles, stopKeys, skipped } = skippedKeys;
  // Alpha and beta sent the same text.
  expect([articles, touchedArticles, bareArticles, skipped]).toEqual([3, 2, 2, 2 * stopKeys]);
  expect(stopKeys).toBeGreaterThan(10);
  await until(async () => /articles with one[\s\S]*2 of 3/.test(await readPage()));
});

test('without Postgres there is no sample, and nothing is broken', async () => {
  const away = openPool('postgres://nobody:x@127.0.0.1:1/nothing', {
    maxConnections: 1,
    applicationName: 'test',
    onIdleError: () => {},
  });
  await expect(takeOpsSample(away, null)).rejects.toMatchObject({ code: 'unavailable' });
  await away.end();
});
