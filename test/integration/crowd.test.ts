import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readShingleSeed } from '@writethru/fingerprint';
import { acceptSubmissions, getActiveAlgorithm, openPool, type Pool } from '@writethru/store';
import { hashContent } from '@writethru/wire';

import { processBatch, type BatchDeps } from '../../services/clusterer/src/process-batch.ts';
import { TextCache } from '../../services/clusterer/src/text-cache.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeText } from '../support/made-text.ts';

// Many texts that have a paragraph in common and nothing else: each is a candidate of each, and that must stay cheap.
const PARAGRAPH = makeText(1, 40);
const CROWD = 40;

let database: TestDatabase;
let pool: Pool;
let deps: BatchDeps;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url, { maxConnections: 4, applicationName: 'test', onIdleError: () => {} });
  deps = {
    pool,
    seed: readShingleSeed((await getActiveAlgorithm(pool)).seed),
    log: { warn: () => {}, error: () => {} },
    texts: new TextCache(),
    maxAttempts: 3,
    leaseMs: 60_000,
  };
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function take(bodies: readonly string[]): Promise<void> {
  const results = await acceptSubmissions(
    pool,
    bodies.map((body) => {
      const content = { body, publishedAt: '2026-03-02T10:00:00.000Z' };
      return {
        submission: { provider: 'demo-wire', guid: hashContent(content), version: 0, content },
        contentHash: hashContent(content),
      };
    }),
  );
  await processBatch(
    deps,
    results.map((result) => (result.kind === 'accepted' ? result.articleId : '')),
  );
}

async function count(table: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`select count(*)::int as count from ${table}`);
  return rows[0]!.count;
}

test('texts with one paragraph in common are compared, and neither linked, locked nor read together', async () => {
  // The short ones have the paragraph among their first words, where a digest's item has its own.
  const bodies = Array.from(
    { length: CROWD },
    (_, at) => `${makeText(100 + at, at % 4 === 0 ? 60 : 300)}\n\n${PARAGRAPH}`,
  );
  for (let at = 0; at < CROWD; at += 10) await take(bodies.slice(at, at + 10));
  const { rows } = await pool.query<{ mean: number }>(
    'select avg(candidate_count)::float8 as mean from article_identities',
  );
  expect(rows[0]!.mean).toBeGreaterThan(10);
  expect(await count('components')).toBe(CROWD);
  expect(await count('stories')).toBe(CROWD);
  expect(await count('links')).toBe(0);
  expect(deps.texts!.readCount).toBe(0);
});

test('a digest that tells of three stories in their first lines is found out, however they come in', async () => {
  const items = [makeText(201, 200), makeText(202, 200), makeText(203, 200)];
  await take([items[0]!]);
  await take([items.map((item) => item.split(' ').slice(0, 45).join(' ')).join(' ')]);
  await take([items[1]!]);
  expect(await count('links')).toBe(0);
  await take([items[2]!]);
  expect(await count('related_articles')).toBe(3);
});
