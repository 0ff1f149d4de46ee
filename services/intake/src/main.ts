import { setFlagsFromString } from 'node:v8';

import { openProducer, prepareBackend } from '@writethru/queue';
import {
  chooseBackend,
  createHealthRouter,
  createHttpApp,
  createLogger,
  createMetricsRouter,
  createProcessMetrics,
  failStart,
  listen,
  loadServiceConfig,
  makeAuthenticate,
  runUntilSignal,
  startHeart,
} from '@writethru/runtime';
import { findApiKey, getActiveVersion, makeHeartStore, openPool } from '@writethru/store';

import { makeIntakeMeter } from './intake-meter.ts';
import { createIntakeRouter } from './router.ts';

// Here a full collection of garbage holds up every answer that is due meanwhile, and there is little to keep: three times
// as seldom for some forty MB more.
setFlagsFromString('--heap-growing-percent=150');

try {
  const config = loadServiceConfig(process.env);
  const logger = createLogger({ service: 'intake', level: config.logLevel });
  const pool = openPool(config.databaseUrl, {
    maxConnections: config.databasePoolSize,
    applicationName: 'writethru-intake',
    onIdleError: (error) => logger.warn({ err: error }, 'a database connection broke'),
  });
  const backend = chooseBackend(config);
  await prepareBackend(backend);
  const producer = openProducer({
    backend,
    onError: (error) => logger.warn({ err: error }, 'the queue reported a fault'),
  });
  const metrics = createProcessMetrics('intake', pool);
  const authenticate = makeAuthenticate((hash) => findApiKey(pool, hash));
  const router = createIntakeRouter({
    pool,
    authenticate,
    meter: makeIntakeMeter(metrics.registry),
    announce: (articleIds) => producer.announceNew(articleIds),
    requestsPerMinute: config.requestsPerMinute,
    backlogLimit: config.backlogLimit,
    databaseLimitBytes: config.databaseLimitBytes,
    diskReserveBytes: config.diskReserveBytes,
    bodyLimitBytes: config.bodyLimitBytes,
    batchLimitBytes: config.batchLimitBytes,
  });
  const health = createHealthRouter(() => getActiveVersion(pool));
  const app = createHttpApp({
    logger,
    routers: [health, createMetricsRouter(metrics.registry, authenticate), router],
    onRequest: metrics.observeRequest,
    compresses: 'reads',
  });
  const http = await listen(app, config.host, config.port);
  const heart = startHeart('intake', makeHeartStore(pool), logger);
  logger.info({ url: http.url }, 'intake is ready');
  runUntilSignal({
    logger,
    timeoutMs: config.shutdownTimeoutMs,
    stop: async () => {
      await http.close();
      await producer.close();
      await heart.stop();
      await pool.end();
    },
  });
} catch (error) {
  failStart(error);
}
