import { findCompanions, isLink, toComponentFacts, type Pair, type TextNode } from '@writethru/clustering';
import { readComponents, type Pool } from '@writethru/store';

import type { Similar } from './find-similar.ts';

/** The article that a text would be. */
const UNSTORED = 'unstored';
/** Below every id of a stored fingerprint: in a pair the lower id comes first. */
const UNSTORED_ID = -1;

/** A text that is not stored, as the decision would see it. */
export function makeUnstoredNode(facts: Omit<TextNode, 'id' | 'articles'>, effectiveAtMs: number): TextNode {
  return {
    ...facts,
    id: UNSTORED_ID,
    articles: [
      {
        id: UNSTORED,
        provider: '',
        guid: UNSTORED,
        version: 0,
        contentHash: facts.textHash,
        effectiveAtMs,
        pubStatus: 'usable',
        embargoedUntilMs: null,
        standingPubStatus: 'usable',
        standingEmbargoedUntilMs: null,
        textGone: null,
        isBackfill: false,
        markers: [],
        numbers: [],
        names: [],
        linkKeys: [],
      },
    ],
  };
}

/**
 * The stories that a text would be one with if it were posted: decided by the same pure function, over the components
 * that it links to. Several mean that they would become one.
 */
export async function placeUnstored(
  pool: Pool,
  node: TextNode,
  similar: readonly Similar[],
  fingerprintVersion: number,
): Promise<string[]> {
  const pairs = new Map<number, Pair>();
  const linked = new Set<number>();
  for (const { fingerprint, evidence, overlap } of similar) {
    const pair: Pair = { a: node.id, b: fingerprint.id, isCandidate: evidence.isCandidate, ...overlap };
    pairs.set(fingerprint.id, pair);
    if (isLink(node, fingerprint, pair)) linked.add(fingerprint.id);
  }
  if (linked.size === 0) return [];
  const components = await readComponents(pool, [...linked], fingerprintVersion);
  const facts = toComponentFacts(components);
  const companions = findCompanions(
    { ...facts, nodes: [...facts.nodes, node], pairs: [...facts.pairs, ...pairs.values()] },
    UNSTORED,
  );
  const storyOf = new Map(
    components.flatMap(({ articles }) =>
      articles.map(({ id, placement }) => [id, placement?.storyId] as const),
    ),
  );
  return [...new Set(companions.flatMap((id) => storyOf.get(id) ?? []))].sort();
}
