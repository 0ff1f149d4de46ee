import {
  createDocumentRouter,
  createHealthRouter,
  createHttpApp,
  createLogger,
  createMetricsRouter,
  createProcessMetrics,
  failStart,
  listen,
  loadServiceConfig,
  makeAuthenticate,
  makePages,
  runUntilSignal,
  startHeart,
} from '@writethru/runtime';
import { findApiKey, getActiveVersion, makeHeartStore, makeSignInStore, openPool } from '@writethru/store';

import { createDeskRouter } from './desk/router.ts';
import { openReads } from './open-reads.ts';
import { createQueryRouter } from './router.ts';
import { startWebhooks } from './webhooks/start-webhooks.ts';

try {
  const config = loadServiceConfig(process.env);
  const logger = createLogger({ service: 'query', level: config.logLevel });
  const pool = openPool(config.databaseUrl, {
    maxConnections: config.databasePoolSize,
    applicationName: 'writethru-query',
    onIdleError: (error) => logger.warn({ err: error }, 'a database connection broke'),
  });
  const health = createHealthRouter(() => getActiveVersion(pool));
  const metrics = createProcessMetrics('query', pool);
  const authenticate = makeAuthenticate((hash) => findApiKey(pool, hash));
  const reads = openReads(config.databaseReplicaUrl, {
    primary: pool,
    maxConnections: config.databasePoolSize,
    registry: metrics.registry,
    log: logger,
  });
  const router = createQueryRouter({
    pool,
    authenticate,
    replica: reads.replica,
    observeRead: reads.observeRead,
    requestsPerMinute: config.requestsPerMinute,
    allowsPrivateTargets: config.privateTargets === 'allow',
  });
  const pages = makePages({
    store: makeSignInStore(pool),
    breakGlassKey: config.breakGlassKey,
    sections: [{ href: '/desk', label: 'Desk' }],
  });
  const desk = createDeskRouter({ pool, log: logger, pages });
  const measured = createMetricsRouter(metrics.registry, authenticate);
  const routers = [health, measured, createDocumentRouter(), pages.router, router, desk];
  const app = createHttpApp({ logger, routers, onRequest: metrics.observeRequest });
  const http = await listen(app, config.host, config.port);
  const webhooks = startWebhooks({
    pool,
    log: logger,
    allowsPrivate: config.privateTargets === 'allow',
  });
  const heart = startHeart('query', makeHeartStore(pool), logger);
  logger.info({ url: http.url }, 'query is ready');
  runUntilSignal({
    logger,
    timeoutMs: config.shutdownTimeoutMs,
    stop: async () => {
      await http.close();
      await webhooks.stop();
      await heart.stop();
      await reads.close();
      await pool.end();
    },
  });
} catch (error) {
  failStart(error);
}
