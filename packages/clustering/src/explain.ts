import type { ExplainReason } from '@writethru/domain';

import {
  chainKey,
  type ComponentFacts,
  type EditorConstraint,
  type MemberArticle,
  type Pair,
  type PairOverlap,
  type TextFacts,
  type TextNode,
} from './model.ts';
import { partition } from './partition.ts';
import { isInWindow, isNearlyAll, isReusedGuid, RULE } from './rule.ts';
import { listScoreFeatures, type ScoreFeature } from './score-features.ts';
import { weighPair } from './score-pair.ts';
import { type ChainStep, findStrongestChain } from './strongest-chain.ts';

/** What two texts have to do with each other, whatever became of their articles. */
export interface PairExplanation {
  isInWindow: boolean;
  daysApart: number;
  windowDays: number;
  sharedKeys: number;
  minSharedKeys: number;
  /** Whether a search for one finds the other: within the window, with enough keys or the same words. */
  isCandidate: boolean;
  sharedShingles: number;
  /** 0 to 10,000; of a pair that is no candidate it is what it would be. */
  score: number;
  threshold: number;
  isMatch: boolean;
  features: ScoreFeature[];
}

export interface StoryExplanation {
  isOneStory: boolean;
  reason: ExplainReason;
  pair: PairExplanation;
  /** How they hang together, where they are in one story; else empty. */
  chain: ChainStep[];
  /** The ids of articles that are digests: what they merely contain does not join them. */
  digests: string[];
  constraints: EditorConstraint[];
}

export interface ExplainInput {
  /** Everything known of the components of both articles, and the pair of their texts. */
  facts: ComponentFacts;
  aId: string;
  bId: string;
  /** Of the two texts; `isCandidate` is found out here. */
  pair: Omit<Pair, 'isCandidate'>;
  sharedKeys: number;
}

/**
 * Why two articles are or are not one story, by deciding their components anew. Pure. Throws RangeError where one of
 * them is not in the facts.
 */
export function explainStory({ facts, aId, bId, pair, sharedKeys }: ExplainInput): StoryExplanation {
  const [a, b] = [locate(facts, aId), locate(facts, bId)];
  const explained = explainPair(a.node, b.node, overlapFrom(a.node, pair), sharedKeys);
  const parts = partition(facts);
  const story = parts.stories.find((articles) => articles.some(({ id }) => id === aId))!;
  const isOneStory = story.some(({ id }) => id === bId);
  const among = new Set(story.map(({ id }) => id));
  const chain = isOneStory ? findStrongestChain(facts, among, aId, bId) : [];
  const constraints = facts.constraints.filter((constraint) => bindsBoth(constraint, a.article, b.article));
  const isVoided =
    (parts.digests.has(a.node.id) || parts.digests.has(b.node.id)) &&
    !isNearlyAll(a.node, b.node, pair.shared);
  return {
    isOneStory,
    reason: isOneStory
      ? reasonOf(chain)
      : findObstacle(a, b, explained, pair.shared, { constraints, isVoided }),
    pair: explained,
    chain,
    digests: [a, b].filter(({ node }) => parts.digests.has(node.id)).map(({ article }) => article.id),
    constraints,
  };
}

/** What two texts have in common and what it is worth: what `similar` ranks by. */
export function explainPair(
  a: TextFacts,
  b: TextFacts,
  overlap: PairOverlap,
  sharedKeys: number,
): PairExplanation {
  const isNear = isInWindow(a, b);
  const isCandidate = isNear && (sharedKeys >= RULE.minSharedKeys || a.textHash === b.textHash);
  const weights = weighPair(a, b, overlap);
  const { score } = weights;
  return {
    isInWindow: isNear,
    daysApart: Math.abs(a.day - b.day),
    windowDays: RULE.windowDays,
    sharedKeys,
    minSharedKeys: RULE.minSharedKeys,
    isCandidate,
    sharedShingles: overlap.shared,
    score,
    threshold: RULE.matchScore,
    isMatch: isCandidate && score >= RULE.matchScore,
    features: listScoreFeatures(weights),
  };
}

/** What a pair shares, seen from `a`. */
function overlapFrom(a: TextNode, pair: Omit<Pair, 'isCandidate'>): PairOverlap {
  return pair.a === a.id ? pair : { ...pair, aLeadInB: pair.bLeadInA, bLeadInA: pair.aLeadInB };
}

interface Located {
  article: MemberArticle;
  node: TextNode;
}

function locate(facts: ComponentFacts, id: string): Located {
  for (const node of facts.nodes) {
    const article = node.articles.find((each) => each.id === id);
    if (article !== undefined) return { article, node };
  }
  throw new RangeError(`Article ${id} is not in the facts.`);
}

function bindsBoth(constraint: EditorConstraint, a: MemberArticle, b: MemberArticle): boolean {
  const ends = [
    chainKey({ provider: constraint.aProvider, guid: constraint.aGuid }),
    chainKey({ provider: constraint.bProvider, guid: constraint.bGuid }),
  ];
  const keys = [chainKey(a), chainKey(b)];
  return ends.every((end) => keys.includes(end)) && keys.every((key) => ends.includes(key));
}

function reasonOf(chain: readonly ChainStep[]): ExplainReason {
  return chain.length === 1 ? chain[0]!.by : 'chain';
}

function findObstacle(
  a: Located,
  b: Located,
  pair: PairExplanation,
  shared: number,
  more: { constraints: readonly EditorConstraint[]; isVoided: boolean },
): ExplainReason {
  if (more.constraints.some(({ kind }) => kind === 'cannot_link')) return 'editor_split';
  if (chainKey(a.article) === chainKey(b.article) && isReusedGuid(a.node, b.node, shared))
    return 'reused_guid';
  if (a.node.wordCount === 0 || b.node.wordCount === 0) return 'no_text';
  if (!pair.isInWindow) return 'outside_window';
  if (!pair.isCandidate) return 'too_few_shared_keys';
  if (more.isVoided) return 'digest';
  return pair.isMatch ? 'linkage' : 'below_threshold';
}
