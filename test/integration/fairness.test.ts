import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openProducer, prepareBackend, type QueueBackend } from '@writethru/queue';
import { createClusterer } from '@writethru/service-clusterer';
import { acceptSubmissions, openPool, readBacklog, type Pool } from '@writethru/store';
import { hashContent } from '@writethru/wire';

import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeText } from '../support/made-text.ts';
import { testRedisUrl } from '../support/redis.ts';
import { until } from '../support/until.ts';

const BATCH = 16;
const FLOOD = 480;
const log = { warn: () => {}, error: () => {} };

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url, { maxConnections: 8, applicationName: 'test', onIdleError: () => {} });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Takes articles in that nobody is told of yet. Answers their ids. */
async function accept(provider: string, count: number): Promise<string[]> {
  const items = Array.from({ length: count }, (_one, at) => {
    const guid = `${provider}-${crypto.randomUUID()}`;
    const content = { headline: guid, body: `${provider} ${makeText(at, 60)}` };
    return { submission: { provider, guid, content }, contentHash: hashContent(content) };
  });
  const results = await acceptSubmissions(pool, items, { graceMs: 3_600_000 });
  return results.map((result) => (result.kind === 'accepted' ? result.articleId : 'refused'));
}

/** Clusters all that the queue holds, and answers which batch each article was in first, in order of the batches. */
async function clusterAll(backend: QueueBackend, announced: readonly string[]): Promise<Map<string, number>> {
  await prepareBackend(backend);
  const producer = openProducer({ backend, onError: () => {}, callTimeoutMs: 30_000 });
  await until(async () => {
    await producer.announce(announced);
    return ((await producer.countJobs())['waiting'] ?? 0) >= announced.length;
  });
  const batchOf = new Map<string, number>();
  let batches = 0;
  const clusterer = await createClusterer({
    pool,
    backend,
    producer,
    log,
    maxAttempts: 3,
    batchMaxArticles: BATCH,
    batchMaxWaitMs: 10,
    observe: (point, ids) => {
      if (point === 'after_claim') {
        for (const id of ids) if (!batchOf.has(id)) batchOf.set(id, batches);
        batches++;
      }
      return Promise.resolve();
    },
  });
  await until(async () => {
    const { accepted, published } = await readBacklog(pool);
    return accepted + published === 0;
  });
  await clusterer.stop();
  await producer.close();
  return batchOf;
}

const redisUrl = testRedisUrl();
const backends: [string, () => QueueBackend | null][] = [
  ['Postgres', () => ({ kind: 'postgres', databaseUrl: database.url })],
  ['Redis', () => (redisUrl === null ? null : { kind: 'redis', redisUrl })],
];

describe.each(backends)('with the queue on %s', (_name, backendOf) => {
  test('a provider that sent little, after one that sent much, is in the next batches and not the last', async () => {
    const backend = backendOf();
    if (backend === null) return;
    const flood = await accept('flood', FLOOD);
    const few = [...(await accept('zeta', 2)), ...(await accept('alpha', 2)), ...(await accept('mid', 1))];
    const batchOf = await clusterAll(backend, [...flood, ...few]);
    const last = Math.max(...flood.map((id) => batchOf.get(id)!));
    expect(last).toBeGreaterThan(15);
    for (const id of few) expect(batchOf.get(id)).toBeLessThanOrEqual(3);
  });

  test('twenty providers, more than a batch gives turns to, are all through before the flood is half done', async () => {
    const backend = backendOf();
    if (backend === null) return;
    const flood = await accept('flood', FLOOD);
    const few: string[] = [];
    for (let at = 0; at < 20; at++) few.push(...(await accept(`small-${at}`, 1)));
    const batchOf = await clusterAll(backend, [...flood, ...few]);
    const order = flood.map((id) => batchOf.get(id)!).sort((a, b) => a - b);
    const half = order[order.length / 2]!;
    expect(Math.max(...few.map((id) => batchOf.get(id)!))).toBeLessThan(half);
  });
});
