import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openBoardQueue, openConsumer, openProducer } from '@writethru/queue';
import { Redis } from 'ioredis';

import { OwnRedis } from '../support/own-redis.ts';
import { describeWithRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

const ACL = path.resolve(import.meta.dirname, '../../deploy/redis/users.acl');
const PASSWORD = 'redis-of-the-tests';

const FORBIDDEN = [
  ['flushall'],
  ['flushdb'],
  ['config', 'get', '*'],
  ['config', 'set', 'maxmemory-policy', 'allkeys-lru'],
  ['keys', '*'],
  ['scan', '0'],
  ['debug', 'sleep', '0'],
  ['acl', 'list'],
  ['shutdown'],
  ['replicaof', 'no', 'one'],
  ['module', 'list'],
  ['monitor'],
  ['save'],
  ['script', 'flush'],
  ['function', 'flush'],
  ['client', 'kill', 'id', '1'],
  ['get', 'other'],
  ['set', 'other', '1'],
  ['eval', "return redis.call('set', 'other', '1')", '0'],
  ['eval', "return redis.call('flushall')", '0'],
  ['publish', 'channel', 'message'],
];

describeWithRedis('under deploy/redis/users.acl', () => {
  let folder: string;
  let redis: OwnRedis;
  let url: string;
  let client: Redis;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-acl-'));
    const aclfile = path.join(folder, 'users.acl');
    writeFileSync(aclfile, readFileSync(ACL, 'utf8').replace('REDIS_PASSWORD', PASSWORD));
    redis = await OwnRedis.open({ aclfile });
    await redis.start();
    url = redis.url.replace('redis://', `redis://writethru:${PASSWORD}@`);
    client = new Redis(url, { maxRetriesPerRequest: 1 });
  });
  afterAll(async () => {
    client.disconnect();
    await redis.close();
    rmSync(folder, { recursive: true });
  });

  test('hints go through the queue and are counted; the board sees them; nothing is refused', async () => {
    const faults: string[] = [];
    const onError = (error: Error): void => void faults.push(error.message);
    const backend = { kind: 'redis', redisUrl: url } as const;
    const producer = openProducer({ backend, onError });
    const ids = Array.from({ length: 300 }, () => crypto.randomUUID());
    await until(async () => {
      await producer.announce(ids);
      return ((await producer.countJobs())['waiting'] ?? 0) === ids.length;
    });
    const board = openBoardQueue(url, onError);
    await until(async () => (await board.full.getJobs(['waiting'], 0, 10)).length > 0);
    const seen = new Set<string>();
    const consumer = openConsumer({
      backend,
      concurrency: 64,
      onArticle: async (id) => void seen.add(id),
      onError,
    });
    await until(() => seen.size === ids.length);
    const { redis: facts } = await producer.report();
    expect(facts).toMatchObject({ evictionPolicy: 'noeviction' });
    await consumer.close();
    await producer.close();
    await board.close();
    expect(faults.filter((fault) => /NOPERM|NOAUTH/.test(fault))).toEqual([]);
  });

  test.each(FORBIDDEN.map((command): [string, string[]] => [command.join(' '), command]))(
    'the services may not %s',
    async (_shown, [command = '', ...args]) => {
      await expect(client.call(command, ...args)).rejects.toThrow(/NOPERM|not allowed|can't (run|access)/);
    },
  );

  test('who has no password may ping, and do nothing else', async () => {
    const stranger = new Redis(redis.url, { maxRetriesPerRequest: 1, enableReadyCheck: false });
    stranger.on('error', () => {});
    expect(await stranger.ping()).toBe('PONG');
    await expect(stranger.get('bull:articles:meta')).rejects.toThrow('NOPERM');
    stranger.disconnect();
  });
});
