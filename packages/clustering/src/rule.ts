import type { Pair, TextNode } from './model.ts';

/** Scores are integers from 0 to this. */
export const MAX_SCORE = 10_000;

/**
 * Rule of algorithm version 1. Jaccard ≥ .5 or containment ≥ .65 on 5-word shingles is a match; the figures of both
 * cuts, and of the window, are in docs/clustering.md.
 */
export const RULE = {
  /** Effective days may lie so far apart, by UTC day number: a property of two fingerprints, without a clock. */
  windowDays: 3,
  minSharedKeys: 2,
  matchScore: 5_000,
  /** Average linkage joins two groups while their mean score is at least this. */
  linkageScore: 4_000,
  /** Containment of this much scores as a match. */
  containmentPercent: 65,
  /** Below this containment a pair counts for nothing and is not kept. */
  keepContainmentPercent: 10,
  /** An item of a digest: at least so many shingles, … */
  itemMinShingles: 21,
  /** … this much of it in the digest, … */
  itemContainmentPercent: 60,
  /** … or, where most of the longer text is something else, this much of its head; … */
  itemLeadPercent: 80,
  /** … and no longer than this share of the digest. */
  itemMaxSizePercent: 70,
  /** Two items are related from this containment, or this many shared shingles, on. */
  relatedContainmentPercent: 15,
  relatedShared: 15,
  /** Distinct texts that average linkage may take at once; past that the match threshold rises. */
  maxLinkageUnits: 128,
  thresholdStep: 500,
  /** A guid used again: past the window, both with text, and less than this contained. */
  reusedGuidContainmentPercent: 10,
} as const;

/** Whether two fingerprints may be compared at all: their days lie within the window. Symmetric. */
export function isInWindow(a: { day: number }, b: { day: number }): boolean {
  return Math.abs(a.day - b.day) <= RULE.windowDays;
}

/**
 * How alike two texts are: an integer from 0 to 10,000, from 5,000 on a match. Symmetric and exact: whole numbers
 * below 2^53, one division, rounded down.
 */
export function scorePair(a: TextNode, b: TextNode, shared: number): number {
  if (a.textHash === b.textHash) return MAX_SCORE;
  const smaller = Math.min(a.shingleCount, b.shingleCount);
  if (smaller === 0 || shared * 100 < smaller * RULE.keepContainmentPercent) return 0;
  const together = a.shingleCount + b.shingleCount - shared;
  const byJaccard = Math.floor((shared * MAX_SCORE) / together);
  const byContainment = Math.floor((shared * RULE.matchScore * 100) / (smaller * RULE.containmentPercent));
  return Math.min(MAX_SCORE, Math.max(byJaccard, byContainment));
}

/** Whether a candidate is worth keeping: it scores, is evidence of a digest, or shows two items to be related. */
export function isKept(a: TextNode, b: TextNode, pair: Pair): boolean {
  if (pair.shared >= RULE.relatedShared) return true;
  return scorePair(a, b, pair.shared) > 0 || isItemOf(a, b, pair) || isItemOf(b, a, pair);
}

/** Whether a candidate connects two components: a match, or evidence of a digest. */
export function isLink(a: TextNode, b: TextNode, pair: Pair): boolean {
  if (!pair.isCandidate || !isInWindow(a, b)) return false;
  return scorePair(a, b, pair.shared) >= RULE.matchScore || isItemOf(a, b, pair) || isItemOf(b, a, pair);
}

/** Whether most of the longer text is not in the shorter: only such a link can be a digest's. */
export function isMinorOverlap(a: TextNode, b: TextNode, shared: number): boolean {
  return shared * 2 < Math.max(a.shingleCount, b.shingleCount);
}

/** Whether `item` reads like one item of the longer text `digest`. */
export function isItemOf(item: TextNode, digest: TextNode, pair: Pair): boolean {
  if (item.shingleCount < RULE.itemMinShingles) return false;
  const isShort = item.shingleCount * 100 <= digest.shingleCount * RULE.itemMaxSizePercent;
  if (isShort && pair.shared * 100 >= item.shingleCount * RULE.itemContainmentPercent) return true;
  if (item.shingleCount >= digest.shingleCount || !isMinorOverlap(item, digest, pair.shared)) return false;
  const leadInDigest = pair.a === item.id ? pair.aLeadInB : pair.bLeadInA;
  return leadInDigest * 100 >= item.leadCount * RULE.itemLeadPercent;
}

/** Whether two items tell of the same thing, and so are no sign of a digest. */
export function areRelatedItems(a: TextNode, b: TextNode, shared: number): boolean {
  if (a.textHash === b.textHash || shared >= RULE.relatedShared) return true;
  return shared * 100 >= Math.min(a.shingleCount, b.shingleCount) * RULE.relatedContainmentPercent;
}

/** Whether a later version under the same guid is another story: the guid was used again. */
export function isReusedGuid(a: TextNode, b: TextNode, shared: number): boolean {
  if (isInWindow(a, b) || a.wordCount === 0 || b.wordCount === 0 || a.textHash === b.textHash) return false;
  const smaller = Math.min(a.shingleCount, b.shingleCount);
  return shared * 100 < smaller * RULE.reusedGuidContainmentPercent || smaller === 0;
}
