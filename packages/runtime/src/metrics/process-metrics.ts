import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

import type { RequestFacts } from '../http/app.ts';
import { makeProcessFacts } from '../process-facts.ts';

/** What is asked of a pool of database connections. */
export interface PoolCounts {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}

/** What a process measures of itself. Each process has a registry of its own. */
export interface ProcessMetrics {
  registry: Registry;
  observeRequest(facts: RequestFacts): void;
}

/** prom-client calls these gauges totals, and promtool objects; the same is told by type in nodejs_active_… of each kind. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** Those of OpenTelemetry's HTTP conventions, so that dashboards made for them fit. */
const REQUEST_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Makes what every process measures: its memory, time and event loop, its version, its connections to Postgres, and the
 * HTTP requests that it answers, by method, pattern of the path, and status.
 */
export function createProcessMetrics(service: string, pool: PoolCounts): ProcessMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  const { version } = makeProcessFacts(service)();
  new Gauge({
    name: 'wire_build_info',
    help: 'Always 1: the service that this process runs, and its version.',
    labelNames: ['service', 'version'],
    registers: [registry],
  }).set({ service, version }, 1);
  new Gauge({
    name: 'wire_pg_pool_connections',
    help: 'Connections of this process to Postgres, and requests that wait for one.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'used' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time that HTTP requests took.',
    labelNames: ['method', 'route', 'code'],
    buckets: REQUEST_BUCKETS_SECONDS,
    registers: [registry],
  });
  return {
    registry,
    observeRequest: ({ method, route, status, durationSeconds }) =>
      requests.observe({ method: nameMethod(method), route, code: String(status) }, durationSeconds),
  };
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** A stranger may send any word for a method, and each would be a series for good. */
function nameMethod(method: string): string {
  return METHODS.has(method) ? method : 'other';
}
