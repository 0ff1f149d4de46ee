import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openConsumer, openProducer } from '@writethru/queue';

import { CLEAN } from '../support/ledger.ts';
import { openRedisCluster, openWatchedRedis, type RedisGroup } from '../support/own-redis-group.ts';
import { describeWithRedis } from '../support/redis.ts';
import { Scene } from '../support/scene.ts';
import { until } from '../support/until.ts';

describeWithRedis.each([
  { name: 'Redis Cluster of six', open: openRedisCluster },
  { name: 'server with a replica and three sentinels', open: openWatchedRedis },
])('when the master of a $name is killed under load', ({ open }) => {
  let redis: RedisGroup;

  beforeEach(async () => {
    redis = await open();
  });
  afterEach(() => redis.close());

  test('nothing that was accepted is lost, and nothing is refused', async () => {
    const scene = await Scene.open({ redisUrl: redis.url });
    try {
      const services = [scene.run('intake'), scene.run('clusterer'), scene.run('clusterer')];
      await Promise.all(services.map((service) => service.ready()));
      const posting = scene.ledger.post(200);
      await until(() => scene.ledger.accepted.size >= 60);
      await redis.killMaster();
      await posting;
      expect(await scene.ledger.settle(scene.pool)).toEqual(CLEAN);
      expect([...scene.ledger.answers.keys()].filter((status) => status >= 400)).toEqual([]);
      expect(await redis.listRefused()).toEqual([]);
    } finally {
      await scene.close();
    }
  });

  test('hints flow again by the replica', async () => {
    const seen = new Set<string>();
    const backend = { kind: 'redis', redisUrl: redis.url } as const;
    const onError = (): void => {};
    const onArticle = async (id: string): Promise<void> => void seen.add(id);
    const consumer = openConsumer({ backend, concurrency: 4, onArticle, onError });
    // Its report has to come, be it late.
    const producer = openProducer({ backend, onError, callTimeoutMs: 30_000 });
    const arrives = (id: string): Promise<void> =>
      until(async () => {
        await producer.announce([id]);
        return seen.has(id);
      });
    try {
      await arrives(crypto.randomUUID());
      await redis.killMaster();
      await arrives(crypto.randomUUID());
      expect(seen.size).toBe(2);
      const report = await producer.report();
      expect(report.redis).toMatchObject({ evictionPolicy: 'noeviction' });
      expect(await redis.listRefused()).toEqual([]);
    } finally {
      await producer.close();
      await consumer.close();
    }
  });
});
