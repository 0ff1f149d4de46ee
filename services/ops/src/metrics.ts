import { createProcessMetrics, type ProcessMetrics, type RequestFacts } from '@writethru/runtime';
import { countEditsInForce, type Pool } from '@writethru/store';
import { Gauge, type Registry } from 'prom-client';

import { makeFlowMetrics } from './metrics/flow-metrics.ts';
import { makeSnapshotMetrics } from './metrics/snapshot-metrics.ts';
import { makeStateMetrics } from './metrics/state-metrics.ts';
import type { Watched } from './watch.ts';

export interface Metrics {
  /** The text that Prometheus reads. */
  render(): Promise<string>;
  contentType: string;
  observeRequest(facts: RequestFacts): void;
}

/**
 * What this process measures of itself, and what the sampler measured of all of them. The latter every ops process
 * tells alike: of several, take the maximum and not the sum. Where Postgres is away it is absent, never zero.
 * `processMetrics`: those of a process that runs other services too. Default: its own.
 */
export function createMetrics(
  watch: () => Promise<Watched>,
  pool: Pool,
  processMetrics: ProcessMetrics = createProcessMetrics('ops', pool),
): Metrics {
  const { registry, observeRequest } = processMetrics;
  const state = makeStateMetrics(registry);
  const flow = makeFlowMetrics(registry);
  const snapshot = makeSnapshotMetrics(registry);
  registerEdits(registry, pool);
  return {
    contentType: registry.contentType,
    async render() {
      const { sample, status } = await watch();
      state.tell(sample, status);
      flow.tell(sample.store?.snapshot ?? null);
      snapshot.tell(sample.store?.snapshot ?? null);
      return registry.metrics();
    },
    observeRequest,
  };
}

function registerEdits(registry: Registry, pool: Pool): void {
  new Gauge({
    name: 'wire_editor_disagreements',
    help: "Editors' merges, splits, moves and pins in force: where the rule saw it otherwise.",
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      this.reset();
      const counts = await countEditsInForce(pool).catch(() => ({}));
      for (const [kind, count] of Object.entries<number>(counts)) this.set({ kind }, count);
    },
  });
}
