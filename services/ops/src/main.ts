import { openProducer, prepareBackend } from '@writethru/queue';
import {
  chooseBackend,
  createHttpApp,
  createLogger,
  failStart,
  listen,
  loadServiceConfig,
  makePages,
  runUntilSignal,
} from '@writethru/runtime';
import { makeSignInStore, openPool } from '@writethru/store';

import { createOps } from './router.ts';

try {
  const config = loadServiceConfig(process.env);
  const logger = createLogger({ service: 'ops', level: config.logLevel });
  const pool = openPool(config.databaseUrl, {
    maxConnections: config.databasePoolSize,
    applicationName: 'writethru-ops',
    statementTimeoutMs: 2_000,
    onIdleError: (error) => logger.warn({ err: error }, 'a database connection broke'),
  });
  const backend = chooseBackend(config);
  await prepareBackend(backend);
  const producer = openProducer({
    backend,
    onError: (error) => logger.warn({ err: error }, 'the queue reported a fault'),
  });
  const pages = makePages({
    store: makeSignInStore(pool),
    breakGlassKey: config.breakGlassKey,
    sections: [{ href: '/ops', label: 'Ops' }],
  });
  const ops = createOps({
    pool,
    askQueue: () => producer.report(),
    log: logger,
    queueKind: backend.kind,
    redisUrl: backend.kind === 'redis' ? backend.redisUrl : undefined,
    pages,
  });
  const app = createHttpApp({ logger, routers: [pages.router, ops.router], onRequest: ops.observeRequest });
  const http = await listen(app, config.host, config.port);
  logger.info({ url: http.url }, 'ops is ready');
  runUntilSignal({
    logger,
    timeoutMs: config.shutdownTimeoutMs,
    stop: async () => {
      await http.close();
      await ops.stop();
      await producer.close();
      await pool.end();
    },
  });
} catch (error) {
  failStart(error);
}
