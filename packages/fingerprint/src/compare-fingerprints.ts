import { countBestWindow, countShared } from './overlap.ts';

/** What two fingerprints are compared by: hashes. */
export interface ComparableFingerprint {
  /** Distinct shingles, ascending. */
  shingles: Uint32Array;
  /** The first shingles, in reading order. */
  leadShingles: Uint32Array;
  /** Distinct numbers of the text, ascending. */
  numbers: Uint32Array;
  /** Distinct words of the headline, ascending; empty where the headline does not count. */
  headlineWords: Uint32Array;
}

/** The facts of two fingerprints that a score is made of. */
export interface FingerprintComparison {
  /** Distinct shingles in both. */
  shared: number;
  /** Of a window of `LEAD_WINDOW` shingles at the top of a, how many stand anywhere in b: the best such window. */
  aLeadInB: number;
  bLeadInA: number;
  /** Distinct numbers, and distinct words of the headline, in both. */
  sharedNumbers: number;
  sharedHeadlineWords: number;
}

/**
 * Compares two fingerprints of one algorithm version, exactly. Linear in both. Exchanging them exchanges `aLeadInB` and
 * `bLeadInA` and nothing else.
 */
export function compareFingerprints(
  a: ComparableFingerprint,
  b: ComparableFingerprint,
): FingerprintComparison {
  return {
    shared: countShared(a.shingles, b.shingles),
    ...compareTops(a, b),
    ...compareWords(a, b),
  };
}

/** The part of a comparison that the tops of two texts have in it. */
export function compareTops(
  a: ComparableFingerprint,
  b: ComparableFingerprint,
): Pick<FingerprintComparison, 'aLeadInB' | 'bLeadInA'> {
  return {
    aLeadInB: countBestWindow(a.leadShingles, b.shingles),
    bLeadInA: countBestWindow(b.leadShingles, a.shingles),
  };
}

/** The part of a comparison that numbers and headlines have in it. */
export function compareWords(
  a: ComparableFingerprint,
  b: ComparableFingerprint,
): Pick<FingerprintComparison, 'sharedNumbers' | 'sharedHeadlineWords'> {
  return {
    sharedNumbers: countShared(a.numbers, b.numbers),
    sharedHeadlineWords: countShared(a.headlineWords, b.headlineWords),
  };
}

/** Distinct shingles in both. Linear in both. */
export function countSharedShingles(a: ComparableFingerprint, b: ComparableFingerprint): number {
  return countShared(a.shingles, b.shingles);
}

/** How many index keys two fingerprints share that are no stop keys: both ascending and distinct. Linear in both. */
export function countSharedKeys(
  a: Int32Array,
  b: Int32Array,
  stopKeys: ReadonlySet<number> = new Set(),
): number {
  if (stopKeys.size === 0) return countShared(a, b);
  return countShared(
    a.filter((key) => !stopKeys.has(key)),
    b,
  );
}
