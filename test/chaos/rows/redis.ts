import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';

import { OwnRedis } from '../../support/own-redis.ts';
import { until } from '../../support/until.ts';
import { last, type Row } from '../row.ts';
import { mountSmallDisk } from '../servers.ts';
import type { Stage } from '../stage.ts';

/** Longer than the five seconds for which a worker waits for a job in one call. */
const LONG_MS = 7_000;
const SHORT_MS = 2_000;

/** In none of them may intake refuse: Redis holds hints, never truth. */
function onRedis(row: Pick<Row, 'name' | 'fault' | 'run'>): Row {
  const expected = 'articles are accepted and clustered; those whose hint was lost, later';
  return { expected, mayRefuse: false, ...row };
}

async function breakFor(stage: Stage, ms: number): Promise<void> {
  await stage.redis.kill();
  await last(ms);
  await stage.redis.start();
}

/** Sets something, waits, and sets it back. */
async function setFor(
  stage: Stage,
  settings: Record<string, [during: string, after: string]>,
): Promise<void> {
  for (const [name, [during]] of Object.entries(settings))
    await stage.redis.ask(`CONFIG SET ${name} ${during}`);
  await last(3 * SHORT_MS);
  for (const [name, [, after]] of Object.entries(settings))
    await stage.redis.ask(`CONFIG SET ${name} ${after}`);
}

/** What happens to Redis. */
export const REDIS_ROWS: Row[] = [
  onRedis({
    name: 'redis-killed',
    fault: 'kill -9 of a Redis that keeps nothing, and an empty one 2 s later, twice',
    async run({ stage }) {
      await breakFor(stage, SHORT_MS);
      await last(SHORT_MS);
      await breakFor(stage, SHORT_MS);
    },
  }),
  onRedis({
    name: 'redis-away-long',
    fault: 'Redis is away for 7 s, longer than a worker waits for a job in one call',
    run: ({ stage }) => breakFor(stage, LONG_MS),
  }),
  {
    name: 'redis-away-at-start',
    fault: 'Redis is away while an intake and a clusterer start, and comes later',
    expected: 'both start, and work without it',
    mayRefuse: true,
    async run({ stage }) {
      await stage.redis.kill();
      const starting = [stage.intakes[0]!, stage.clusterers[0]!];
      for (const service of starting) await service.replace({});
      for (const service of starting) await service.ready();
      await last(SHORT_MS);
      await stage.redis.start();
    },
  },
  onRedis({
    name: 'redis-flushed',
    fault: 'FLUSHALL, five times',
    async run({ stage }) {
      for (let flush = 0; flush < 5; flush++) {
        await stage.redis.flush();
        await last(SHORT_MS / 4);
      }
    },
  }),
  onRedis({
    name: 'redis-frozen',
    fault: 'Redis stands still (SIGSTOP) for 7 s',
    async run({ stage }) {
      stage.redis.freeze();
      await last(LONG_MS);
      stage.redis.thaw();
    },
  }),
  onRedis({
    name: 'redis-full',
    fault: 'maxmemory is reached: Redis refuses every write',
    run: ({ stage }) => setFor(stage, { maxmemory: ['1', '0'] }),
  }),
  onRedis({
    name: 'redis-evicts',
    fault: 'maxmemory with allkeys-lru: Redis throws jobs away without a word',
    run: ({ stage }) =>
      setFor(stage, { 'maxmemory-policy': ['allkeys-lru', 'noeviction'], maxmemory: ['1', '0'] }),
  }),
  onRedis({
    name: 'redis-disk-fails',
    fault: 'Redis cannot write its dump, and refuses every write (MISCONF)',
    async run({ stage: { redis } }) {
      rmSync(redis.folder, { recursive: true });
      await redis.ask('CONFIG SET save "3600 1"');
      await redis.ask('BGSAVE');
      await until(async () => (await redis.ask('SET chaos 1')).startsWith('-MISCONF'));
      await last(2 * SHORT_MS);
      mkdirSync(redis.folder);
      await redis.ask('CONFIG SET save ""');
      await redis.ask(`CONFIG SET dir ${redis.folder}`);
      await until(async () => (await redis.ask('DEL chaos')).startsWith(':'));
    },
  }),
  {
    ...onRedis({
      name: 'redis-log-disk-full',
      fault: 'the disk of an append-only Redis is full, and it refuses every write (MISCONF)',
      async run({ stage: { redis, undo } }) {
        const unmount = (): void => void spawnSync('umount', ['--lazy', redis.folder]);
        await redis.kill();
        mountSmallDisk(redis.folder, '1m');
        undo.push(unmount);
        await redis.start({ isAppendOnly: true });
        await until(async () => (await redis.ask(`SET chaos ${'x'.repeat(8_000)}`)).startsWith('-MISCONF'));
        await last(2 * SHORT_MS);
        await redis.kill();
        unmount();
        await redis.start();
      },
    }),
    needsDisk: true,
  },
  onRedis({
    name: 'redis-loses-its-log',
    fault: 'kill -9 of a Redis with an append-only file, which is lost; and of one that keeps it',
    async run({ stage: { redis } }) {
      await redis.kill();
      await redis.start({ isAppendOnly: true });
      await last(SHORT_MS);
      await redis.kill();
      rmSync(`${redis.folder}/appendonlydir`, { recursive: true, force: true });
      await redis.start({ isAppendOnly: true });
      await last(SHORT_MS);
      // This time it comes back with jobs that were done meanwhile.
      await redis.kill();
      await last(SHORT_MS);
      await redis.start({ isAppendOnly: true });
      await redis.ask('CONFIG SET appendonly no');
    },
  }),
  onRedis({
    name: 'redis-failover',
    fault: 'kill -9 of a primary; a replica that lags takes its place, and later an empty one',
    async run({ stage }) {
      const replica = await OwnRedis.open();
      stage.undo.push(() => replica.close());
      await replica.start();
      const proxies = (['intake-redis', 'clusterer-redis', 'readers-redis'] as const).flatMap((way) =>
        stage.ways.of(way),
      );
      try {
        await replica.ask(`REPLICAOF 127.0.0.1 ${stage.redis.port}`);
        await last(SHORT_MS);
        await stage.redis.kill();
        await replica.ask('REPLICAOF NO ONE');
        for (const proxy of proxies) proxy.turnTo(replica.port);
        await last(2 * SHORT_MS);
        await stage.redis.start();
      } finally {
        for (const proxy of proxies) proxy.turnTo(stage.redis.port);
        await replica.close();
      }
    },
  }),
];
