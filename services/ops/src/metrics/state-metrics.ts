import type { Registry } from 'prom-client';

import type { Sample } from '../sample.ts';
import type { Status } from '../status.ts';
import { makeToldGauge } from './told.ts';

const HEALTH_VALUE = { HEALTHY: 0, DEGRADED: 1, DOWN: 2 } as const;
const QUEUE = 'articles';

const toSeconds = (time: Date | string): number => new Date(time).getTime() / 1000;
const one = (value: number | null | undefined): { value: number }[] =>
  value === null || value === undefined ? [] : [{ value }];

/** How things stand at the scrape. What can't be known is absent, never zero. */
export function makeStateMetrics(registry: Registry): { tell(sample: Sample, status: Status): void } {
  const gauge = (name: string, help: string, ...labels: string[]) =>
    makeToldGauge(registry, name, help, ...labels);
  const health = gauge('wire_health', '0 healthy, 1 degraded, 2 down: the first line of /ops.');
  const up = gauge('wire_dependency_up', '1 where it answers, else 0.', 'dependency');
  const unfinished = gauge('wire_articles_unfinished', 'Accepted articles that have no story yet.', 'state');
  const oldest = gauge('wire_oldest_unfinished_age_seconds', 'How long the oldest of them has waited.');
  const held = gauge('wire_quarantine_articles', 'Articles in quarantine.');
  const heldSince = gauge(
    'wire_quarantine_oldest_timestamp_seconds',
    'Since when the oldest of them is there.',
  );
  const jobs = gauge('bullmq_jobs', 'Jobs, by state, by the queue itself.', 'queue', 'state');
  const tellRedis = makeRedisMetrics(registry);
  return {
    tell({ store, queue }, status) {
      health.tell([{ value: HEALTH_VALUE[status.health] }]);
      up.tell([
        { labels: { dependency: 'postgres' }, value: store === null ? 0 : 1 },
        { labels: { dependency: 'queue' }, value: queue === null ? 0 : 1 },
      ]);
      const backlog = store?.backlog ?? null;
      unfinished.tell(
        backlog === null
          ? []
          : (['accepted', 'published'] as const).map((state) => ({
              labels: { state },
              value: backlog[state],
            })),
      );
      oldest.tell(one(backlog?.oldestAgeSeconds));
      held.tell(one(backlog?.quarantined));
      const since = backlog?.quarantinedSince ?? null;
      heldSince.tell(since === null ? [] : [{ value: toSeconds(since) }]);
      const counts = Object.entries(queue?.counts ?? {});
      jobs.tell(counts.map(([state, value]) => ({ labels: { queue: QUEUE, state }, value })));
      tellRedis(queue?.redis ?? null);
    },
  };
}

function makeRedisMetrics(registry: Registry): (redis: NonNullable<Sample['queue']>['redis']) => void {
  const info = makeToldGauge(
    registry,
    'wire_redis_config_info',
    'Always 1: how Redis is set up.',
    'maxmemory_policy',
    'version',
  );
  const used = makeToldGauge(registry, 'wire_redis_memory_used_bytes', 'Memory that Redis uses.');
  const max = makeToldGauge(
    registry,
    'wire_redis_memory_max_bytes',
    'Memory that Redis may use; 0: no limit.',
  );
  return (redis) => {
    const labels = { maxmemory_policy: redis?.evictionPolicy ?? '', version: redis?.version ?? '' };
    info.tell(redis === null ? [] : [{ labels, value: 1 }]);
    used.tell(one(redis?.memoryUsedBytes));
    max.tell(one(redis?.memoryMaxBytes));
  };
}
