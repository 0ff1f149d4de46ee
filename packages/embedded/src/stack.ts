import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { startEmbeddedPostgres, type EmbeddedOptions } from './postgres.ts';
import { findSystemRedis, startEmbeddedRedis } from './redis.ts';

export interface StackSettings {
  databaseUrl?: string | undefined;
  redisUrl?: string | undefined;
  queueBackend?: 'redis' | 'postgres' | undefined;
}

export interface Stack {
  databaseUrl: string;
  queue: { kind: 'redis'; redisUrl: string } | { kind: 'postgres'; databaseUrl: string };
  isEmbeddedDatabase: boolean;
  /** The queue lives elsewhere than last time: its hints must be given again. */
  hasQueueMoved: boolean;
  stop(): Promise<void>;
}

/**
 * Gives what the services stand on: the servers of the URLs where they are given, else private ones with their data
 * below `dataFolder`. The queue is where it was last time, if that can be had, so that no waiting job is left behind.
 * Throws where something can't be had; then nothing is left running.
 */
export async function startStack(
  dataFolder: string,
  settings: StackSettings,
  options: EmbeddedOptions = {},
): Promise<Stack> {
  const log = options.log ?? (() => {});
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const stopOne of stops.splice(0).reverse()) await stopOne();
  };
  try {
    let { databaseUrl } = settings;
    if (databaseUrl === undefined) {
      const server = await startEmbeddedPostgres(dataFolder, options);
      stops.push(server.stop);
      databaseUrl = server.url;
      log(`Store: ${server.origin}.`);
    } else log('Store: the Postgres of DATABASE_URL.');
    const { queue, name } = await startQueue(dataFolder, databaseUrl, settings, stops, log);
    const hasQueueMoved = rememberQueue(dataFolder, name);
    return {
      databaseUrl,
      queue,
      isEmbeddedDatabase: settings.databaseUrl === undefined,
      hasQueueMoved,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type QueueName = 'url' | 'redis' | 'postgres';

async function startQueue(
  dataFolder: string,
  databaseUrl: string,
  settings: StackSettings,
  stops: (() => Promise<void>)[],
  log: (message: string) => void,
): Promise<{ queue: Stack['queue']; name: QueueName }> {
  if (settings.redisUrl !== undefined && settings.queueBackend !== 'postgres') {
    log('Queue: BullMQ on the Redis of REDIS_URL.');
    return { queue: { kind: 'redis', redisUrl: settings.redisUrl }, name: 'url' };
  }
  const wanted = settings.queueBackend ?? recallQueue(dataFolder) ?? 'redis';
  if (wanted !== 'postgres' && findSystemRedis() !== null) {
    const server = await startEmbeddedRedis(dataFolder);
    stops.push(server.stop);
    log(`Queue: BullMQ on a private ${server.origin}.`);
    return { queue: { kind: 'redis', redisUrl: server.url }, name: 'redis' };
  }
  log(
    'Queue: BullMQ in the same Postgres (set REDIS_URL, or install redis-server before the first start, for Redis).',
  );
  return { queue: { kind: 'postgres', databaseUrl }, name: 'postgres' };
}

function fileOf(dataFolder: string): string {
  return path.join(dataFolder, 'queue-backend');
}

function recallQueue(dataFolder: string): string | undefined {
  const file = fileOf(dataFolder);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Keeps where the queue is. Answers whether it was elsewhere before. */
function rememberQueue(dataFolder: string, name: QueueName): boolean {
  const before = recallQueue(dataFolder);
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(fileOf(dataFolder), name);
  return before !== undefined && before !== name;
}
