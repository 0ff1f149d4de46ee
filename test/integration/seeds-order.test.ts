import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readShingleSeed } from '@writethru/fingerprint';
import { loadExpectedStories, loadSeeds, type SeedSubmission } from '@writethru/seeds';
import { acceptSubmissions, getActiveAlgorithm, openPool, type Pool } from '@writethru/store';
import { hashContent } from '@writethru/wire';

import { processBatch, type BatchDeps } from '../../services/clusterer/src/process-batch.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeRandom } from '../support/made-text.ts';

const DAY_MS = 86_400_000;
/** A brief, its full story, and three that stand alone. */
const FIVE = [
  'wire-bridge-1',
  'wire-bridge-2',
  'herald-20398',
  'courier-bathing-lake',
  'courier-apple-harvest',
];
const RANDOM_ORDERS = 12;

let database: TestDatabase;
let pool: Pool;
let deps: BatchDeps;
let rounds = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url, { maxConnections: 8, applicationName: 'test', onIdleError: () => {} });
  const algorithm = await getActiveAlgorithm(pool);
  deps = {
    pool,
    seed: readShingleSeed(algorithm.seed),
    log: { warn: () => {}, error: () => {} },
    maxAttempts: 5,
    leaseMs: 60_000,
  };
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/**
 * Clusters the seeds in the order given, `lanes` at a time, and answers the stories as lists of guids. Each round plays
 * at a time of its own, far from the others, under guids of its own.
 */
async function cluster(seeds: readonly SeedSubmission[], lanes = 1): Promise<string[][]> {
  const round = rounds++;
  const results = await acceptSubmissions(
    pool,
    seeds.map(({ provider, guid, version, publishedAt, ...rest }) => {
      const time = new Date(Date.parse(publishedAt) + round * 10 * DAY_MS).toISOString();
      const content = { ...rest, publishedAt: time };
      const submission = { provider, guid: `${round}/${guid}`, version, content };
      return { submission, contentHash: hashContent(content) };
    }),
  );
  const queue = results.flatMap((result) => (result.kind === 'accepted' ? [result.articleId] : []));
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let id = queue.shift(); id !== undefined; id = queue.shift()) await processBatch(deps, [id]);
    }),
  );
  const { rows } = await pool.query<{ guids: string[] }>(
    `select array_agg(distinct split_part(guid, '/', 2)) as guids from versions where guid like $1 group by story_id`,
    [`${round}/%`],
  );
  return sortStories(rows.map((row) => row.guids));
}

function sortStories(stories: readonly (readonly string[])[]): string[][] {
  return stories
    .map((guids) => guids.toSorted((a, b) => a.localeCompare(b)))
    .sort((a, b) => a[0]!.localeCompare(b[0]!));
}

function listOrders<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((first, at) => listOrders(items.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}

const seeds = loadSeeds(new Date('2010-01-01T12:00:00.000Z'));
const five = seeds.filter((seed) => FIVE.includes(seed.guid));

const fiveStories = sortStories([FIVE.slice(0, 2), ...FIVE.slice(2).map((guid) => [guid])]);

test('a brief, its full story and three others are four stories, in each of the 120 orders', async () => {
  const orders = listOrders(five);
  expect(orders).toHaveLength(120);
  // Eight at a time: they are days apart, and know nothing of each other.
  while (orders.length > 0) {
    const stories = await Promise.all(orders.splice(0, 8).map((order) => cluster(order)));
    for (const one of stories) expect(one).toEqual(fiveStories);
  }
});

test('… and when all five come at once', async () => {
  for (let at = 0; at < 20; at++) expect(await cluster(five, five.length)).toEqual(fiveStories);
});

test('all seeds make the expected stories, in any order and all at once', async () => {
  const expected = sortStories(loadExpectedStories());
  const random = makeRandom(1);
  for (let at = 0; at < RANDOM_ORDERS; at++) {
    const order = seeds.map((seed) => ({ seed, rank: random() })).sort((a, b) => a.rank - b.rank);
    const lanes = at % 2 === 0 ? 1 : 8;
    expect(
      await cluster(
        order.map(({ seed }) => seed),
        lanes,
      ),
    ).toEqual(expected);
  }
});
