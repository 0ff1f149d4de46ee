import { ALGORITHM, AppError } from '@writethru/domain';

import { queryMaybeOne, type Client, type Db } from './pool.ts';

/** An algorithm version, and the version of the fingerprints that it compares. */
export interface AlgorithmVersion {
  id: number;
  fingerprintVersion: number;
}

/** The algorithm version in force, with the installation's secret (32 bytes). */
export interface ActiveAlgorithm extends AlgorithmVersion {
  seed: Uint8Array;
}

const NONE_ACTIVE = 'No algorithm version is active: migrate the database first.';

/** The version in force, without the secret. Throws AppError `unavailable` before the first migration has made one. */
export async function getActiveVersion(db: Db): Promise<AlgorithmVersion> {
  const row = await queryMaybeOne<AlgorithmVersion>(
    db,
    'select id, fingerprint_version as "fingerprintVersion" from algorithm_versions where is_active',
  );
  if (row === null) throw new AppError('unavailable', NONE_ACTIVE);
  return row;
}

/** Reads the active algorithm version. Throws AppError `unavailable` before the first migration has made one. */
export async function getActiveAlgorithm(db: Db): Promise<ActiveAlgorithm> {
  const row = await queryMaybeOne<{ id: number; fingerprint_version: number; seed: Buffer }>(
    db,
    'select id, fingerprint_version, seed from algorithm_versions where is_active',
  );
  if (row === null) throw new AppError('unavailable', NONE_ACTIVE);
  return { id: row.id, fingerprintVersion: row.fingerprint_version, seed: new Uint8Array(row.seed) };
}

/**
 * The version that a decision of this program is made under now. A replay changes it while the service runs, so it is
 * read for each. Throws AppError `unavailable` where it is of fingerprints that this program does not make.
 */
export async function getWritableAlgorithm(db: Db): Promise<AlgorithmVersion> {
  const { id, fingerprintVersion } = await getActiveVersion(db);
  if (fingerprintVersion !== ALGORITHM.id)
    throw new AppError('unavailable', 'The algorithm version in force is of another program version.');
  return { id, fingerprintVersion };
}

/** Brings another version into force. One that is already changes nothing. */
export async function activateAlgorithm(client: Client, id: number): Promise<void> {
  // Two statements: the index that lets only one be active looks at each row by itself.
  await client.query('update algorithm_versions set is_active = false where is_active and id <> $1', [id]);
  await client.query('update algorithm_versions set is_active = true where id = $1 and not is_active', [id]);
}
