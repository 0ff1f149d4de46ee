import type { Logger } from '@writethru/runtime';
import { openPool, watchReplica, type Pool, type Replica } from '@writethru/store';
import { Counter, type Registry } from 'prom-client';

import type { ReadSource } from './read-from.ts';

/** A replica that stands still must not hold a reader for as long as the primary may take. */
const QUERY_TIMEOUT_MS = 5_000;

/** What answers readers. */
export interface Reads {
  replica: Replica | undefined;
  observeRead: (source: ReadSource) => void;
  close(): Promise<void>;
}

/** Counts what answers readers, and opens the replica that does where `url` names one. */
export function openReads(
  url: string | undefined,
  deps: { primary: Pool; maxConnections: number; registry: Registry; log: Logger },
): Reads {
  const reads = new Counter({
    name: 'wire_reads_total',
    help: 'Answers to readers, by where they were read.',
    labelNames: ['source'],
    registers: [deps.registry],
  });
  for (const source of ['replica', 'primary']) reads.inc({ source }, 0);
  const observeRead = (source: ReadSource): void => reads.inc({ source });
  if (url === undefined) return { replica: undefined, observeRead, close: async () => {} };
  const pool = openPool(url, {
    maxConnections: deps.maxConnections,
    applicationName: 'writethru-query',
    queryTimeoutMs: QUERY_TIMEOUT_MS,
    onIdleError: (error) => deps.log.warn({ err: error }, 'a connection to the replica broke'),
  });
  return { replica: watchReplica(deps.primary, pool), observeRead, close: () => pool.end() };
}
