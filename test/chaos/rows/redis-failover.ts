import { openRedisCluster, openWatchedRedis } from '../../support/own-redis-group.ts';
import { last, type Row } from '../row.ts';

const SHORT_MS = 2_000;

/** The loss of the queue's master for good, with a Redis that fails over by itself, under the rights of deploy/redis. */
export const REDIS_FAILOVER_ROWS: Row[] = [
  {
    name: 'redis-cluster-failover',
    fault: 'kill -9, for good, of the master of the queue in a Redis Cluster of six: its replica is voted in',
    openQueue: openRedisCluster,
  },
  {
    name: 'redis-sentinel-failover',
    fault: 'kill -9, for good, of a primary: three sentinels vote, and promote its replica',
    openQueue: openWatchedRedis,
  },
].map((row) => ({
  ...row,
  expected: 'articles are accepted and clustered; those whose hint was lost, later',
  mayRefuse: false,
  async run({ queue }) {
    await last(SHORT_MS);
    await queue!.killMaster();
    await queue!.waitForPromotion();
    // Articles come in by the new one.
    await last(2 * SHORT_MS);
  },
}));
