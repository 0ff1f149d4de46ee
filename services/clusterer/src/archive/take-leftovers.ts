import { makeDue, readHeads, type LeftoverPage } from '@writethru/store';

import { readAlgorithmInForce } from '../algorithm-in-force.ts';
import { unitePublished } from '../process-batch.ts';
import { TextCache } from '../text-cache.ts';
import { beginSearch } from './begin-search.ts';
import { retryTransient } from './retry-transient.ts';
import type { LaneDeps, TakenWork } from './run-batches.ts';

/**
 * Takes articles that an earlier run published and did not unite. What this program can't read is left to be tried alone.
 * Only the report waits for its turn: in which order they are taken does not matter.
 */
export async function takeLeftovers(
  deps: LaneDeps,
  { leftovers }: LeftoverPage,
  inTurn: NonNullable<LaneDeps['inTurn']>,
): Promise<TakenWork> {
  const texts = deps.texts ?? new TextCache();
  const { algorithm, held } = await retryTransient(deps.log, async () => ({
    algorithm: await readAlgorithmInForce(deps.pool),
    held: await texts.read(
      deps.pool,
      leftovers.map(({ fingerprint }) => fingerprint),
    ),
  }));
  const readable = leftovers.filter(({ fingerprint }) => held.has(fingerprint.id));
  const articleIds = readable.map(({ articleId }) => articleId);
  const heads = await retryTransient(deps.log, async () => {
    const others = leftovers.filter(({ fingerprint }) => !held.has(fingerprint.id));
    if (others.length > 0)
      await makeDue(
        deps.pool,
        others.map(({ articleId }) => articleId),
      );
    return readHeads(deps.pool, articleIds);
  });
  const step = { accepted: 0, repeated: 0, refused: [], leftovers: articleIds.length };
  await inTurn(() => Promise.resolve(deps.report(step)));
  const found = readable.map(({ articleId, fingerprint: { id, day } }) => {
    const { facts, fingerprint } = held.get(id)!;
    return { published: { id: articleId, fingerprint: facts }, text: { id, day, keys: fingerprint.keys } };
  });
  const published = found.map((each) => each.published);
  const sought = found.map((each) => each.text);
  return {
    articleIds,
    unite: (known) => unitePublished({ ...deps, texts }, { published, heads }, known),
    known: { algorithm, knownSharers: beginSearch(deps, sought, algorithm) },
  };
}
