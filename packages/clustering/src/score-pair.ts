import { compareText, type PairOverlap, type TextFacts } from './model.ts';

/** Scores are integers from 0 to this. */
export const MAX_SCORE = 10_000;

/**
 * The constants of the pair rule, algorithm version 2. All weights are in the coin of containment: .1 is as much as a
 * tenth of the shorter text. Where they come from is in docs/clustering.md.
 */
export const PAIR_RULE = {
  /** Containment that a text of `fullWords` needs, and how much more for each halving of its length. */
  needed: 0.45,
  neededPerHalving: 0.17,
  fullWords: 200,
  /** Below so many words a text is short: numbers and headline count the more, the shorter it is. */
  shortWords: 150,
  /** All numbers of the shorter text missing in the longer; a long text feels a fifth of it. */
  numbers: 0.6,
  numbersLeast: 0.2,
  /** Two numbers more are reckoned with than there are, so that one in one does not weigh as much as nine in nine. */
  numbersAssumed: 2,
  /** Days that differ. */
  otherDay: 0.08,
  /** Headlines of one day, both of short texts: by how much their Jaccard similarity is above or below the middle. */
  headline: 1,
  headlineMiddle: 0.5,
  /** What is missing of the numbers takes this many times as much of what an agreeing headline counts. */
  headlineNumbers: 2,
  /** A pair of which less than this share of the longer text is shared has to agree at the top, … */
  partShare: 0.7,
  /** … and both ways where it is less than this, … */
  minorShare: 0.5,
  /** … in this share of a window; what is missing of that counts so much. */
  leadShare: 0.5,
  lead: 1.7,
} as const;

export type PairRule = Readonly<Record<keyof typeof PAIR_RULE, number>>;

/** How a score comes about. All but `score` in the coin of containment. */
export interface PairWeights {
  /** The same words: nothing is weighed. */
  isSameItem: boolean;
  /** Share of the smaller shingle set that is in the other, 0 to 1. */
  containment: number;
  /** What a text as short as the shorter one needs. */
  needed: number;
  /** 0 or less. */
  numbers: number;
  /** 0 or less. */
  day: number;
  /** Above 0 where the headlines agree, below where they do not. */
  headline: number;
  /** 0 or less. */
  lead: number;
  /** 0 to 10,000; 5,000 where the containment is just what is needed after all the rest. */
  score: number;
}

const NOTHING: PairWeights = {
  isSameItem: false,
  containment: 0,
  needed: 1,
  numbers: 0,
  day: 0,
  headline: 0,
  lead: 0,
  score: 0,
};

/**
 * How alike two texts are: an integer from 0 to 10,000, from 5,000 on a match. `weighPair` says why. Symmetric, and the
 * same on every machine: nothing but sums, products and quotients of whole numbers and constants, which IEEE 754 rounds
 * in one way only; no logarithm, which it leaves open. A crowd has a hundred thousand pairs, so nothing is allocated.
 */
export function scorePair(
  a: TextFacts,
  b: TextFacts,
  overlap: PairOverlap,
  rule: PairRule = PAIR_RULE,
): number {
  if (isSameItem(a, b)) return MAX_SCORE;
  const smaller = Math.min(a.shingleCount, b.shingleCount);
  if (smaller === 0) return 0;
  const shorter = isShorter(a, b) ? a : b;
  const longer = shorter === a ? b : a;
  const margin =
    overlap.shared / smaller -
    neededContainment(shorter.wordCount, rule) +
    weighNumbers(shorter, overlap.sharedNumbers, rule) +
    weighDays(a, b, rule) +
    weighHeadlines(shorter, longer, overlap, rule) +
    weighLead(a, b, overlap, rule);
  const score = Math.floor(MAX_SCORE / 2 + margin * MAX_SCORE);
  return Math.max(0, Math.min(MAX_SCORE, score));
}

