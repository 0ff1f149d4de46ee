import { Cluster, type Redis } from 'ioredis';

import type { RedisConnection } from './open-redis.ts';

/** What the queue says of itself. */
export interface QueueReport {
  kind: 'redis' | 'postgres';
  /** Jobs by state. */
  counts: Record<string, number>;
  /** Null on Postgres. */
  redis: RedisReport | null;
}

export interface RedisReport {
  version: string;
  memoryUsedBytes: number;
  /** 0: no limit. */
  memoryMaxBytes: number;
  /** Anything but noeviction loses hints without a word. */
  evictionPolicy: string;
}

/**
 * Asks a Redis for its version and memory; of a cluster the master that is fullest, or one that evicts where there is
 * one. Managed ones that hide CONFIG tell this much in INFO.
 */
export async function readRedis(connection: RedisConnection): Promise<RedisReport> {
  if (!(connection instanceof Cluster)) return readServer(connection);
  const reports = await Promise.all(connection.nodes('master').map(readServer));
  const [worst] = reports.sort(
    (a, b) =>
      Number(b.evictionPolicy !== 'noeviction') - Number(a.evictionPolicy !== 'noeviction') ||
      b.memoryUsedBytes - a.memoryUsedBytes,
  );
  if (worst === undefined) throw new Error('No master of the Redis cluster is known.');
  return worst;
}

async function readServer(connection: Redis): Promise<RedisReport> {
  const info = `${await connection.info('server')}\n${await connection.info('memory')}`;
  const facts = new Map(
    info.split(/\r?\n/).map((line): [string, string] => {
      const at = line.indexOf(':');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
  return {
    version: facts.get('redis_version') ?? 'unknown',
    memoryUsedBytes: Number(facts.get('used_memory') ?? 0),
    memoryMaxBytes: Number(facts.get('maxmemory') ?? 0),
    evictionPolicy: facts.get('maxmemory_policy') ?? 'unknown',
  };
}
