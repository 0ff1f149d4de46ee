import type { Config } from './config.ts';

/** Where the queue lives, as `packages/queue` takes it. */
export type ConfiguredBackend =
  { kind: 'redis'; redisUrl: string } | { kind: 'postgres'; databaseUrl: string };

/** REDIS_URL wins unless QUEUE_BACKEND says postgres; without one the queue lives in Postgres. */
export function chooseBackend(config: Config & { readonly databaseUrl: string }): ConfiguredBackend {
  if (config.redisUrl !== undefined && config.queueBackend !== 'postgres') {
    return { kind: 'redis', redisUrl: config.redisUrl };
  }
  return { kind: 'postgres', databaseUrl: config.databaseUrl };
}
