import { readHeads, type LeftoverPage } from '@writethru/store';

import { readAlgorithmInForce } from '../algorithm-in-force.ts';
import { unitePublished } from '../process-batch.ts';
import { TextCache } from '../text-cache.ts';
import { beginSearch } from './begin-search.ts';
import { retryTransient } from './retry-transient.ts';
import type { LaneDeps, TakenWork } from './run-batches.ts';

/** Takes articles that an earlier run published and did not unite. What this program can't read is left out. */
export async function takeLeftovers(
  deps: LaneDeps,
  { leftovers }: LeftoverPage,
  inTurn: NonNullable<LaneDeps['inTurn']>,
): Promise<TakenWork> {
  const cache = deps.texts ?? new TextCache();
  return inTurn(async () => {
    const algorithm = await retryTransient(deps.log, () => readAlgorithmInForce(deps.pool));
    const held = await retryTransient(deps.log, () =>
      cache.read(
        deps.pool,
        leftovers.map(({ fingerprint }) => fingerprint),
      ),
    );
    const published = leftovers.flatMap(({ articleId, fingerprint }) => {
      const text = held.get(fingerprint.id);
      return text === undefined ? [] : [{ id: articleId, fingerprint: text.facts }];
    });
    const texts = published.map(({ fingerprint: { id, day } }) => {
      return { id, day, keys: held.get(id)!.fingerprint.keys };
    });
    const articleIds = published.map(({ id }) => id);
    const heads = await retryTransient(deps.log, () => readHeads(deps.pool, articleIds));
    deps.report({ accepted: 0, repeated: 0, refused: [], leftovers: articleIds.length });
    return {
      articleIds,
      unite: (known) =>
        unitePublished({ ...deps, texts: cache }, { published, heads, knownSharers: known }, algorithm),
      knownSharers: beginSearch(deps, texts, algorithm),
    };
  });
}
