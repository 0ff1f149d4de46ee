import type { Redis } from 'ioredis';

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

/** Asks a Redis for its version and memory. Managed ones that hide CONFIG tell this much in INFO. */
export async function readRedis(connection: Redis): Promise<RedisReport> {
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
