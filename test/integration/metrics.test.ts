import { readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AppError } from '@writethru/domain';
import { createHttpApp, createLogger, createMetricsRouter, createProcessMetrics } from '@writethru/runtime';
import { readOpsSnapshot, takeOpsSample, type Pool } from '@writethru/store';
import request from 'supertest';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { makeText } from '../support/made-text.ts';
import { describeWithPromtool, runPromtool } from '../support/promtool.ts';
import { readSeries, sumOf } from '../support/read-series.ts';
import { until } from '../support/until.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

let bench: ApiBench;
let pool: Pool;

beforeAll(async () => {
  bench = await startApiBench({ sampleEveryMs: 3_600_000 });
  ({ pool } = bench);
});

afterAll(() => bench.close());

/** What is scraped once the sampler has measured all that ended, as if it had ended twenty seconds ago. */
async function scrape(): Promise<string> {
  // By the one time of the statement: between two readings of the clock any time may pass.
  await pool.query(`update article_identities set received_at = now() - interval '22 seconds',
    ended_at = now() - interval '20 seconds' where ended_at > now() - interval '15 seconds'`);
  await pool.query(`insert into ops_snapshot (measured_to, taken_at, snapshot)
    values (date_bin('10 seconds', clock_timestamp() - interval '40 seconds', timestamptz 'epoch'), clock_timestamp(), '{}')
    on conflict (is_only) do update set measured_to = excluded.measured_to`);
  await takeOpsSample(pool, { kind: 'postgres', counts: { waiting: 0 }, redis: null });
  // Further scrapes would measure the same articles again.
  await pool.query(`update article_identities set received_at = received_at - interval '1 hour',
    ended_at = ended_at - interval '1 hour' where ended_at is not null`);
  const { takenAt } = (await readOpsSnapshot(pool))!;
  const clustered = await pool.query(`select 1 from article_identities where state = 'clustered'`);
  let text = '';
  // Figures are up to a second old, and the clusterer counts an article a moment after the store has its story.
  await until(async () => {
    text = (await bench.call('/metrics')).body as string;
    const series = readSeries(text);
    const sampledAt = series.get('wire_sampler_last_sample_timestamp_seconds') ?? 0;
    const counted = series.get('wire_job_attempts_total{outcome="success"}') ?? 0;
    return sampledAt >= Date.parse(takenAt) / 1000 && counted >= clustered.rowCount!;
  });
  return text;
}

test('flows of all services are counted by feed and by what became of each article', async () => {
  const text = makeText(1, 80);
  await bench.post([
    { provider: 'alpha', guid: 'a', headline: 'One', body: text },
    { provider: 'beta', guid: 'b', headline: 'One', body: text, feed: 'sport' },
    { provider: 'beta', guid: 'c', headline: 'Two', body: makeText(2, 80) },
  ]);
  const series = readSeries(await scrape());
  expect(series.get('wire_articles_received_total{provider="alpha",feed=""}')).toBe(1);
  expect(series.get('wire_articles_clustered_total{provider="beta",feed="sport",decision="duplicate"}')).toBe(
    1,
  );
  expect(series.get('wire_articles_clustered_total{provider="beta",feed="sport",decision="joined"}')).toBe(0);
  expect(sumOf(series, 'wire_articles_clustered_total')).toBe(3);
  expect(series.get('wire_article_received_to_clustered_seconds_count')).toBe(3);
  expect(series.get('wire_article_received_to_clustered_seconds_bucket{le="1"}')).toBe(0);
  expect(series.get('wire_article_received_to_clustered_seconds_bucket{le="2.5"}')).toBe(3);
  expect(series.get('wire_article_received_to_clustered_seconds_sum')).toBeCloseTo(6, 3);
  expect(series.get('wire_processes{service="clusterer"}')).toBe(1);
  expect(series.get('wire_dependency_up{dependency="postgres"}')).toBe(1);
});

