import { openProducer, prepareBackend } from '@writethru/queue';
import {
  chooseBackend,
  createHealthRouter,
  createHttpApp,
  createLogger,
  createMetricsRouter,
  createProcessMetrics,
  failStart,
  giveWay,
  listen,
  loadServiceConfig,
  makeAuthenticate,
  runUntilSignal,
} from '@writethru/runtime';
import { findApiKey, getActiveVersion, openPool } from '@writethru/store';

import { makeClustererMeter } from './clusterer-meter.ts';
import { createClusterer } from './clusterer.ts';

try {
  const config = loadServiceConfig(process.env);
  giveWay(config.clustererNiceness);
  const logger = createLogger({ service: 'clusterer', level: config.logLevel });
  const pool = openPool(config.databaseUrl, {
    maxConnections: config.databasePoolSize,
    applicationName: 'writethru-clusterer',
    onIdleError: (error) => logger.warn({ err: error }, 'a database connection broke'),
  });
  const backend = chooseBackend(config);
  await prepareBackend(backend);
  const onError = (error: Error): void => logger.warn({ err: error }, 'the queue reported a fault');
  const producer = openProducer({ backend, onError });
  const metrics = createProcessMetrics('clusterer', pool);
  const clusterer = await createClusterer({
    pool,
    backend,
    producer,
    log: logger,
    maxAttempts: config.maxAttempts,
    batchMaxArticles: config.batchMaxArticles,
    batchMaxWaitMs: config.batchMaxWaitMs,
    batchesAtOnce: config.batchesAtOnce,
    leadPolicy: config.leadPolicy,
    meter: makeClustererMeter(metrics.registry),
  });
  const health = createHealthRouter(() => getActiveVersion(pool));
  const authenticate = makeAuthenticate((hash) => findApiKey(pool, hash));
  const app = createHttpApp({
    logger,
    routers: [health, createMetricsRouter(metrics.registry, authenticate)],
    onRequest: metrics.observeRequest,
  });
  const http = await listen(app, config.host, config.port);
  logger.info({ url: http.url }, 'clusterer is ready');
  runUntilSignal({
    logger,
    timeoutMs: config.shutdownTimeoutMs,
    stop: async () => {
      await clusterer.stop();
      await http.close();
      await producer.close();
      await pool.end();
    },
  });
} catch (error) {
  failStart(error);
}
