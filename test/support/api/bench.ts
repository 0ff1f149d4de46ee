import type { Writable } from 'node:stream';

import { openProducer, type QueueBackend } from '@writethru/queue';
import {
  createDocumentRouter,
  createHttpApp,
  createLogger,
  createProcessMetrics,
  listen,
  makeAuthenticate,
  makePages,
  type Listening,
} from '@writethru/runtime';
import { createClusterer, makeClustererMeter } from '@writethru/service-clusterer';
import { createIntakeRouter, makeIntakeMeter } from '@writethru/service-intake';
import { createOps } from '@writethru/service-ops';
import { createDeskRouter, createQueryRouter, openReads } from '@writethru/service-query';
import { createApiKey, findApiKey, makeSignInStore, openPool, type Pool } from '@writethru/store';

import { createTestDatabase } from '../database.ts';
import { openServicePools } from '../service-pools.ts';
import { roleUrl } from '../role-url.ts';
import { until } from '../until.ts';
import { watchAnswers } from './watch-answers.ts';

export interface ApiCall {
  method?: string;
  headers?: Record<string, string>;
  /** JSON where it is no string. */
  body?: unknown;
  /** Default: the bench's admin key. Empty: none. */
  key?: string;
}

export interface ApiReply {
  status: number;
  headers: Headers;
  /** Parsed where it is JSON. */
  body: unknown;
}

/** All services on one port over a database of their own, on the Postgres queue. */
export interface ApiBench {
  url: string;
  databaseUrl: string;
  pool: Pool;
  key: string;
  call(path: string, call?: ApiCall): Promise<ApiReply>;
  makeKey(scopes: string[]): Promise<string>;
  /** Posts articles in one batch and waits until all are clustered. Answers their ids in order. */
  post(articles: readonly object[]): Promise<string[]>;
  /** Ends everything. Throws where any answer was not one that the document allows. */
  close(): Promise<void>;
}

export interface ApiBenchOptions {
  /** The clock of what may be shown. */
  now?: () => Date;
  /** Default true. Without one, articles stay accepted. */
  hasClusterer?: boolean;
  allowsPrivateTargets?: boolean;
  requestsPerMinute?: number;
  /** How often ops looks by itself. Default: as in production. */
  sampleEveryMs?: number;
  /** Articles that may wait before intake refuses more. */
  backlogLimit?: number;
  /** Bytes that the database may take up before intake refuses more. */
  databaseLimitBytes?: number;
  /** Where the log goes, all levels of it. Default: errors alone, to standard output. */
  logTo?: Writable;
}

/** Starts the bench. */
export async function startApiBench(options: ApiBenchOptions = {}): Promise<ApiBench> {
  const database = await createTestDatabase();
  const pool = openPool(database.url, { maxConnections: 8, applicationName: 'test', onIdleError: () => {} });
  // Each service with its own rights, as in production.
  const pools = openServicePools(database.url);
  const backend: QueueBackend = { kind: 'postgres', databaseUrl: roleUrl(database.url, 'clusterer') };
  const producer = openProducer({ backend, onError: () => {} });
  const { logTo } = options;
  const logger = createLogger({ service: 'test', level: logTo === undefined ? 'error' : 'trace' }, logTo);
  const authenticate = makeAuthenticate((hash) => findApiKey(pools.query, hash));
  const processMetrics = createProcessMetrics('test', pool);
  const intake = createIntakeRouter({
    pool: pools.intake,
    meter: makeIntakeMeter(processMetrics.registry),
    authenticate,
    announce: (articleIds) => producer.announceNew(articleIds),
    backlogLimit: options.backlogLimit ?? 1_000_000,
    databaseLimitBytes: options.databaseLimitBytes,
    bodyLimitBytes: 1_048_576,
    batchLimitBytes: 10_485_760,
  });
  const { registry } = processMetrics;
  const { observeRead } = openReads(undefined, {
    primary: pools.query,
    maxConnections: 8,
    registry,
    log: logger,
  });
  const query = createQueryRouter({ pool: pools.query, authenticate, observeRead, ...options });
  const pages = makePages({
    store: makeSignInStore(pools.query),
    sections: [
      { href: '/desk', label: 'Desk' },
      { href: '/ops', label: 'Ops' },
    ],
  });
  const ops = createOps({
    pool: pools.ops,
    askQueue: () => producer.report(),
    log: logger,
    queueKind: 'postgres',
    pages,
    processMetrics,
    ...(options.sampleEveryMs !== undefined && { sampleEveryMs: options.sampleEveryMs }),
  });
  const desk = createDeskRouter({
    pool: pools.query,
    log: logger,
    pages,
    ...(options.now && { now: options.now }),
  });
  const routers = [createDocumentRouter(), pages.router, intake, query, desk, ops.router];
  const watched = watchAnswers(createHttpApp({ logger, routers, onRequest: processMetrics.observeRequest }));
  const http: Listening = await listen(watched.app, '127.0.0.1', 0);
  const clusterer =
    options.hasClusterer === false
      ? null
      : await createClusterer({
          pool: pools.clusterer,
          backend,
          producer,
          log: logger,
          maxAttempts: 5,
          batchMaxArticles: 64,
          batchMaxWaitMs: 10,
          meter: makeClustererMeter(processMetrics.registry),
        });
  const makeKey = async (scopes: string[]): Promise<string> =>
    (await createApiKey(pool, { holder: 'test', holderKind: 'system', scopes })).key;
  const key = await makeKey(['admin']);
  const call = (path: string, one: ApiCall = {}): Promise<ApiReply> => send(http.url + path, { key, ...one });
  return {
    url: http.url,
    databaseUrl: database.url,
    pool,
    key,
    call,
    makeKey,
    post: (articles) => postAndWait(call, articles),
    async close() {
      await http.close();
      await clusterer?.stop();
      await ops.stop();
      await producer.close();
      await pools.end();
      await pool.end();
      await database.drop();
      watched.verify();
    },
  };
}

async function send(url: string, one: ApiCall): Promise<ApiReply> {
  const isText = typeof one.body === 'string';
  const response = await fetch(url, {
    method: one.method ?? (one.body === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: {
      ...(one.body !== undefined && !isText && { 'content-type': 'application/json' }),
      ...(one.key !== '' && { authorization: `Bearer ${one.key}` }),
      ...one.headers,
    },
    ...(one.body !== undefined && {
      body: typeof one.body === 'string' ? one.body : JSON.stringify(one.body),
    }),
  });
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '') && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? (JSON.parse(text) as unknown) : text,
  };
}

async function postAndWait(
  call: (path: string, one?: ApiCall) => Promise<ApiReply>,
  articles: readonly object[],
): Promise<string[]> {
  const { body } = await call('/v1/articles/batch', { body: articles });
  const { results } = body as { results: { articleId?: string; problem?: unknown }[] };
  const ids = results.map((result) => {
    if (result.articleId === undefined) throw new Error(`An article was refused: ${JSON.stringify(result)}`);
    return result.articleId;
  });
  await until(async () => {
    const backlog = (await call('/v1/backlog')).body as { accepted: number; published: number };
    return backlog.accepted + backlog.published === 0;
  });
  return ids;
}
