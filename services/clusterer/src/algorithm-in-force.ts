import { getWritableAlgorithm, listStopKeys, type AlgorithmVersion, type Pool } from '@writethru/store';

/** The algorithm version that decisions are made under now, with its stop-key table. */
export interface AlgorithmInForce extends AlgorithmVersion {
  stopKeys: ReadonlySet<number>;
}

// A version's table never changes once it is registered.
const tables = new WeakMap<Pool, Map<number, ReadonlySet<number>>>();

/** Reads the version in force: a replay changes it, so each decision asks. Throws AppError as `getWritableAlgorithm`. */
export async function readAlgorithmInForce(pool: Pool): Promise<AlgorithmInForce> {
  const algorithm = await getWritableAlgorithm(pool);
  const known = tables.get(pool) ?? new Map<number, ReadonlySet<number>>();
  tables.set(pool, known);
  const stopKeys = known.get(algorithm.id) ?? (await listStopKeys(pool, algorithm.id));
  known.set(algorithm.id, stopKeys);
  return { ...algorithm, stopKeys };
}
