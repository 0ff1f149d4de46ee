import { createApiKey, migrate, openPool, takeOpsSample, type Pool } from '@writethru/store';

import { until } from '../../support/until.ts';
import { startChild } from '../child.ts';
import { makeCorpus } from '../corpus.ts';
import { startBenchServers } from '../servers.ts';
import { median, percentile, roundFigure } from '../statistics.ts';
import { scaleCount, type Row, type Suite, type SuiteResult } from '../suite.ts';
import { fillStore } from './fill-store.ts';
import { startViewer, timeAnswers, type Place, type Viewer } from './view-pages.ts';

const FILL = { stories: 200_000, failures: 100_000, quarantined: 1_000, providers: 100 };
const REAL_ARTICLES = 2_000;
const BATCH = 200;
const SAMPLES = 15;

/** First views of the ops page and the desk, on a store that is full. */
export const pagesSuite: Suite = {
  name: 'ops',
  isOnlyByName: true,
  async run(say, share): Promise<SuiteResult> {
    const servers = await startBenchServers();
    const stops = [() => servers.stop()];
    try {
      const databaseUrl = await servers.createDatabase('bench_pages');
      await migrate(databaseUrl);
      const pool = openPool(databaseUrl, {
        maxConnections: 2,
        applicationName: 'bench',
        statementTimeoutMs: 600_000,
        onIdleError: () => {},
      });
      stops.unshift(() => pool.end());
      const { key } = await createApiKey(pool, { holder: 'bench', holderKind: 'system', scopes: ['admin'] });
      const env = { DATABASE_URL: databaseUrl, REDIS_URL: servers.redis.url };
      say(`ops: ${REAL_ARTICLES} articles through intake and clusterer`);
      await postArticles(pool, env, key);
      say('ops: copies of their stories');
      const held = await fillStore(pool, { ...FILL, stories: scaleCount(FILL.stories, share) });
      const children = [];
      for (const service of ['clusterer', 'ops', 'query'] as const) {
        const child = await startChild(`services/${service}/src/main.ts`, env);
        stops.unshift(() => child.stop());
        children.push(child);
      }
      const [, ops, query] = children;
      const viewer = await startViewer([ops!.url, query!.url], key);
      if (viewer !== null) stops.unshift(() => viewer.close());
      const places = await listPlaces(pool, ops!.url, query!.url);
      const rows: Row[] = [];
      for (const place of places) {
        say(`ops: ${place.name}`);
        rows.push(await measure(place, key, viewer));
      }
      say('ops: the sampler');
      const samplerMs = await timeSampler(pool);
      return toResult(held, rows, samplerMs);
    } finally {
      for (const stop of stops) await stop();
    }
  },
};

async function postArticles(
  pool: Pool,
  env: { DATABASE_URL: string; REDIS_URL: string },
  key: string,
): Promise<void> {
  const intake = await startChild('services/intake/src/main.ts', env);
  const clusterer = await startChild('services/clusterer/src/main.ts', env);
  const startMs = Date.now() - REAL_ARTICLES * 1_000;
  const corpus = makeCorpus({ seed: 6, count: REAL_ARTICLES, startMs }).map((article) => ({
    provider: 'bench',
    version: 0,
    ...article,
  }));
  for (let at = 0; at < corpus.length; at += BATCH) {
    const response = await fetch(`${intake.url}/v1/articles/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(corpus.slice(at, at + BATCH)),
    });
    if (!response.ok) throw new Error(`Intake answered ${response.status}.`);
  }
  await until(async () => {
    const { rows } = await pool.query<{ left: number }>(
      `select (select count(*)::int from article_identities where state <> 'clustered')
            + (select count(*)::int from stories where lead_article_id is distinct from text_lead_id) as left`,
    );
    return rows[0]!.left === 0;
  }, 300_000);
  await Promise.all([intake.stop(), clusterer.stop()]);
}

async function listPlaces(pool: Pool, ops: string, desk: string): Promise<Place[]> {
  const { rows } = await pool.query<{ story: string; word: string }>(
    `select s.id as story, split_part(a.headline, ' ', 1) as word
       from stories s join articles a on a.id = s.lead_article_id order by s.version_count desc, s.id limit 1`,
  );
  const { story, word } = rows[0]!;
  return [
    { name: '/ops', origin: ops, path: '/ops' },
    { name: '/ops, lag of 90 days', origin: ops, path: '/ops?range=90d' },
    { name: '/ops/quarantine', origin: ops, path: '/ops/quarantine' },
    { name: '/desk', origin: desk, path: '/desk' },
    { name: '/desk, search for a word', origin: desk, path: `/desk?q=${encodeURIComponent(word)}` },
    { name: '/desk/stories, the largest', origin: desk, path: `/desk/stories/${story}` },
  ];
}

async function measure(place: Place, key: string, viewer: Viewer | null): Promise<Row> {
  const { ms, bytes } = await timeAnswers(place, key);
  const views = viewer === null ? null : await viewer.timeViews(place);
  return {
    name: place.name,
    figures: {
      'server, first ms': roundFigure(ms[0]!),
      'server p50 ms': roundFigure(median(ms)),
      'server max ms': roundFigure(Math.max(...ms)),
      'DOMContentLoaded p50 ms': views === null ? 'no Chromium' : roundFigure(median(views)),
      'DOMContentLoaded max ms': views === null ? 'no Chromium' : roundFigure(Math.max(...views)),
      KiB: roundFigure(bytes / 1024),
    },
  };
}

/** One sample after the other, each of ten seconds. */
async function timeSampler(pool: Pool): Promise<number[]> {
  const ms: number[] = [];
  while (ms.length < SAMPLES) {
    await pool.query(`update ops_snapshot set measured_to = measured_to - interval '10 seconds'`);
    const startMs = performance.now();
    // False where the ops process was at it just then.
    if (await takeOpsSample(pool, null)) ms.push(performance.now() - startMs);
  }
  return ms;
}

function toResult(
  held: { stories: number; articles: number; failures: number },
  rows: Row[],
  samplerMs: readonly number[],
): SuiteResult {
  const count = (value: number): string => value.toLocaleString('en-US');
  const figure = (name: string, column: string): Record<string, number> => {
    const value = rows.find((row) => row.name === name)?.figures[column];
    return typeof value === 'number' ? { [`${name} ${column}`]: value } : {};
  };
  return {
    title: 'Pages',
    about: `A store of ${count(held.stories)} stories (${count(held.articles)} articles: ${count(REAL_ARTICLES)} that went through the services, and copies of their rows), ${count(held.failures)} failures, ${count(FILL.providers)} feeds and weeks of samples. The server's time is from the request to the last byte, each view more than a second after the one before, so that its figures are taken anew; Chromium's is a browser that has loaded nothing before. The sampler takes ${roundFigure(median(samplerMs))} ms (p95 ${roundFigure(percentile(samplerMs, 0.95))}) every ten seconds, however many look.`,
    rows,
    goals: {
      ...figure('/ops', 'server p50 ms'),
      ...figure('/ops', 'DOMContentLoaded p50 ms'),
      ...figure('/desk', 'server p50 ms'),
      ...figure('/desk', 'DOMContentLoaded p50 ms'),
      samplerP50Ms: roundFigure(median(samplerMs)),
    },
  };
}
