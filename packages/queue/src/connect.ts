import {
  assertSchemaCompatibility,
  createPostgresBackend,
  LATEST_SCHEMA_VERSION,
  Queue,
  runMigrations,
  SchemaMigrationRequiredError,
  withBackend,
  Worker,
  type JobsOptions,
  type Processor,
  type WorkerOptions,
} from 'bullmq';
import pg from 'pg';

import { QUEUE_NAME, type QueueBackend } from './backend.ts';
import type { ArticleJob } from './job.ts';
import { keyPrefix, openRedis } from './open-redis.ts';
import { readRedis, type RedisReport } from './report.ts';

/** What this package uses of a BullMQ queue, the same on both backends. */
export interface ArticleQueue {
  addBulk(jobs: { name: string; data: ArticleJob; opts: JobsOptions }[]): Promise<unknown>;
  getJobCounts(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

export interface ArticleWorker {
  close(): Promise<void>;
}

const OnPostgres = withBackend(createPostgresBackend);

/**
 * Makes BullMQ's own schema on a Postgres backend, where it is missing or old; on Redis there is nothing to do.
 * BullMQ never migrates by itself, and looking needs no right to change a schema. Throws the driver's error where the database is away.
 */
export async function prepareBackend(backend: QueueBackend): Promise<void> {
  if (backend.kind === 'redis') return;
  const client = new pg.Client({
    connectionString: backend.databaseUrl,
    application_name: 'writethru-queue-migrate',
  });
  client.on('error', () => {});
  try {
    await client.connect();
    if (!(await isSchemaUpToDate(client))) await runMigrations(client);
  } finally {
    await client.end().catch(() => {});
  }
}

async function isSchemaUpToDate(client: pg.Client): Promise<boolean> {
  try {
    return (await assertSchemaCompatibility(client)) >= LATEST_SCHEMA_VERSION;
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return false;
    throw error;
  }
}

interface Opened<Item> {
  item: Item;
  /** Ends connections that BullMQ does not own. */
  disconnect: () => void;
}

/** A queue to add to. It fails fast where Redis is away: the sweeper makes up for what it drops. */
export function connectQueue(
  backend: QueueBackend,
  onError: (error: Error) => void,
): Opened<ArticleQueue> & { readRedis: () => Promise<RedisReport | null> } {
  if (backend.kind === 'redis') {
    const connection = openRedis(backend.redisUrl, { isPatient: false, onError });
    const item = new Queue<ArticleJob>(QUEUE_NAME, {
      connection,
      prefix: keyPrefix(connection),
      skipVersionCheck: true,
    });
    item.on('error', onError);
    return { item, disconnect: () => connection.disconnect(), readRedis: () => readRedis(connection) };
  }
  const item = new OnPostgres.Queue<ArticleJob>(QUEUE_NAME, {
    connection: { connectionString: backend.databaseUrl, max: 3 },
  });
  item.on('error', onError);
  return { item, disconnect: () => {}, readRedis: () => Promise.resolve(null) };
}

/** A worker. It waits for a Redis that is away, for ever. */
export function connectWorker(
  backend: QueueBackend,
  process: Processor<ArticleJob>,
  options: { concurrency: number; lockMs: number; onError: (error: Error) => void },
): Opened<ArticleWorker> {
  const shared: Omit<WorkerOptions, 'connection'> = {
    concurrency: options.concurrency,
    // Jobs are hints and running one twice is harmless, so a stalled one is never given up here.
    maxStalledCount: 1_000,
    lockDuration: options.lockMs,
    stalledInterval: options.lockMs / 2,
    drainDelay: 5,
  };
  if (backend.kind === 'redis') {
    const connection = openRedis(backend.redisUrl, { isPatient: true, onError: options.onError });
    const worker = new Worker<ArticleJob>(QUEUE_NAME, process, {
      ...shared,
      connection,
      prefix: keyPrefix(connection),
    });
    worker.on('error', options.onError);
    // An ordinary close waits for a Redis that is away as patiently as all else here does.
    const item = { close: () => worker.close(connection.status !== 'ready') };
    return { item, disconnect: () => connection.disconnect() };
  }
  const item = new OnPostgres.Worker<ArticleJob>(QUEUE_NAME, process, {
    ...shared,
    connection: { connectionString: backend.databaseUrl, max: 8 },
  });
  item.on('error', options.onError);
  return { item, disconnect: () => {} };
}
