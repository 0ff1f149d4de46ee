import { uniteArticles, type Decide, type UniteInput } from '@writethru/store';

import { readAlgorithmInForce, type AlgorithmInForce } from './algorithm-in-force.ts';
import { NO_METER, type ClustererMeter } from './clusterer-meter.ts';
import { pairUp } from './pair-up.ts';
import { moveComponents, type MoveDeps } from './replay/move-components.ts';
import { searchPairs, type KnownSharers, type Published, type SearchResult } from './search-pairs.ts';
import { TextCache } from './text-cache.ts';

/** What a search and a unite need that only the caller knows. */
export interface UniteWork {
  published: readonly Published[];
  /** Called after each search. */
  input: (
    found: SearchResult,
  ) => Promise<Pick<UniteInput, 'articles' | 'alertMatches' | 'revisited' | 'requestIds' | 'beforeCommit'>>;
  decide: Decide;
  /** Asked by the first search alone: what it names may be gone when that has to be done again. */
  knownSharers?: KnownSharers | undefined;
}

/**
 * Search, then unite, under the version in force. Components that were decided under another are moved first, and the
 * search is done again: so what comes in during a replay ends as if it had come afterwards.
 * Throws AppError as `searchPairs` and `uniteArticles` do.
 */
export async function uniteInForce(
  deps: MoveDeps & { meter?: ClustererMeter },
  work: UniteWork,
  algorithm?: AlgorithmInForce,
): Promise<void> {
  const { pool, texts = new TextCache(), meter = NO_METER } = deps;
  const inForce = algorithm ?? (await readAlgorithmInForce(pool));
  const unreadable = new Set<number>();
  let { knownSharers } = work;
  for (;;) {
    const found = await meter.time('search', () =>
      searchPairs({ pool, texts, algorithm: inForce, knownSharers }, work.published),
    );
    knownSharers = undefined;
    const own = await work.input(found);
    const { outdatedIds, retries } = await meter.time('unite', () =>
      uniteArticles(
        pool,
        {
          ...own,
          links: found.links,
          joins: found.joins.filter(([a, b]) => !unreadable.has(a) && !unreadable.has(b)),
          pairUp: (db, parts) => pairUp({ texts, db, algorithm: inForce }, parts, found.links),
          algorithm: inForce,
        },
        work.decide,
      ),
    );
    meter.countRetries(retries);
    if (outdatedIds.length === 0) return;
    for (const id of await moveComponents(deps, outdatedIds)) unreadable.add(id);
  }
}
