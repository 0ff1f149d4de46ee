import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openPool, type Pool } from '@writethru/store';
import fc from 'fast-check';

import { runMortalImport } from '../support/archive/mortal-import.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { corpusPlans, makeCorpus, type CorpusArticle } from '../support/order/corpus.ts';
import { MortalClusterer } from '../support/order/mortal-clusterer.ts';
import { partitionByBruteForce } from '../support/order/reference.ts';
import { acceptArticles, readStories, toReference } from '../support/order/run-schedule.ts';
import { until } from '../support/until.ts';

let database: TestDatabase;
let pool: Pool;
let expected: string[][];
const [plan] = fc.sample(corpusPlans, { numRuns: 1, seed: 20_261 });
const corpus = makeCorpus(plan!);

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url, { maxConnections: 4, applicationName: 'test', onIdleError: () => {} });
  expected = partitionByBruteForce(await toReference(pool, corpus), []).stories;
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Every other article comes live; the rest is the archive. */
function halve(articles: readonly CorpusArticle[]): { live: CorpusArticle[]; archive: CorpusArticle[] } {
  return {
    live: articles.filter((_, at) => at % 2 === 0),
    archive: articles.filter((_, at) => at % 2 === 1),
  };
}

async function clusterLive(articles: readonly CorpusArticle[]): Promise<void> {
  const clusterer = new MortalClusterer({
    databaseUrl: database.url,
    pool,
    leaseMs: 1_000,
    kills: [],
    name: 'live',
  });
  for (let at = 0; at < articles.length; at += 9)
    await clusterer.run(await acceptArticles(pool, articles.slice(at, at + 9)));
  await until(async () => {
    const { rows } = await pool.query<{ id: string }>(
      `select id from article_identities where state in ('accepted', 'published') and import_id is null order by id`,
    );
    if (rows.length > 0) await clusterer.run(rows.map(({ id }) => id));
    return rows.length === 0;
  });
  await clusterer.end();
}

describe('an archive that comes in beside live news, killed on its way', () => {
  const { live, archive } = halve(corpus.articles);

  test.each([
    ['at no point', 1, []],
    ['before a batch is committed, and before another is united', 1, ['in_take', 'in_unite'] as const],
    ['when a batch is published and not searched for', 1, ['after_publish'] as const],
    ['at no point, by three lanes', 3, []],
    ['before a batch of one of three lanes is committed or united', 3, ['in_take', 'in_unite'] as const],
  ])(
    'ends in the stories of brute force, nothing lost and nothing twice: %s',
    async (_when, lanes, kills) => {
      await pool.query(
        `truncate chains, article_identities, articles, fingerprints, digest_items, links, components, component_members,
       stories, versions, events, archive_imports, article_traits, article_heads, article_sluglines`,
      );
      const lines = archive.map(({ body, isLate: _isLate, ...fields }) =>
        JSON.stringify(body === '' ? { ...fields, pubStatus: 'canceled' } : { ...fields, body }),
      );
      const [runs] = await Promise.all([
        runMortalImport({ databaseUrl: database.url, pool, lines, maxPieces: 40, lanes, kills: [...kills] }),
        clusterLive(live),
      ]);
      expect(runs).toBe(kills.length + 1);
      const { rows } = await pool.query<{ state: string; count: number; backfill: number }>(
        `select state, count(*)::int as count, (count(*) filter (where import_id is not null and is_backfill))::int as backfill
         from article_identities group by state`,
      );
      expect(rows).toEqual([{ state: 'clustered', count: corpus.articles.length, backfill: archive.length }]);
      expect(await readStories(pool)).toEqual(expected);
    },
    120_000,
  );
});
