import { openProducer, type Producer } from '@writethru/queue';
import { openPool, type Pool } from '@writethru/store';

import { findTestPort } from '../support/free-port.ts';
import { OwnRedis } from '../support/own-redis.ts';
import { roleUrl } from '../support/role-url.ts';
import { Supervised } from '../support/supervised.ts';

/** The product's own programs on one store, each as its own role, with a queue that is new and empty. */
export interface Production {
  intakeUrls: string[];
  queryUrl: string;
  /** As the superuser: it looks where no service may. */
  pool: Pool;
  producer: Producer;
  /** Ends that nobody brought about. */
  listCrashes(): string[];
  /** kill -9 of all of it. */
  close(): Promise<void>;
}

const ROLES = ['intake', 'intake', 'clusterer', 'clusterer', 'query'] as const;

/**
 * Starts two intakes, two clusterers and a query service; resolves when all are ready. `hints` are the ids that a Redis
 * has left over, whatever the store holds.
 */
export async function startProduction(
  databaseUrl: string,
  logFile: string,
  hints: readonly string[] = [],
): Promise<Production> {
  process.env['WRITETHRU_TEST_REDIS_EXECUTABLE'] ??= 'redis-server';
  const redis = await OwnRedis.open();
  await redis.start();
  const producer = openProducer({ backend: { kind: 'redis', redisUrl: redis.url }, onError: () => {} });
  if (hints.length > 0) await producer.announce(hints);
  const ports = await Promise.all(ROLES.map(() => findTestPort()));
  const services = ROLES.map(
    (role, at) =>
      new Supervised({
        role,
        databaseUrl: roleUrl(databaseUrl, role),
        redisUrl: redis.url,
        port: ports[at]!,
        isProduct: true,
        logFile,
      }),
  );
  const pool = openPool(databaseUrl, {
    maxConnections: 3,
    applicationName: 'recovery',
    onIdleError: () => {},
  });
  await Promise.all(services.map((service) => service.ready()));
  const urlOf = (at: number): string => `http://127.0.0.1:${ports[at]!}`;
  return {
    intakeUrls: [urlOf(0), urlOf(1)],
    queryUrl: urlOf(ROLES.indexOf('query')),
    pool,
    producer,
    listCrashes: () => services.flatMap((service) => service.crashes),
    async close() {
      await Promise.all(services.map((service) => service.end()));
      await producer.close();
      await pool.end();
      await redis.close();
    },
  };
}
