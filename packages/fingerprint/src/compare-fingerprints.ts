import { countContained, countShared } from './overlap.ts';

/** What two fingerprints are compared by. */
export interface ComparableFingerprint {
  /** Ascending, distinct. */
  shingles: Uint32Array;
  /** In reading order. */
  leadShingles: Uint32Array;
}

/** The facts of two fingerprints that a score is made of. */
export interface FingerprintComparison {
  /** Distinct shingles in both. */
  shared: number;
  /** How many of a's lead shingles stand anywhere in b, and the reverse. */
  aLeadInB: number;
  bLeadInA: number;
}

/** Compares two fingerprints of one algorithm version, exactly. Linear in both. */
export function compareFingerprints(
  a: ComparableFingerprint,
  b: ComparableFingerprint,
): FingerprintComparison {
  return {
    shared: countShared(a.shingles, b.shingles),
    aLeadInB: countContained(a.leadShingles, b.shingles),
    bLeadInA: countContained(b.leadShingles, a.shingles),
  };
}

/** How many index keys two fingerprints share: both ascending and distinct. */
export function countSharedKeys(a: Int32Array, b: Int32Array): number {
  const held = new Set(a);
  return b.reduce((shared, key) => shared + Number(held.has(key)), 0);
}
