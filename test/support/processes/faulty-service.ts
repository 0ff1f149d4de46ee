/**
 * Intake or clusterer as a process of its own, made of the product's parts, that a crash test can harm at a marked
 * point. FAULT is JSON: see `Fault`.
 */
import { existsSync, readFileSync } from 'node:fs';

import { openProducer, prepareBackend, type QueueBackend } from '@writethru/queue';
import { createHttpApp, createLogger, listen, makeAuthenticate } from '@writethru/runtime';
import { createClusterer } from '@writethru/service-clusterer';
import { createIntakeRouter } from '@writethru/service-intake';
import { findApiKey, openPool } from '@writethru/store';

export interface Fault {
  /** Where it happens; for `announce` the sweeper's hand-over to the queue. */
  at: string;
  /** SIGKILL, so that nothing is cleaned up; or take memory until there is none; or hold the event loop; or throw. */
  do: 'kill' | 'exhaust' | 'block' | 'throw';
  blockMs?: number;
  /** The visit at which it happens; default the first. Ignored where `onlyFor` is given: then every fitting visit. */
  onVisit?: number;
  /** A file with article ids, one a line: only a batch with one of them is harmed. */
  onlyFor?: string;
}

const env = process.env;
const fault = env['FAULT'] === undefined ? null : (JSON.parse(env['FAULT']) as Fault);
const databaseUrl = env['DATABASE_URL']!;
const redisUrl = env['REDIS_URL'];
const backend: QueueBackend =
  redisUrl === undefined ? { kind: 'postgres', databaseUrl } : { kind: 'redis', redisUrl };
const logger = createLogger({ service: env['ROLE']!, level: env['LOG_LEVEL'] ?? 'fatal' });
const pool = openPool(databaseUrl, {
  maxConnections: Number(env['DATABASE_POOL_SIZE'] ?? 6),
  applicationName: env['ROLE']!,
  // What stands still with locks in its hands is to be got over within the test, too.
  idleInTransactionTimeoutMs: 2_000,
  statementTimeoutMs: Number(env['STATEMENT_TIMEOUT_MS'] ?? 30_000),
  onIdleError: () => {},
});
const producer = openProducer({ backend, onError: () => {} });

let visits = 0;
async function observe(point: string, articleIds: readonly string[] = []): Promise<void> {
  if (fault === null || fault.at !== point || !isDue(fault, articleIds)) return;
  process.send?.({ type: 'fault' });
  if (fault.do === 'throw') throw new Error('a fault of the test');
  if (fault.do === 'block') {
    const end = Date.now() + (fault.blockMs ?? 0);
    while (Date.now() < end);
    return;
  }
  if (fault.do === 'exhaust') for (const held: unknown[][] = []; ; held.push(Array(100_000).fill(held)));
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => {});
}

function isDue(due: Fault, articleIds: readonly string[]): boolean {
  if (due.onlyFor === undefined) return ++visits === (due.onVisit ?? 1);
  if (!existsSync(due.onlyFor)) return false;
  const poison = readFileSync(due.onlyFor, 'utf8').split('\n');
  return articleIds.some((id) => poison.includes(id));
}

/** Short times, so that what a crash leaves behind is found again within the test. */
const LEASE_MS = Number(env['LEASE_MS'] ?? 1_500);
const SWEEP_PAUSE_MS = Number(env['SWEEP_PAUSE_MS'] ?? 1_000);

await prepareBackend(backend);
if (env['ROLE'] === 'intake') {
  const router = createIntakeRouter({
    pool,
    authenticate: makeAuthenticate((hash) => findApiKey(pool, hash)),
    announce: (ids) => producer.announceNew(ids),
    backlogLimit: 100_000,
    bodyLimitBytes: 1_048_576,
    batchLimitBytes: 10_485_760,
    graceMs: SWEEP_PAUSE_MS,
    observe,
  });
  const http = await listen(createHttpApp({ logger, routers: [router] }), '127.0.0.1', Number(env['PORT']));
  process.send?.({ type: 'ready', url: http.url });
} else {
  await createClusterer({
    pool,
    backend,
    producer: {
      ...producer,
      announce: async (ids) => {
        await observe('announce', ids);
        await producer.announce(ids);
      },
    },
    log: logger,
    maxAttempts: 3,
    batchMaxArticles: 16,
    batchMaxWaitMs: 5,
    leaseMs: LEASE_MS,
    ...(env['QUEUE_LOCK_MS'] !== undefined && { queueLockMs: Number(env['QUEUE_LOCK_MS']) }),
    sweepEveryMs: 200,
    sweepPauseMs: SWEEP_PAUSE_MS,
    observe,
  });
  process.send?.({ type: 'ready', url: '' });
}
process.on('disconnect', () => process.exit(0));
