import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openProducer, type QueueBackend } from '@writethru/queue';
import { createClusterer } from '@writethru/service-clusterer';
import { acceptSubmissions, makeUnfinishedDue, openPool, type Pool } from '@writethru/store';
import { Redis } from 'ioredis';

import { addForeignJob } from '../support/add-foreign-job.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeText } from '../support/made-text.ts';
import { testRedisUrl } from '../support/redis.ts';
import { toItem } from '../support/to-item.ts';
import { until } from '../support/until.ts';

const NEVER_DUE_MS = 3_600_000;
const UNFINISHED = ['accepted', 'published'];
const redisUrl = testRedisUrl();

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url, { maxConnections: 8, applicationName: 'test', onIdleError: () => {} });
  if (redisUrl === null) return;
  // A file before this one may have been killed with jobs in the same place.
  const redis = new Redis(redisUrl);
  await redis.flushdb();
  await redis.quit();
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const backends: [string, () => QueueBackend][] = [
  ['Postgres', () => ({ kind: 'postgres', databaseUrl: database.url })],
];
if (redisUrl !== null) backends.push(['Redis', () => ({ kind: 'redis', redisUrl })]);
else console.warn('\n*** No Redis on this machine: jobs of other releases are NOT tested on it. ***\n');

/** An article that has its story has one place in it. */
async function read(articleId: string): Promise<Record<string, unknown>> {
  const { rows } = await pool.query<Record<string, unknown>>(
    `select state, attempts,
            (select count(*)::int from article_failures where article_id = i.id) as failures,
            (select count(*)::int from versions where article_id = i.id) as places
       from article_identities i where id = $1`,
    [articleId],
  );
  return rows[0]!;
}

describe.each(backends)('with the queue on %s', (name, backendOf) => {
  test('a job of a version to come is let go and blamed on nobody, and the sweeper does its article', async () => {
    const backend = backendOf();
    const faults: unknown[] = [];
    const log = {
      warn: (...fault: unknown[]) => faults.push(fault),
      error: (...fault: unknown[]) => faults.push(fault),
    };
    const [accepted] = await acceptSubmissions(pool, [toItem(name, makeText(name.length, 80))], {
      graceMs: NEVER_DUE_MS,
    });
    const articleId = accepted!.kind === 'accepted' ? accepted!.articleId : '';
    await addForeignJob(backend, articleId, { v: 99, articleIds: [articleId], lane: 'urgent' });
    const producer = openProducer({ backend, onError: (error) => faults.push(error) });
    // A queue that is held up for two seconds is not counted: then it is asked again.
    const hasJobs = (expected: number): Promise<boolean> =>
      producer.countJobs().then(
        (counts) => Object.values(counts).reduce((sum, count) => sum + count, 0) === expected,
        () => false,
      );
    await until(() => hasJobs(1));
    faults.length = 0;
    const clusterer = await createClusterer({
      pool,
      backend,
      producer,
      log,
      maxAttempts: 1,
      batchMaxArticles: 16,
      batchMaxWaitMs: 5,
      sweepEveryMs: 50,
    });
    try {
      await until(() => hasJobs(0));
      expect(await read(articleId)).toEqual({ state: 'accepted', attempts: 0, failures: 0, places: 0 });
      await makeUnfinishedDue(pool);
      await until(async () => !UNFINISHED.includes(String((await read(articleId))['state'])));
      expect(await read(articleId)).toEqual({ state: 'clustered', attempts: 0, failures: 0, places: 1 });
      expect(faults).toEqual([]);
    } finally {
      await clusterer.stop();
      await producer.close();
    }
  });
});
