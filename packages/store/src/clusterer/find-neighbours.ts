import type { AlgorithmVersion } from '../algorithm.ts';
import { queryRows, type Pool } from '../pool.ts';
import { BY_KEYS, inTransaction } from '../transaction.ts';
import type { FingerprintRef } from './components.ts';
import { findKeySharers } from './key-sharers.ts';
import { findKeyNeighbours, type KeyNeighbour } from './search.ts';

/** What published articles may have to do with others. */
export interface Neighbours {
  /** As `findKeySharers` answers them. */
  sharers: readonly FingerprintRef[];
  /** As `findKeyNeighbours` answers them. */
  byProvider: KeyNeighbour[];
}

/**
 * Whom the given fingerprints share index keys with, and whom the given articles are joined to by their providers or by
 * editors. Where the caller knows the sharers they are left to him. Run it after `publishArticles` has committed, on the
 * primary.
 */
export async function findNeighbours(
  pool: Pool,
  published: { fingerprints: readonly FingerprintRef[]; articleIds: readonly string[] },
  options: { windowDays: number; algorithm: AlgorithmVersion; sharers?: readonly FingerprintRef[] | null },
): Promise<Neighbours> {
  const { windowDays, algorithm, sharers: known = null } = options;
  return inTransaction(
    pool,
    async (client) => {
      const byProvider = await findKeyNeighbours(client, published.articleIds, {
        windowDays,
        fingerprintVersion: algorithm.fingerprintVersion,
      });
      if (known !== null) return { sharers: known, byProvider };
      await queryRows(client, BY_KEYS);
      const sharers = await findKeySharers(client, published.fingerprints, windowDays, algorithm.id);
      return { sharers, byProvider };
    },
    { isByIndex: true },
  );
}