/** Why two texts have the score that they have: what each part of it counts. */
export function weighPair(
  a: TextFacts,
  b: TextFacts,
  overlap: PairOverlap,
  rule: PairRule = PAIR_RULE,
): PairWeights {
  if (isSameItem(a, b)) return { ...NOTHING, isSameItem: true, containment: 1, score: MAX_SCORE };
  const smaller = Math.min(a.shingleCount, b.shingleCount);
  if (smaller === 0) return NOTHING;
  const shorter = isShorter(a, b) ? a : b;
  const longer = shorter === a ? b : a;
  return {
    isSameItem: false,
    containment: overlap.shared / smaller,
    needed: neededContainment(shorter.wordCount, rule),
    numbers: weighNumbers(shorter, overlap.sharedNumbers, rule),
    day: weighDays(a, b, rule),
    headline: weighHeadlines(shorter, longer, overlap, rule),
    lead: weighLead(a, b, overlap, rule),
    score: scorePair(a, b, overlap, rule),
  };
}

/**
 * The same words, and no two headlines to look at. Two short texts that have one are weighed like any others: the same
 * words under the headlines of two companies, or on two days, are two dividends.
 */
function isSameItem(a: TextFacts, b: TextFacts): boolean {
  return a.textHash === b.textHash && (a.headlineHash === '' || b.headlineHash === '');
}

function isShorter(a: TextFacts, b: TextFacts): boolean {
  if (a.wordCount !== b.wordCount) return a.wordCount < b.wordCount;
  return compareText(a.textHash, b.textHash) <= 0;
}

function neededContainment(wordCount: number, rule: PairRule): number {
  const { needed, neededPerHalving, fullWords } = rule;
  // Halvings of length: whole ones, and between two of them in proportion.
  let halvings = 0;
  let ratio = (fullWords + 1) / (Math.min(wordCount, fullWords) + 1);
  for (; ratio >= 2; ratio /= 2) halvings++;
  return needed + neededPerHalving * (halvings + ratio - 1);
}

function shortness(wordCount: number, rule: PairRule): number {
  return Math.max(0, 1 - wordCount / rule.shortWords);
}

function weighDays(a: TextFacts, b: TextFacts, rule: PairRule): number {
  return a.day === b.day ? 0 : -rule.otherDay;
}

function weighNumbers(shorter: TextFacts, shared: number, rule: PairRule): number {
  const missing = missingNumbers(shorter, shared, rule);
  return -rule.numbers * missing * Math.max(rule.numbersLeast, shortness(shorter.wordCount, rule));
}

function missingNumbers(shorter: TextFacts, shared: number, rule: PairRule): number {
  return (shorter.numberCount - shared) / (shorter.numberCount + rule.numbersAssumed);
}

/** Two headlines that agree speak for one story as far as the numbers do: a notice of every day has the same one. */
function weighHeadlines(shorter: TextFacts, longer: TextFacts, overlap: PairOverlap, rule: PairRule): number {
  if (shorter.day !== longer.day || shorter.headlineWordCount === 0 || longer.headlineWordCount === 0)
    return 0;
  const shared = overlap.sharedHeadlineWords;
  const jaccard = shared / (shorter.headlineWordCount + longer.headlineWordCount - shared);
  const weight = rule.headline * (jaccard - rule.headlineMiddle) * shortness(shorter.wordCount, rule);
  if (weight <= 0) return weight;
  const missing = missingNumbers(shorter, overlap.sharedNumbers, rule);
  return weight * Math.max(0, 1 - rule.headlineNumbers * missing);
}

/**
 * Versions of a story agree at the top; an item of a digest, and stories that share their background alone, do not.
 * Where next to nothing else is shared, both tops have to be in the other text: that is what a cut-down looks like.
 */
function weighLead(a: TextFacts, b: TextFacts, overlap: PairOverlap, rule: PairRule): number {
  const share = overlap.shared / Math.max(a.shingleCount, b.shingleCount);
  if (share >= rule.partShare) return 0;
  const [ofA, ofB] = [overlap.aLeadInB / a.leadCount, overlap.bLeadInA / b.leadCount];
  const agreed = share < rule.minorShare ? Math.min(ofA, ofB) : Math.max(ofA, ofB);
  return -rule.lead * Math.max(0, rule.leadShare - agreed);
}
