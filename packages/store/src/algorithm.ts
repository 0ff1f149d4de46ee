import { AppError } from '@writethru/domain';

import { queryMaybeOne, type Db } from './pool.ts';

/** The algorithm version in force, with the installation's secret (32 bytes). */
export interface ActiveAlgorithm {
  id: number;
  seed: Uint8Array;
}

/** Reads the active algorithm version. Throws AppError `unavailable` before the first migration has made one. */
export async function getActiveAlgorithm(db: Db): Promise<ActiveAlgorithm> {
  const row = await queryMaybeOne<{ id: number; seed: Buffer }>(
    db,
    'select id, seed from algorithm_versions where is_active',
  );
  if (row === null)
    throw new AppError('unavailable', 'No algorithm version is active: migrate the database first.');
  return { id: row.id, seed: new Uint8Array(row.seed) };
}
