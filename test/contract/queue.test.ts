import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  openConsumer,
  openProducer,
  prepareBackend,
  type Consumer,
  type Producer,
  type QueueBackend,
} from '@writethru/queue';

import { addForeignJob } from '../support/add-foreign-job.ts';
import { createTestDatabase } from '../support/database.ts';
import { testRedisUrl } from '../support/redis.ts';
import { until } from '../support/until.ts';

const redisUrl = testRedisUrl();
let databaseUrl = '';
let drop: () => Promise<void> = async () => {};

beforeAll(async () => {
  const database = await createTestDatabase();
  databaseUrl = database.url;
  drop = database.drop;
});
afterAll(() => drop());

const backends: [string, () => QueueBackend][] = [['postgres', () => ({ kind: 'postgres', databaseUrl })]];
if (redisUrl !== null) backends.push(['redis', () => ({ kind: 'redis', redisUrl })]);
else
  console.warn('\n*** No Redis on this machine: the Redis half of the queue contract is NOT tested. ***\n');

describe.each(backends)('the queue on %s', (_name, backendOf) => {
  const errors: Error[] = [];
  const onError = (error: Error): number => errors.push(error);

  function startConsumer(onArticle: (id: string) => Promise<void>): Consumer {
    return openConsumer({ backend: backendOf(), concurrency: 20, onArticle, onError });
  }

  /** A patient one: by default a busy machine may have hints dropped, and counts not answered. */
  const startProducer = (): Producer =>
    openProducer({ backend: backendOf(), onError, callTimeoutMs: 30_000 });

  beforeAll(() => prepareBackend(backendOf()));

  test('delivers every hint', async () => {
    const producer = startProducer();
    const ids = Array.from({ length: 600 }, () => randomUUID());
    await announceAll(producer, ids);
    const seen = new Set<string>();
    const consumer = startConsumer(async (id) => void seen.add(id));
    await until(() => ids.every((id) => seen.has(id)));
    await consumer.close();
    await producer.close();
  });

  test('a hint for an article that waits already adds nothing, one for an article that ended is delivered again', async () => {
    const producer = startProducer();
    const id = randomUUID();
    await announceAll(producer, [id, id]);
    await announceAll(producer, [id]);
    await until(async () => (await waiting(producer)) === 1);
    let deliveries = 0;
    const consumer = startConsumer(async () => void deliveries++);
    await until(async () => deliveries === 1 && (await waiting(producer)) === 0);
    await until(async () => {
      await producer.announce([id]);
      // More than one of these hints may be delivered before the count is looked at.
      return deliveries >= 2;
    });
    // The last hint may still wait, and would turn up in the next test.
    await until(async () => (await waiting(producer)) === 0);
    await consumer.close();
    await producer.close();
  });

  test('delivers every hint of articles that are announced together, in few jobs', async () => {
    const producer = startProducer();
    const ids = Array.from({ length: 100 }, () => randomUUID());
    await producer.announceNew(ids);
    expect(await waiting(producer)).toBeLessThan(ids.length / 4);
    const seen: string[] = [];
    const consumer = startConsumer(async (id) => void seen.push(id));
    await until(async () => seen.length >= ids.length && (await waiting(producer)) === 0);
    expect([...seen].sort()).toEqual([...ids].sort());
    await consumer.close();
    await producer.close();
  });

  test('two consumers share the work and none of it is done twice', async () => {
    const producer = startProducer();
    const deliveries: string[] = [];
    const consumers = [1, 2].map(() => startConsumer(async (id) => void deliveries.push(id)));
    const ids = Array.from({ length: 300 }, () => randomUUID());
    await announceAll(producer, ids);
    await until(() => deliveries.length >= ids.length);
    await Promise.all(consumers.map((consumer) => consumer.close()));
    expect([...deliveries].sort()).toEqual([...ids].sort());
    await producer.close();
  });

  test('closing waits for the job under way', async () => {
    const producer = startProducer();
    let finish: () => void = () => {};
    const gate = new Promise<void>((resolve) => (finish = resolve));
    const steps: string[] = [];
    const consumer = startConsumer(async () => {
      steps.push('begun');
      await gate;
      steps.push('ended');
    });
    await announceAll(producer, [randomUUID()]);
    await until(() => steps.length === 1);
    const closed = consumer.close().then(() => steps.push('closed'));
    finish();
    await closed;
    expect(steps).toEqual(['begun', 'ended', 'closed']);
    await producer.close();
  });

  test('a job whose worker was killed is given to another, and does not count as active for ever', async () => {
    const lockMs = 1_000;
    const producer = startProducer();
    const child = fork(
      path.join(import.meta.dirname, '../support/processes/stuck-consumer.ts'),
      [JSON.stringify(backendOf()), String(lockMs)],
      { execArgv: ['--import', 'tsx'] },
    );
    const taken = new Promise((resolve) => child.once('message', resolve));
    const id = randomUUID();
    await announceAll(producer, [id]);
    expect(await taken).toBe(id);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    const seen: string[] = [];
    const onArticle = async (articleId: string): Promise<void> => void seen.push(articleId);
    const consumer = openConsumer({ backend: backendOf(), concurrency: 1, lockMs, onArticle, onError });
    await until(async () => seen.includes(id) && (await waiting(producer)) === 0);
    await consumer.close();
    await producer.close();
  });

  test('a job of a version to come is let go, those behind it are delivered, and its article can be hinted at again', async () => {
    const producer = startProducer();
    const [foreign, ours] = [randomUUID(), randomUUID()];
    await addForeignJob(backendOf(), foreign, { v: 99, articleIds: [foreign] });
    await until(async () => {
      await producer.announce([ours]);
      return (await waiting(producer)) === 2;
    });
    const seen: string[] = [];
    const consumer = startConsumer(async (id) => void seen.push(id));
    await until(async () => {
      const counts = Object.values(await producer.countJobs());
      return seen.includes(ours) && counts.every((count) => count === 0);
    });
    expect(seen).not.toContain(foreign);
    await until(async () => {
      await producer.announce([foreign]);
      return seen.includes(foreign);
    });
    await until(async () => (await waiting(producer)) === 0);
    await consumer.close();
    await producer.close();
  });

  test('a job that fails is gone, so that the sweeper can announce its article again', async () => {
    const producer = startProducer();
    const id = randomUUID();
    let deliveries = 0;
    const consumer = startConsumer(async () => {
      deliveries++;
      throw new Error('the clusterer should not throw, but if it does…');
    });
    await until(async () => {
      await producer.announce([id]);
      return deliveries >= 2;
    });
    await consumer.close();
    await producer.close();
  });
});

async function announceAll(
  producer: { announce(ids: string[]): Promise<void> },
  ids: string[],
): Promise<void> {
  await producer.announce(ids);
}

async function waiting(producer: { countJobs(): Promise<Record<string, number>> }): Promise<number> {
  const counts = await producer.countJobs();
  return (counts['waiting'] ?? 0) + (counts['active'] ?? 0) + (counts['prioritized'] ?? 0);
}
