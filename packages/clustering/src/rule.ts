import type { Pair, PairOverlap, TextFacts } from './model.ts';
import { scorePair } from './score-pair.ts';

/**
 * What the pair rule and the partition of algorithm version 2 go by. Which figures each was chosen by, and what
 * happens without it, is in docs/clustering.md.
 */
export const RULE = {
  /** Days may lie so far apart, by UTC day number: a property of two texts, without a clock. */
  windowDays: 3,
  minSharedKeys: 2,
  matchScore: 5_000,
  /** Average linkage joins two groups while their mean score is at least this. */
  linkageScore: 4_000,
  /** An item of a digest: at least so many words, … */
  itemMinWords: 25,
  /** … this much of it in the digest, and no longer than this share of it; … */
  itemContainmentPercent: 60,
  itemMaxSizePercent: 70,
  /** … or its top in the digest, where most of the longer of the two is something else. */
  itemLeadPercent: 80,
  /** Two items are related from this containment, or this many shared shingles, on. */
  relatedContainmentPercent: 15,
  relatedShared: 15,
  /** What a digest joins has this much of the longer text in common with it. */
  nearlyAllPercent: 90,
  /** Distinct texts that average linkage may take at once; past that the match threshold rises. */
  maxLinkageUnits: 128,
  thresholdStep: 500,
  /** A guid used again: past the window, both with text, and less than this contained. */
  reusedGuidContainmentPercent: 10,
} as const;

export type PartitionRule = Readonly<Record<keyof typeof RULE, number>>;

/** Whether two texts may be compared at all: their days lie within the window. Symmetric. */
export function isInWindow(a: { day: number }, b: { day: number }): boolean {
  return Math.abs(a.day - b.day) <= RULE.windowDays;
}

/** Whether a candidate is worth keeping: it scores, is evidence of a digest, or shows two items to be related. */
export function isKept(a: TextFacts, b: TextFacts, overlap: PairOverlap): boolean {
  if (overlap.shared >= RULE.relatedShared) return true;
  return scorePair(a, b, overlap) > 0 || isItemOfEither(a, b, overlap);
}

/** Whether two candidates are a match. */
export function isMatch(a: TextFacts, b: TextFacts, overlap: PairOverlap): boolean {
  return isInWindow(a, b) && scorePair(a, b, overlap) >= RULE.matchScore;
}

/** Whether a pair may have a say in each other's stories: a candidate that is a match, or evidence of a digest. */
export function isLink(a: TextFacts, b: TextFacts, pair: PairOverlap & { isCandidate: boolean }): boolean {
  if (!pair.isCandidate || !isInWindow(a, b)) return false;
  return isMatch(a, b, pair) || isItemOfEither(a, b, pair);
}

function isItemOfEither(a: TextFacts, b: TextFacts, overlap: PairOverlap): boolean {
  return (
    readsLikeItem(a, b, overlap.shared, overlap.aLeadInB) ||
    readsLikeItem(b, a, overlap.shared, overlap.bLeadInA)
  );
}

type Identified = TextFacts & { id: number };

/** Whether `item` reads like one item of the text `digest`. `pair` is of the two. */
export function isItemOf(item: Identified, digest: Identified, pair: Pair): boolean {
  return readsLikeItem(item, digest, pair.shared, pair.a === item.id ? pair.aLeadInB : pair.bLeadInA);
}

/**
 * An item may be shorter or longer than its digest, which may tell of a story in its first paragraph alone.
 * `leadInDigest` is how much of the item's top stands in the digest.
 */
function readsLikeItem(item: TextFacts, digest: TextFacts, shared: number, leadInDigest: number): boolean {
  if (!isLongEnough(item)) return false;
  const isMostlyElse = shared * 2 < Math.max(item.shingleCount, digest.shingleCount);
  return isPartOf(item, digest, shared) || (isMostlyElse && hasTop(item, leadInDigest));
}

function isLongEnough(item: TextFacts): boolean {
  return item.wordCount >= RULE.itemMinWords && item.shingleCount > 0;
}

function isPartOf(item: TextFacts, digest: TextFacts, shared: number): boolean {
  const isPart = item.shingleCount * 100 <= digest.shingleCount * RULE.itemMaxSizePercent;
  return isPart && shared * 100 >= item.shingleCount * RULE.itemContainmentPercent;
}

function hasTop(item: TextFacts, leadInDigest: number): boolean {
  return leadInDigest * 100 >= item.leadCount * RULE.itemLeadPercent;
}

/**
 * Whether two candidates that share no more than `atMost` may be a link: false is certain, true is not. More of
 * anything shared never makes a score smaller, and of an item only what the digest holds besides it can grow less.
 */
export function mayBeLink(a: TextFacts, b: TextFacts, atMost: PairOverlap): boolean {
  return (
    scorePair(a, b, atMost) >= RULE.matchScore ||
    mayBeItem(a, b, atMost.shared, atMost.aLeadInB) ||
    mayBeItem(b, a, atMost.shared, atMost.bLeadInA)
  );
}

function mayBeItem(item: TextFacts, digest: TextFacts, shared: number, leadInDigest: number): boolean {
  return isLongEnough(item) && (isPartOf(item, digest, shared) || hasTop(item, leadInDigest));
}

/**
 * Whether two items may tell of the same thing, and so are no sign of a digest. Two that lie too far apart to be
 * compared may.
 */
export function areRelatedItems(a: TextFacts, b: TextFacts, shared: number): boolean {
  if (!isInWindow(a, b) || a.textHash === b.textHash || shared >= RULE.relatedShared) return true;
  return shared * 100 >= Math.min(a.shingleCount, b.shingleCount) * RULE.relatedContainmentPercent;
}

/** Whether two texts are all but the same: only to such a one is a digest joined. */
export function isNearlyAll(a: TextFacts, b: TextFacts, shared: number, rule: PartitionRule = RULE): boolean {
  if (a.textHash === b.textHash) return true;
  return shared * 100 >= Math.max(a.shingleCount, b.shingleCount) * rule.nearlyAllPercent;
}

/** Whether a later version under the same guid is another story: the guid was used again. */
export function isReusedGuid(a: TextFacts, b: TextFacts, shared: number): boolean {
  if (isInWindow(a, b) || a.wordCount === 0 || b.wordCount === 0 || a.textHash === b.textHash) return false;
  const smaller = Math.min(a.shingleCount, b.shingleCount);
  return shared * 100 < smaller * RULE.reusedGuidContainmentPercent || smaller === 0;
}
