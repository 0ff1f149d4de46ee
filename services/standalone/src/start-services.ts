import { openProducer, prepareBackend, type Producer, type QueueBackend } from '@writethru/queue';
import {
  createDocumentRouter,
  createHttpApp,
  createProcessMetrics,
  listen,
  makeAuthenticate,
  makePages,
  startHeart,
  type Authenticate,
  type Config,
  type FindPrincipal,
  type Listening,
  type Logger,
  type Pages,
  type ProcessMetrics,
} from '@writethru/runtime';
import { createClusterer, makeClustererMeter } from '@writethru/service-clusterer';
import { createIntakeRouter, makeIntakeMeter } from '@writethru/service-intake';
import { createOps } from '@writethru/service-ops';
import {
  createDeskRouter,
  createQueryRouter,
  openReads,
  startWebhooks,
  type Reads,
} from '@writethru/service-query';
import { findApiKey, makeHeartStore, makeSignInStore, type Pool } from '@writethru/store';

export interface RunningServices {
  http: Listening;
  /** Ends what is under way, and stops: intake first, so that nothing new comes. */
  stop(): Promise<void>;
}

/**
 * Runs intake, clusterer, query with the desk, and ops in this process, on one port. Throws AppError where the port is
 * taken or the store is away; then nothing is left running.
 */
export async function startServices(
  config: Config,
  pool: Pool,
  backend: QueueBackend,
  logger: Logger,
): Promise<RunningServices> {
  await prepareBackend(backend);
  const onError = (error: Error): void => logger.warn({ err: error }, 'the queue reported a fault');
  const producer = openProducer({ backend, onError });
  const find: FindPrincipal = (hash) => findApiKey(pool, hash);
  const authenticate = makeAuthenticate(find);
  const pages = openPages(config, pool);
  const processMetrics = createProcessMetrics('standalone', pool);
  const ops = createOps({
    pool,
    processMetrics,
    askQueue: () => producer.report(),
    log: logger,
    queueKind: backend.kind,
    redisUrl: backend.kind === 'redis' ? backend.redisUrl : undefined,
    pages,
  });
  const intake = openIntake(config, { pool, authenticate, producer, processMetrics });
  const { query, reads } = openQuery(config, { pool, authenticate, processMetrics, log: logger });
  const desk = createDeskRouter({ pool, log: logger, pages });
  const app = createHttpApp({
    logger,
    routers: [createDocumentRouter(), pages.router, intake, query, desk, ops.router],
    onRequest: ops.observeRequest,
  });
  const http = await listen(app, config.host, config.port).catch(async (error: unknown) => {
    await ops.stop();
    await producer.close();
    await reads.close();
    throw error;
  });
  const { maxAttempts, batchMaxArticles, batchMaxWaitMs, batchesAtOnce, leadPolicy } = config;
  const limits = { maxAttempts, batchMaxArticles, batchMaxWaitMs, batchesAtOnce, leadPolicy };
  const meter = makeClustererMeter(processMetrics.registry);
  const clusterer = await createClusterer({ pool, backend, producer, log: logger, meter, ...limits });
  const webhooks = startWebhooks({
    pool,
    log: logger,
    allowsPrivate: config.privateTargets === 'allow',
  });
  // The clusterer and ops have their own.
  const hearts = ['intake', 'query'].map((service) => startHeart(service, makeHeartStore(pool), logger));
  return {
    http,
    async stop() {
      await http.close();
      await webhooks.stop();
      await clusterer.stop();
      await Promise.all([ops, ...hearts].map((one) => one.stop()));
      await producer.close();
      await reads.close();
    },
  };
}

function openIntake(
  config: Config,
  deps: { pool: Pool; authenticate: Authenticate; producer: Producer; processMetrics: ProcessMetrics },
): ReturnType<typeof createIntakeRouter> {
  return createIntakeRouter({
    pool: deps.pool,
    authenticate: deps.authenticate,
    announce: (articleIds) => deps.producer.announceNew(articleIds),
    backlogLimit: config.backlogLimit,
    databaseLimitBytes: config.databaseLimitBytes,
    diskReserveBytes: config.diskReserveBytes,
    bodyLimitBytes: config.bodyLimitBytes,
    batchLimitBytes: config.batchLimitBytes,
    requestsPerMinute: config.requestsPerMinute,
    meter: makeIntakeMeter(deps.processMetrics.registry),
  });
}

function openQuery(
  config: Config,
  deps: { pool: Pool; authenticate: Authenticate; processMetrics: ProcessMetrics; log: Logger },
): { query: ReturnType<typeof createQueryRouter>; reads: Reads } {
  const reads = openReads(config.databaseReplicaUrl, {
    primary: deps.pool,
    maxConnections: config.databasePoolSize,
    registry: deps.processMetrics.registry,
    log: deps.log,
  });
  const query = createQueryRouter({
    pool: deps.pool,
    authenticate: deps.authenticate,
    replica: reads.replica,
    observeRead: reads.observeRead,
    allowsPrivateTargets: config.privateTargets === 'allow',
    requestsPerMinute: config.requestsPerMinute,
  });
  return { query, reads };
}

function openPages(config: Config, pool: Pool): Pages {
  return makePages({
    store: makeSignInStore(pool),
    breakGlassKey: config.breakGlassKey,
    sections: [
      { href: '/desk', label: 'Desk' },
      { href: '/ops', label: 'Ops' },
    ],
  });
}
