import type { TextKeys } from '@writethru/store';

import type { AlgorithmInForce } from '../algorithm-in-force.ts';
import type { KnownSharers } from '../search-pairs.ts';
import type { LaneDeps } from './run-batches.ts';

/**
 * Begins to search for texts in memory: at once, so that they are in it before others are searched for. They must be
 * committed. Undefined where there is no memory, or uniting is left to others.
 */
export function beginSearch(
  { log, findSharers, isTakeOnly }: Pick<LaneDeps, 'log' | 'findSharers' | 'isTakeOnly'>,
  texts: readonly TextKeys[],
  algorithm: AlgorithmInForce,
): KnownSharers | undefined {
  if (findSharers === undefined || isTakeOnly === true || texts.length === 0) return undefined;
  const found = findSharers(texts, algorithm).catch((error: unknown) => {
    log.warn({ err: error }, 'a search from memory failed: Postgres is asked');
    return null;
  });
  return () => found;
}
