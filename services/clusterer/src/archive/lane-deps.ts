import { readShingleSeed } from '@writethru/fingerprint';
import { createLogger, type loadServiceConfig } from '@writethru/runtime';
import { getActiveAlgorithm, openPool } from '@writethru/store';

import { TextCache } from '../text-cache.ts';
import type { ArchiveDefaults } from './archive-piece.ts';
import type { LaneDeps } from './run-batches.ts';

const CONNECTIONS = 4;

/** What a lane works with: connections, texts in `textsBytes` of memory, and the settings of the environment. */
export async function makeLaneDeps(
  config: ReturnType<typeof loadServiceConfig>,
  defaults: ArchiveDefaults,
  textsBytes: number,
): Promise<Omit<LaneDeps, 'report' | 'inTurn'>> {
  const logger = createLogger({ service: 'import', level: config.logLevel });
  const pool = openPool(config.databaseUrl, {
    maxConnections: CONNECTIONS,
    applicationName: 'writethru-import',
    onIdleError: (error) => logger.warn({ err: error }, 'a database connection broke'),
  });
  const { seed } = await getActiveAlgorithm(pool);
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
  };
}
