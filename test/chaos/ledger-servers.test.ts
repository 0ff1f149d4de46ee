import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openConsumer, openProducer } from '@writethru/queue';

import { CLEAN, type Account } from '../support/ledger.ts';
import { OwnRedis } from '../support/own-redis.ts';
import { describeWithRedis } from '../support/redis.ts';
import { Scene } from '../support/scene.ts';
import { until } from '../support/until.ts';

let scene: Scene;

describeWithRedis('what was answered 202 is clustered, once, whatever happens to Redis', () => {
  let redis: OwnRedis;

  beforeEach(async () => {
    redis = await OwnRedis.open();
    scene = await Scene.open({ redisUrl: redis.url });
  });
  afterEach(async () => {
    await scene.close();
    await redis.close();
  });

  /** Nothing that Redis does may make intake refuse. */
  async function settle(): Promise<Account & { refusals: number[] }> {
    const account = await scene.ledger.settle(scene.pool);
    return { ...account, refusals: [...scene.ledger.answers.keys()].filter((status) => status >= 400) };
  }
  const sound = { ...CLEAN, refusals: [] };

  test('Redis is down when the services start, and comes later', async () => {
    await startServices();
    await scene.ledger.post(40);
    expect(await settle()).toEqual(sound);
    await redis.start();
    await scene.ledger.post(20, { from: 40 });
    expect(await settle()).toEqual(sound);
  });

  test('an idle worker goes on after an outage that was longer than its blocking call', async () => {
    await redis.start();
    const seen = new Set<string>();
    const backend = { kind: 'redis', redisUrl: redis.url } as const;
    const onError = (): void => {};
    const consumer = openConsumer({
      backend,
      concurrency: 4,
      onArticle: async (id) => void seen.add(id),
      onError,
    });
    const producer = openProducer({ backend, onError });
    const [before, after] = [crypto.randomUUID(), crypto.randomUUID()];
    await until(async () => {
      await producer.announce([before]);
      return seen.has(before);
    });
    await redis.kill();
    const end = Date.now() + OUTAGE_MS;
    await until(() => Date.now() > end);
    await redis.start();
    await until(async () => {
      await producer.announce([after]);
      return seen.has(after);
    });
    expect([...seen]).toEqual([before, after]);
    await producer.close();
    await consumer.close();
  });
});

/** Longer than the five seconds for which a worker waits for a job in one call. */
const OUTAGE_MS = 7_000;

async function startServices(): Promise<void> {
  const services = [scene.run('intake'), scene.run('clusterer'), scene.run('clusterer')];
  await Promise.all(services.map((service) => service.ready()));
}
