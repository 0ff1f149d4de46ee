import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterAll, expect, test } from '@jest/globals';
import { startEmbeddedRedis } from '@writethru/embedded';
import { openConsumer, openProducer } from '@writethru/queue';

import { FaultProxy } from '../support/fault-proxy.ts';
import { describeWithRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-away-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeWithRedis('while Redis is away', () => {
  test('a consumer and a producer can still be closed: a stop does not wait for Redis to come back', async () => {
    const redis = await startEmbeddedRedis(folder);
    const errors: Error[] = [];
    const onError = (error: Error): number => errors.push(error);
    const backend = { kind: 'redis', redisUrl: redis.url } as const;
    const producer = openProducer({ backend, onError });
    const seen: string[] = [];
    const consumer = openConsumer({
      backend,
      concurrency: 4,
      onArticle: async (id) => void seen.push(id),
      onError,
    });
    await until(async () => {
      await producer.announce(['0199d3a0-0000-7000-8000-00000000000a']);
      return seen.length > 0;
    });
    await redis.stop();
    await until(() => errors.some((error) => error.message.includes('ECONNREFUSED')));
    await consumer.close();
    await producer.close();
    expect(seen[0]).toBe('0199d3a0-0000-7000-8000-00000000000a');
  });

  test('a producer whose connection went silent takes another', async () => {
    const redis = await startEmbeddedRedis(folder);
    const way = await FaultProxy.open(Number(new URL(redis.url).port), () => 0);
    const throughWay = { kind: 'redis', redisUrl: redis.url.replace(/:\d+$/, `:${way.port}`) } as const;
    const producer = openProducer({ backend: throughWay, onError: () => {} });
    await until(async () => (await producer.countJobs().catch(() => null)) !== null);
    way.make({ kind: 'silent' });
    await producer.announce(['0199d3a0-0000-7000-8000-00000000000b']);
    way.heal();
    await until(async () => (await producer.countJobs().catch(() => null)) !== null);
    await producer.close();
    await way.close();
    await redis.stop();
  });
});
