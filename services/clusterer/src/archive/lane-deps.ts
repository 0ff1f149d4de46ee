import type { MessagePort } from 'node:worker_threads';

import { readShingleSeed } from '@writethru/fingerprint';
import { createLogger, type loadServiceConfig } from '@writethru/runtime';
import { getActiveAlgorithm, openPool } from '@writethru/store';

import { TextCache } from '../text-cache.ts';
import type { ArchiveDefaults } from './archive-piece.ts';
import { retryTransient } from './retry-transient.ts';
import type { LaneDeps } from './run-batches.ts';

/** Taking and uniting at once, each with one more; and one that `HeldKeys` reads by. */
const CONNECTIONS = 5;

/** What a thread is started with. */
export interface LaneData {
  defaults: ArchiveDefaults;
  /** Memory for texts. */
  textsBytes: number;
  isTakeOnly: boolean;
  /** By which it searches. */
  searchPort: MessagePort;
}

/** What a lane works with: connections, texts in memory, and the settings of the environment. */
export async function makeLaneDeps(
  config: ReturnType<typeof loadServiceConfig>,
  { defaults, textsBytes, isTakeOnly }: Omit<LaneData, 'searchPort'>,
): Promise<Omit<LaneDeps, 'report' | 'inTurn'>> {
  const logger = createLogger({ service: 'import', level: config.logLevel });
  const pool = openPool(config.databaseUrl, {
    maxConnections: CONNECTIONS,
    applicationName: 'writethru-import',
    onIdleError: (error) => logger.warn({ err: error }, 'a database connection broke'),
  });
  const { seed } = await retryTransient(logger, () => getActiveAlgorithm(pool));
  return {
    pool,
    texts: new TextCache(textsBytes),
    seed: readShingleSeed(seed),
    log: logger,
    maxAttempts: config.maxAttempts,
    leaseMs: 30_000,
    leadPolicy: config.leadPolicy,
    defaults,
    maxBytes: config.bodyLimitBytes,
    isTakeOnly,
  };
}
