import { spawnSync } from 'node:child_process';

import { createApiKey, openPool, type Pool } from '@writethru/store';

import { OwnPostgres } from '../support/own-postgres.ts';
import { OwnRedis } from '../support/own-redis.ts';

/** Room for a Postgres that works, and little enough to be filled up. */
const SMALL_DISK = '768m';

/** The private servers of a run, straight to reach. */
export interface Servers {
  postgres: OwnPostgres;
  redis: OwnRedis;
  pool: Pool;
  /** May do everything. */
  key: string;
  /** The mount point of a disk of its own that Postgres is on, which may be filled up; null where none can be made. */
  smallDisk: string | null;
  close(): Promise<void>;
}

/** Starts a migrated Postgres and a Redis on the loopback. */
export async function openServers(options: { withSmallDisk: boolean }): Promise<Servers> {
  // What the tests' own set-up would have found.
  process.env['WRITETHRU_TEST_REDIS_EXECUTABLE'] ??= 'redis-server';
  let smallDisk: string | null = null;
  const postgres = await OwnPostgres.open((folder) => {
    if (options.withSmallDisk && mountSmallDisk(folder)) smallDisk = folder;
  });
  const redis = await OwnRedis.open();
  await redis.start();
  const pool = openPool(postgres.databaseUrl, {
    maxConnections: 4,
    applicationName: 'chaos',
    onIdleError: () => {},
  });
  const { key } = await createApiKey(pool, { holder: 'chaos', holderKind: 'system', scopes: ['admin'] });
  return {
    postgres,
    redis,
    pool,
    key,
    smallDisk,
    async close() {
      await pool.end();
      await redis.close();
      await postgres.close(() => {
        if (smallDisk !== null) spawnSync('umount', [smallDisk]);
      });
    },
  };
}

/** Only root may, and not in every container. */
function mountSmallDisk(folder: string): boolean {
  return (
    spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SMALL_DISK}`, 'writethru-chaos', folder]).status === 0
  );
}
