import fc from 'fast-check';
import { readShingleSeed } from '@writethru/fingerprint';
import { acceptSubmissions, getActiveAlgorithm, type Pool } from '@writethru/store';
import { hashContent } from '@writethru/wire';

import { prepareArticle } from '../../../services/clusterer/src/prepare.ts';
import type { ClustererPoint } from '../../../services/clusterer/src/process-batch.ts';
import { makeRandom } from '../made-text.ts';
import { until } from '../until.ts';
import { nameArticle, toContent, type Corpus, type CorpusArticle } from './corpus.ts';
import { MortalClusterer } from './mortal-clusterer.ts';
import type { ReferenceArticle } from './reference-pairs.ts';
import { writePartition } from './reference.ts';

/** How a corpus comes in. */
export interface Schedule {
  seed: number;
  clusterers: number;
  maxBatch: number;
  /** Share of the batches that are delivered twice. */
  duplicatePercent: number;
  /** A short one lets two clusterers do the same batch at once. */
  leaseMs: number;
  /** Where a clusterer is killed, each once. */
  kills: ClustererPoint[];
}

const POINTS: ClustererPoint[] = ['after_claim', 'after_publish', 'after_search', 'in_unite', 'after_unite'];

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.nat(1_000_000),
  clusterers: fc.integer({ min: 1, max: 4 }),
  maxBatch: fc.integer({ min: 2, max: 64 }),
  duplicatePercent: fc.integer({ min: 0, max: 50 }),
  leaseMs: fc.constantFrom(60, 1_000),
  kills: fc.subarray(POINTS, { maxLength: 3 }),
});

/** Empties the store, posts the corpus in the schedule's order, clusters it, and answers the stories. */
export async function runSchedule(
  databaseUrl: string,
  pool: Pool,
  corpus: Corpus,
  schedule: Schedule,
): Promise<string[][]> {
  await pool.query(
    'truncate chains, article_identities, articles, fingerprints, digest_items, links, components, component_members, editor_constraints, stories, versions, events',
  );
  await addConstraints(pool, corpus);
  const random = makeRandom(schedule.seed);
  const ids = await acceptArticles(pool, arrange(corpus.articles, random));
  const batches = cut(ids, schedule, random);
  const kills = [...schedule.kills];
  const clusterers = Array.from(
    { length: schedule.clusterers },
    (_, at) =>
      new MortalClusterer({ databaseUrl, pool, leaseMs: schedule.leaseMs, kills, name: `mortal-${at}` }),
  );
  const runAll = (queue: string[][]): Promise<unknown> =>
    Promise.all(
      clusterers.map(async (clusterer) => {
        for (let batch = queue.shift(); batch !== undefined; batch = queue.shift())
          await clusterer.run(batch);
      }),
    );
  await runAll(batches);
  // What the dead left behind, as the sweeper would find it.
  await until(async () => {
    const { rows } = await pool.query<{ id: string }>(
      `select id from article_identities where state in ('accepted', 'published') order by id`,
    );
    await runAll(rows.length === 0 ? [] : [rows.map((row) => row.id)]);
    return rows.length === 0;
  });
  await Promise.all(clusterers.map((clusterer) => clusterer.end()));
  return readStories(pool);
}

/** What the reference is to partition. */
export async function toReference(pool: Pool, corpus: Pick<Corpus, 'articles'>): Promise<ReferenceArticle[]> {
  const seed = readShingleSeed((await getActiveAlgorithm(pool)).seed);
  return corpus.articles.map((article) => {
    const { provider, guid, version, body, publishedAt } = article;
    const said = { headline: null, slugline: null, edNote: null, signals: [], altIds: [], storyKey: null };
    const claimed = { provider, guid, version, body, ...said, attempts: 0 };
    const { fingerprint } = prepareArticle(
      { ...claimed, id: nameArticle(article), effectiveAtMs: Date.parse(publishedAt) },
      seed,
    );
    return {
      name: nameArticle(article),
      provider,
      guid,
      version,
      contentHash: hashContent(toContent(article)),
      fingerprint,
    };
  });
}

function arrange(articles: readonly CorpusArticle[], random: () => number): CorpusArticle[] {
  const shuffled = articles
    .map((article) => ({ article, rank: random() + (article.isLate ? 1 : 0) }))
    .sort((a, b) => a.rank - b.rank);
  return shuffled.map(({ article }) => article);
}

/** Takes articles in as intake does. Answers their ids; throws where one was not new. */
export async function acceptArticles(pool: Pool, articles: readonly CorpusArticle[]): Promise<string[]> {
  const results = await acceptSubmissions(
    pool,
    articles.map((article) => {
      const content = toContent(article);
      const { provider, guid, version } = article;
      return { submission: { provider, guid, version, content }, contentHash: hashContent(content) };
    }),
  );
  return results.map((result) => {
    if (result.kind !== 'accepted') throw new Error(`The corpus is wrong: ${JSON.stringify(result)}`);
    return result.articleId;
  });
}

/** Batches of random size; some come twice, the second time anywhere later. */
function cut(ids: readonly string[], schedule: Schedule, random: () => number): string[][] {
  const batches: string[][] = [];
  for (let start = 0; start < ids.length;) {
    const size = 1 + Math.floor(random() * schedule.maxBatch);
    batches.push(ids.slice(start, start + size));
    start += size;
  }
  const repeated = batches.filter(() => random() * 100 < schedule.duplicatePercent);
  for (const batch of repeated) {
    const at = batches.indexOf(batch) + 1;
    batches.splice(at + Math.floor(random() * (batches.length - at + 1)), 0, batch);
  }
  return batches;
}

async function addConstraints(pool: Pool, corpus: Corpus): Promise<void> {
  const providerOf = new Map(corpus.articles.map(({ guid, provider }) => [guid, provider]));
  for (const { kind, guids } of corpus.constraints) {
    const [a, b] = guids;
    await pool.query(
      `insert into editor_constraints (id, kind, a_provider, a_guid, b_provider, b_guid, actor, reason)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, 'an editor', 'a test')`,
      [kind, providerOf.get(a), a, providerOf.get(b), b],
    );
  }
}

/** The stories of a store, as the reference writes a partition. */
export async function readStories(pool: Pool): Promise<string[][]> {
  const { rows } = await pool.query<{ names: string[] }>(
    `select array_agg(guid || '#' || version) as names from versions group by story_id`,
  );
  return writePartition(rows.map((row) => row.names));
}
