import { statfs } from 'node:fs/promises';
import path from 'node:path';

import { readDatabaseSize, readDataFolder, type Pool } from '@writethru/store';

import { makeRoomGuard, type RoomGuard } from './room-guard.ts';

export interface DiskLimits {
  /** Refuse where the database takes up more than this. Left out: however much it does. */
  databaseLimitBytes?: number | undefined;
  /** Refuse where less than this is free on the disk of Postgres, if that is on this machine. 0: however little is. */
  diskReserveBytes?: number | undefined;
}

const CHECK_EVERY_MS = 5_000;
const MIB = 1_048_576;

/**
 * Keeps a little room on the disk of Postgres, which does not survive a full one: it stops, and needs room to recover.
 * A limit that can't be looked at refuses nothing.
 */
export function makeDiskGuard(pool: Pool, limits: DiskLimits): RoomGuard {
  return makeRoomGuard(
    async () => (await findLargeDatabase(pool, limits)) ?? (await findFullDisk(pool, limits)),
    CHECK_EVERY_MS,
  );
}

async function findLargeDatabase(
  pool: Pool,
  { databaseLimitBytes: limit }: DiskLimits,
): Promise<string | null> {
  if (limit === undefined) return null;
  const size = await readDatabaseSize(pool);
  return size <= limit
    ? null
    : `The database takes up ${toMib(size)} MiB, and DATABASE_LIMIT_BYTES is ${toMib(limit)} MiB`;
}

async function findFullDisk(
  pool: Pool,
  { diskReserveBytes: reserve = 0 }: DiskLimits,
): Promise<string | null> {
  if (reserve === 0) return null;
  const folder = await readDataFolder(pool);
  if (folder === null) return null;
  for (const place of [folder, path.join(folder, 'pg_wal')]) {
    // A folder of another machine, or one that this account may not enter.
    const free = await statfs(place).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => Infinity,
    );
    if (free < reserve)
      return `The disk of Postgres has ${toMib(free)} MiB free, and DISK_RESERVE_BYTES is ${toMib(reserve)} MiB`;
  }
  return null;
}

function toMib(bytes: number): number {
  return Math.floor(bytes / MIB);
}
