import { areRelatedItems, hasThreeUnrelated } from '@writethru/clustering';
import { countSharedShingles } from '@writethru/fingerprint';
import { addDigestItems, type Pool } from '@writethru/store';

import type { AlgorithmInForce } from './algorithm-in-force.ts';
import { areCandidates } from './pair-up.ts';
import type { HeldText, TextCache } from './text-cache.ts';

/** A text that reads like an item of another. */
export interface FoundItem {
  digest: HeldText;
  item: HeldText;
}

/**
 * Notes the items that a search found, and answers the pairs by which digests are joined to all of theirs: texts with
 * three items that have nothing to do with each other. Commits, so that nobody's item is overlooked.
 */
export async function joinDigests(
  deps: { pool: Pool; texts: TextCache; algorithm: AlgorithmInForce },
  found: readonly FoundItem[],
): Promise<[number, number][]> {
  const noted = await addDigestItems(
    deps.pool,
    found.map(({ digest, item }) => ({ digestId: digest.facts.id, item: item.facts })),
  );
  const several = [...noted].filter(([, items]) => items.length >= 3);
  const held = await deps.texts.read(
    deps.pool,
    several.flatMap(([, items]) => items),
  );
  const isUnrelated = rememberUnrelated(deps.algorithm.stopKeys);
  return several.flatMap(([digestId, refs]) => {
    const items = refs.flatMap(({ id }) => held.get(id) ?? []);
    if (!hasThreeUnrelated(items, isUnrelated)) return [];
    return items.map(({ facts }): [number, number] => [digestId, facts.id]);
  });
}

/** The same items stand in many texts where a paragraph goes round. */
function rememberUnrelated(stopKeys: ReadonlySet<number>): (a: HeldText, b: HeldText) => boolean {
  const known = new Map<HeldText, Map<HeldText, boolean>>();
  return (a, b) => {
    const ofA = known.get(a) ?? new Map<HeldText, boolean>();
    known.set(a, ofA);
    let answer = ofA.get(b);
    if (answer === undefined) {
      const shared = areCandidates(a, b, stopKeys) ? countSharedShingles(a.fingerprint, b.fingerprint) : 0;
      answer = !areRelatedItems(a.facts, b.facts, shared);
      ofA.set(b, answer);
    }
    return answer;
  };
}
