import { spawnSync } from 'node:child_process';

import { createApiKey, openPool, type Pool } from '@writethru/store';

import { openMovableAddress, type MovableAddress } from '../support/movable-address.ts';
import { OwnPostgres } from '../support/own-postgres.ts';
import { OwnRedis } from '../support/own-redis.ts';
import type { UndoStack } from '../../services/standalone/src/undo-stack.ts';

/** Room for a Postgres that works, and little enough to be filled up. */
const POSTGRES_DISK = '768m';

/** The private servers of a run, straight to reach. */
export interface Servers {
  /** The one that is the primary now. */
  postgres: OwnPostgres;
  redis: OwnRedis;
  /** Goes to the primary, whichever that is. */
  pool: Pool;
  /** May do everything. */
  key: string;
  /** The mount point of a disk of its own that the primary is on, which may be filled up; null where none can be made. */
  smallDisk: string | null;
  /** Makes a standby of the primary, on a disk of the same kind. */
  openStandby(): Promise<Home>;
  /** From now on that one is the primary; the one before is closed. */
  moveTo(home: Home): Promise<void>;
}

/** A Postgres, and its disk. */
interface Home {
  postgres: OwnPostgres;
  smallDisk: string | null;
  close(): Promise<void>;
}

/** Starts a migrated Postgres and a Redis on the loopback. `undo` ends them. */
export async function openServers(undo: UndoStack, options: { withSmallDisk: boolean }): Promise<Servers> {
  // What the tests' own set-up would have found.
  process.env['WRITETHRU_TEST_REDIS_EXECUTABLE'] ??= 'redis-server';
  let home = await openHome(undo, options.withSmallDisk, (prepare) => OwnPostgres.open(prepare));
  const redis = await OwnRedis.open();
  undo.push(() => redis.close());
  await redis.start();
  const address: MovableAddress = await openMovableAddress(home.postgres.databaseUrl);
  undo.push(() => address.close());
  const pool = openPool(address.url, {
    maxConnections: 4,
    applicationName: 'chaos',
    onIdleError: () => {},
  });
  undo.push(() => pool.end());
  const { key } = await createApiKey(pool, { holder: 'chaos', holderKind: 'system', scopes: ['admin'] });
  const servers: Servers = {
    postgres: home.postgres,
    redis,
    pool,
    key,
    smallDisk: home.smallDisk,
    openStandby: () =>
      openHome(undo, options.withSmallDisk, (prepare) => servers.postgres.openStandby(prepare)),
    async moveTo(next) {
      const before = home;
      home = next;
      servers.postgres = next.postgres;
      servers.smallDisk = next.smallDisk;
      address.moveTo(next.postgres.databaseUrl);
      await before.close();
    },
  };
  return servers;
}

type Open = (prepare: (folder: string) => void) => Promise<OwnPostgres>;

async function openHome(undo: UndoStack, withSmallDisk: boolean, open: Open): Promise<Home> {
  let smallDisk: string | null = null;
  const postgres = await open((folder) => {
    if (withSmallDisk && mountSmallDisk(folder, POSTGRES_DISK)) smallDisk = folder;
  });
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> =>
    (closing ??= postgres.close(() => {
      if (smallDisk !== null) spawnSync('umount', [smallDisk]);
    }));
  undo.push(close);
  return { postgres, smallDisk, close };
}

/** Answers whether it could be mounted there: only root may, and not in every container. */
export function mountSmallDisk(folder: string, size: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'writethru-chaos', folder]).status === 0;
}
