import type { RequestFacts } from '@writethru/runtime';
import { quantileOf } from '@writethru/domain';
import { countEditsInForce, type OpsSnapshot, type Pool } from '@writethru/store';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

import type { Watched } from './watch.ts';

export interface Metrics {
  /** The text that Prometheus reads. */
  render(): Promise<string>;
  contentType: string;
  observeRequest(facts: RequestFacts): void;
}

const HEALTH_VALUE = { HEALTHY: 0, DEGRADED: 1, DOWN: 2 } as const;
const REQUEST_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * The metrics of this process and of the store, in a registry of their own. Those of the store are the state of things
 * at the scrape, at most a second old; where Postgres is away they are absent, never zero.
 */
export function createMetrics(watch: () => Promise<Watched>, pool: Pool): Metrics {
  const registry = createRegistry(pool);
  const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const health = gauge('wire_health', '0 healthy, 1 degraded, 2 down');
  const unfinished = gauge('wire_articles_unfinished', 'Accepted articles that have not ended, by Postgres', [
    'state',
  ]);
  const oldest = gauge('wire_oldest_unfinished_age_seconds', 'Age of the oldest of them');
  const quarantined = gauge('wire_quarantine_articles', 'Articles in quarantine');
  const flows = makeFlowGauges(gauge);
  const jobs = gauge('bullmq_job_count', 'Jobs by state, by the queue itself', ['queue', 'state']);
  const connections = gauge('wire_pg_pool_connections', 'Connections of this process to Postgres', ['state']);
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of HTTP requests of this process',
    labelNames: ['method', 'route', 'code'],
    buckets: REQUEST_BUCKETS_SECONDS,
    registers: [registry],
  });

  const collect = ({ sample, status }: Watched): void => {
    for (const one of [unfinished, oldest, quarantined, jobs]) one.reset();
    flows.forget();
    health.set(HEALTH_VALUE[status.health]);
    connections.set({ state: 'total' }, pool.totalCount);
    connections.set({ state: 'idle' }, pool.idleCount);
    connections.set({ state: 'waiting' }, pool.waitingCount);
    for (const [state, count] of Object.entries(sample.queue?.counts ?? {}))
      jobs.set({ queue: 'articles', state }, count);
    if (sample.store === null) {
      for (const one of [oldest, quarantined]) one.remove();
      return;
    }
    const { backlog, snapshot } = sample.store;
    unfinished.set({ state: 'accepted' }, backlog.accepted);
    unfinished.set({ state: 'published' }, backlog.published);
    oldest.set(backlog.oldestAgeSeconds);
    quarantined.set(backlog.quarantined);
    if (snapshot !== null) flows.collect(snapshot);
  };
  return {
    contentType: registry.contentType,
    async render() {
      collect(await watch());
      return registry.metrics();
    },
    observeRequest: ({ method, route, status, durationSeconds }) =>
      requests.observe({ method, route, code: String(status) }, durationSeconds),
  };
}

/** What the sampler measured. */
function makeFlowGauges(gauge: (name: string, help: string, labelNames?: string[]) => Gauge): {
  forget(): void;
  collect(snapshot: OpsSnapshot): void;
} {
  const lag = gauge('wire_article_lag_seconds', 'Received to clustered over five minutes, live articles', [
    'quantile',
  ]);
  const flow = gauge('wire_articles_last_minute', 'Articles of the last minute', ['direction']);
  const stories = gauge('wire_stories_estimate', 'Stories, as the planner estimates them');
  const position = gauge('wire_events_position', 'Position of the last event in the log');
  return {
    forget() {
      for (const one of [lag, flow]) one.reset();
      for (const one of [stories, position]) one.remove();
    },
    collect({ lastMinute, lastFiveMinutes, storiesEstimate, eventsPosition }) {
      for (const quantile of [0.5, 0.95]) {
        const seconds = quantileOf(lastFiveMinutes.lagCounts, quantile);
        if (seconds !== null) lag.set({ quantile: String(quantile) }, seconds);
      }
      flow.set({ direction: 'in' }, lastMinute.received);
      flow.set({ direction: 'out' }, lastMinute.clustered + lastMinute.quarantined);
      stories.set(storiesEstimate);
      position.set(eventsPosition);
    },
  };
}

/** With what counts itself at each scrape. */
function createRegistry(pool: Pool): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'wire_editor_disagreements',
    help: "Editors' merges, splits, moves and pins in force: where the rule saw it otherwise",
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      this.reset();
      const counts = await countEditsInForce(pool).catch(() => ({}));
      for (const [kind, count] of Object.entries<number>(counts)) this.set({ kind }, count);
    },
  });
  return registry;
}
