import { openProducer, prepareBackend, type QueueBackend } from '@writethru/queue';
import { createHttpApp, createLogger, listen, makeAuthenticate } from '@writethru/runtime';
import { createClusterer } from '@writethru/service-clusterer';
import { createIntakeRouter } from '@writethru/service-intake';
import { createQueryRouter } from '@writethru/service-query';
import { createApiKey, findApiKey, openPool, type Pool, readBacklog, type Replica } from '@writethru/store';

import { createTestDatabase } from './database.ts';
import { roleUrl } from './role-url.ts';
import { openServicePools } from './service-pools.ts';
import { until } from './until.ts';

export interface TestServices {
  url: string;
  /** May do everything. */
  key: string;
  pool: Pool;
  /** Answers the response to a request with `key`; `send` makes it a POST of JSON. */
  call(path: string, send?: unknown, key?: string): Promise<Response>;
  /** Posts articles in one batch; throws where one is refused. */
  post(articles: readonly object[]): Promise<void>;
  /** Waits until nothing is unfinished. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestServicesOptions {
  /** A migrated database; left out: one of its own on the run's Postgres. */
  databaseUrl?: string;
  openReplica?: (primary: Pool) => { replica: Replica; observeRead: (source: 'replica' | 'primary') => void };
}

/** Intake, clusterer and query in this process, on a database of their own, with the queue in the same Postgres. */
export async function startTestServices(options: TestServicesOptions = {}): Promise<TestServices> {
  const database =
    options.databaseUrl === undefined
      ? await createTestDatabase()
      : { url: options.databaseUrl, drop: async () => {} };
  const pool = openPool(database.url, { maxConnections: 8, applicationName: 'test', onIdleError: () => {} });
  // Each service with its own rights, as in production; another Postgres than the run's has no roles.
  const hasRoles = options.databaseUrl === undefined;
  const pools = openServicePools(database.url, { hasRoles });
  const backend: QueueBackend = {
    kind: 'postgres',
    databaseUrl: hasRoles ? roleUrl(database.url, 'clusterer') : database.url,
  };
  await prepareBackend(backend);
  const producer = openProducer({ backend, onError: () => {} });
  const logger = createLogger({ service: 'test', level: 'error' });
  const clusterer = await createClusterer({
    pool: pools.clusterer,
    backend,
    producer,
    log: logger,
    maxAttempts: 5,
    batchMaxArticles: 64,
    batchMaxWaitMs: 10,
  });
  const authenticate = makeAuthenticate((hash) => findApiKey(pools.intake, hash));
  const intake = createIntakeRouter({
    pool: pools.intake,
    authenticate,
    announce: (articleIds) => producer.announceNew(articleIds),
    backlogLimit: 1_000_000,
    bodyLimitBytes: 1_048_576,
    batchLimitBytes: 10_485_760,
  });
  const query = createQueryRouter({ pool: pools.query, authenticate, ...options.openReplica?.(pools.query) });
  const app = createHttpApp({ logger, routers: [intake, query] });
  const http = await listen(app, '127.0.0.1', 0);
  const { key } = await createApiKey(pool, { holder: 'test', holderKind: 'system', scopes: ['admin'] });
  const call: TestServices['call'] = (path, send, withKey = key) =>
    fetch(http.url + path, {
      headers: { authorization: `Bearer ${withKey}`, 'content-type': 'application/json' },
      redirect: 'manual',
      ...(send === undefined ? {} : { method: 'POST', body: JSON.stringify(send) }),
    });
  return {
    url: http.url,
    key,
    pool,
    call,
    async post(articles) {
      const response = await call('/v1/articles/batch', articles);
      const { refused } = (await response.json()) as { refused: number };
      if (refused !== 0) throw new Error(`${refused} articles were refused (${response.status}).`);
    },
    settle: () =>
      until(async () => {
        const { accepted, published } = await readBacklog(pool);
        return accepted + published === 0;
      }),
    async stop() {
      await http.close();
      await clusterer.stop();
      await producer.close();
      await pools.end();
      await pool.end();
      await database.drop();
    },
  };
}
