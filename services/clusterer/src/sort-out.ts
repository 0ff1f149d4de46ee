import { isItemOf, isMatch, mayBeLink, type PairOverlap } from '@writethru/clustering';
import { LEAD_WINDOW } from '@writethru/domain';
import { compareTops, compareWords } from '@writethru/fingerprint';
import type { LinkRow } from '@writethru/store';

import { listCandidates, makePairCounter } from './count-pairs.ts';
import type { FoundItem } from './join-digests.ts';
import { inOrder } from './pair-up.ts';
import type { HeldText } from './text-cache.ts';

/** The candidates among texts that were found: each pair once. */
export interface SortedOut {
  /** Those that match. */
  links: LinkRow[];
  /** Of those the ones of which one reads like an item of the other; of the others, too. */
  items: FoundItem[];
  /** Those that do not match: a text, and its candidates. Almost every pair of a crowd ends here. */
  strangers: [HeldText, HeldText[]][];
  /** Candidates of each text of the batch. One that has none is left out. */
  counts: Map<number, number>;
}

/** Sorts out what `own`, the texts of a batch, have to do with each of `found`; these may be among them. */
export function sortOut(
  own: readonly HeldText[],
  found: readonly HeldText[],
  stopKeys: ReadonlySet<number>,
): SortedOut {
  const candidatesOf = listCandidates(own, found, stopKeys);
  const ownIds = new Set(own.map(({ facts }) => facts.id));
  const sorted: SortedOut = {
    links: [],
    items: [],
    strangers: [],
    counts: countCandidates(own, candidatesOf),
  };
  // Most of a batch has nothing to do with anything: only of the others a table is made.
  const crowd = own.filter(({ facts }) => sorted.counts.has(facts.id));
  const placeOf = new Map(crowd.map((text, place) => [text, place]));
  const countWith = makePairCounter(crowd);
  const atMost: PairOverlap = {
    shared: 0,
    aLeadInB: 0,
    bLeadInA: 0,
    sharedNumbers: 0,
    sharedHeadlineWords: 0,
  };
  for (const [number, other] of found.entries()) {
    const candidates = candidatesOf[number]!;
    if (candidates.length === 0) continue;
    const { shared, ownTop, otherTop } = countWith(other);
    const isOwn = ownIds.has(other.facts.id);
    const strangers: HeldText[] = [];
    for (const at of candidates) {
      const text = own[at]!;
      // Of two in this batch each finds the other.
      if (isOwn && other.facts.id < text.facts.id) continue;
      const place = placeOf.get(text)!;
      atMost.shared = shared[place]!;
      atMost.aLeadInB = Math.min(LEAD_WINDOW, ownTop[place]!);
      atMost.bLeadInA = Math.min(LEAD_WINDOW, otherTop[place]!);
      const overlap = compareIfLink(text, other, atMost);
      if (overlap === null || !noteLink(sorted, text, other, overlap)) strangers.push(text);
    }
    if (strangers.length > 0) sorted.strangers.push([other, strangers]);
  }
  return sorted;
}

/** How many of the lists each of `own` is in, by its id. */
function countCandidates(
  own: readonly HeldText[],
  lists: readonly (readonly number[])[],
): Map<number, number> {
  const counts = new Uint32Array(own.length);
  for (const list of lists) for (const at of list) counts[at]!++;
  return new Map(own.flatMap(({ facts }, at) => (counts[at]! > 0 ? [[facts.id, counts[at]!]] : [])));
}

/**
 * What two texts share, exactly, or null where that can't make them a link. `atMost` says what they share of shingles,
 * and no less than they share at the top; it is written to.
 */
function compareIfLink(a: HeldText, b: HeldText, atMost: PairOverlap): PairOverlap | null {
  const [left, right] = [a.fingerprint, b.fingerprint];
  atMost.sharedNumbers = Math.min(left.numbers.length, right.numbers.length);
  atMost.sharedHeadlineWords = Math.min(left.headlineWords.length, right.headlineWords.length);
  if (!mayBeLink(a.facts, b.facts, atMost)) return null;
  const { sharedNumbers, sharedHeadlineWords } = compareWords(left, right);
  atMost.sharedNumbers = sharedNumbers;
  atMost.sharedHeadlineWords = sharedHeadlineWords;
  if (!mayBeLink(a.facts, b.facts, atMost)) return null;
  const { aLeadInB, bLeadInA } = compareTops(left, right);
  return { shared: atMost.shared, aLeadInB, bLeadInA, sharedNumbers, sharedHeadlineWords };
}

/** Answers whether it is a match; an item is noted either way. */
function noteLink(sorted: SortedOut, x: HeldText, y: HeldText, overlap: PairOverlap): boolean {
  const [a, b] = inOrder(x, y);
  const { shared, aLeadInB, bLeadInA, sharedNumbers, sharedHeadlineWords } = overlap;
  // Field by field: a crowd comes here a hundred thousand times.
  const pair: LinkRow = {
    a: a.facts.id,
    b: b.facts.id,
    isCandidate: true,
    shared,
    aLeadInB: a === x ? aLeadInB : bLeadInA,
    bLeadInA: a === x ? bLeadInA : aLeadInB,
    sharedNumbers,
    sharedHeadlineWords,
  };
  if (isItemOf(a.facts, b.facts, pair)) sorted.items.push({ item: a, digest: b });
  if (isItemOf(b.facts, a.facts, pair)) sorted.items.push({ item: b, digest: a });
  const isLink = isMatch(a.facts, b.facts, pair);
  if (isLink) sorted.links.push(pair);
  return isLink;
}
