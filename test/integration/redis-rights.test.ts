import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openBoardQueue, openConsumer, openProducer } from '@writethru/queue';
import { Redis } from 'ioredis';

import { openWatchedRedis, type RedisGroup } from '../support/own-redis-group.ts';
import { OwnRedis } from '../support/own-redis.ts';
import { SERVICE_LOGIN, USERS_PASSWORD, writeUsers } from '../support/redis-users.ts';
import { describeWithRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

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
  ['script', 'load', 'return 1'],
  ['cluster', 'failover'],
  ['cluster', 'nodes'],
  ['cluster', 'reset'],
  ['get', 'other'],
  ['get', '{bull}:other'],
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
    redis = await OwnRedis.open({ aclfile: writeUsers(folder, 'users.acl') });
    await redis.start();
    url = redis.url.replace('redis://', `redis://${SERVICE_LOGIN}@`);
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
    // A call that is held up for two seconds is given up: then it is made again.
    await until(async () => {
      await producer.announce(ids);
      const counts = await producer.countJobs().catch(() => null);
      return counts?.['waiting'] === ids.length;
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
    await until(async () => {
      const report = await producer.report().catch(() => null);
      return report?.redis?.evictionPolicy === 'noeviction';
    });
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

describeWithRedis('under deploy/redis/failover.acl and sentinels.acl', () => {
  let redis: RedisGroup;
  let sentinel: Redis;
  let server: { host: string; port: number };

  beforeAll(async () => {
    redis = await openWatchedRedis();
    const { hostname, port } = new URL(redis.url.replace(/,.*/, ''));
    const address = { host: hostname, port: Number(port), password: USERS_PASSWORD };
    sentinel = new Redis({ ...address, enableReadyCheck: false });
    const [host, at] = (await sentinel.call('sentinel', 'get-master-addr-by-name', 'wire')) as string[];
    server = { host: host!, port: Number(at) };
  });
  afterAll(async () => {
    sentinel.disconnect();
    await redis.close();
  });

  test.each([
    ['failover', 'wire'],
    ['set', 'wire', 'quorum', '1'],
    ['remove', 'wire'],
    ['monitor', 'other', '127.0.0.1', '1', '1'],
    ['config', 'get', '*'],
  ])('who asks a sentinel where the server is may not %s', async (...args) => {
    await expect(sentinel.call('sentinel', ...args)).rejects.toThrow('NOPERM');
  });

  test.each(['replica', 'sentinel'])(
    'a %s reads and writes no key, and changes no setting',
    async (username) => {
      const client = new Redis({ ...server, username, password: USERS_PASSWORD, enableReadyCheck: false });
      expect(await client.ping()).toBe('PONG');
      for (const command of [
        ['get', 'bull:articles:id'],
        ['del', 'bull:articles:id'],
        ['flushall'],
        ['config', 'set', 'maxmemory', '1'],
        ['acl', 'list'],
        ['eval', 'return 1', '0'],
      ] as const) {
        const [name, ...args] = command;
        await expect(client.call(name, ...args)).rejects.toThrow('NOPERM');
      }
      client.disconnect();
    },
  );
});