test('a process counts what it took, what it refused and why, and how long its stages took', async () => {
  const article = { provider: 'gamma', guid: 'once', headline: 'Once', body: makeText(3, 80) };
  const before = readSeries(await scrape());
  await bench.post([article]);
  await bench.post([article]);
  expect((await bench.call('/v1/articles', { body: { provider: 'gamma' } })).status).toBe(422);
  expect((await bench.call('/v1/articles', { body: article, key: 'wrong' })).status).toBe(401);
  const mixed = await bench.call('/v1/articles/batch', { body: [{ provider: 'gamma' }] });
  expect(mixed.body).toMatchObject({ refused: 1 });
  const after = readSeries(await scrape());
  const rise = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  expect(rise('wire_intake_articles_total{outcome="accepted"}')).toBe(1);
  expect(rise('wire_intake_articles_total{outcome="repeated"}')).toBe(1);
  expect(rise('wire_intake_rejected_total{reason="invalid_input"}')).toBe(2);
  expect(rise('wire_intake_rejected_total{reason="unauthenticated"}')).toBe(1);
  expect(rise('wire_job_attempts_total{outcome="success"}')).toBe(1);
  for (const stage of ['fingerprint', 'publish', 'search', 'unite'])
    expect(rise(`wire_stage_duration_seconds_count{stage="${stage}"}`)).toBe(1);
  expect(after.get('wire_intake_backpressure')).toBe(0);
  expect(rise('http_request_duration_seconds_count{method="POST",route="/v1/articles",code="422"}')).toBe(1);
});

test('a sender that makes up a label for each article makes no more than a hundred feeds, and loses no count', async () => {
  const flood = (from: number, count: number): object[] =>
    Array.from({ length: count }, (_none, at) => ({
      provider: 'flood',
      guid: `f${from + at}`,
      feed: `label-${from + at}`,
      headline: `Label ${from + at}`,
    }));
  await bench.post(flood(0, 90));
  const first = readSeries(await scrape());
  await bench.post(flood(60, 60).concat(flood(200, 10)));
  const second = readSeries(await scrape());
  const feeds = [...second.keys()].filter((key) => key.startsWith('wire_articles_received_total{'));
  expect(feeds).toHaveLength(101);
  expect(second.get('wire_articles_received_total{provider="(others)",feed=""}')).toBeGreaterThan(0);
  expect(sumOf(second, 'wire_articles_received_total')).toBe(
    sumOf(first, 'wire_articles_received_total') + 40,
  );
  const counters = [...first].filter(([key]) => key.startsWith('wire_articles_'));
  expect(counters.filter(([key, value]) => (second.get(key) ?? 0) < value)).toEqual([]);
});

test('figures stay for those who had them while no key can be checked, and for nobody else', async () => {
  const state = { isAway: false };
  const authenticate = () =>
    state.isAway
      ? Promise.reject(new AppError('unavailable', 'Postgres does not answer.'))
      : Promise.resolve({ keyId: 'k', holder: 'h', holderKind: 'system' as const, scopes: ['read'] });
  const { registry } = createProcessMetrics('test', pool);
  const logger = createLogger({ service: 'test', level: 'silent' });
  const app = createHttpApp({ logger, routers: [createMetricsRouter(registry, authenticate)] });
  const ask = async (key: string): Promise<number> =>
    (await request(app).get('/metrics').set('authorization', `Bearer ${key}`)).status;
  expect(await ask('prometheus')).toBe(200);
  state.isAway = true;
  expect(await ask('prometheus')).toBe(200);
  expect(await ask('stranger')).toBe(503);
});

test('rules, dashboard and docs name no figure that a running service does not tell', async () => {
  const told = [...(await scrape()).matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  const metrics = told.map(([, name]) => name!);
  const series = told.flatMap(([, name, type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name!],
  );
  for (const file of ['prometheus/writethru.rules.yml', 'grafana/dashboards/writethru.json']) {
    const text = readFileSync(path.join(ROOT, 'deploy', file), 'utf8');
    const named = [...new Set(text.match(/\b(?:wire|http|process|nodejs|bullmq)_[a-z_]+\b/g))];
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !series.includes(name))).toEqual([]);
  }
  const table = readFileSync(path.join(ROOT, 'docs/operations.md'), 'utf8').split('\n## Metrics')[1]!;
  const documented = table.match(/`(?:wire|http|bullmq)_[a-z_]+`/g)!.map((name) => name.slice(1, -1));
  const ours = metrics.filter((name) => /^(wire|http|bullmq)_/.test(name));
  expect(documented.sort()).toEqual(ours.sort());
});

describeWithPromtool('promtool', () => {
  test('finds nothing to remark in what is scraped', async () => {
    expect(runPromtool(['check', 'metrics'], await scrape())).toEqual({ code: 0, output: '' });
  });
});
