import { createHash } from 'node:crypto';

import { LEAD_WINDOW } from '@writethru/domain';

import { canonicaliseWords } from './canonical-words.ts';
import type { ComparableFingerprint } from './compare-fingerprints.ts';
import { selectKeys, type KeyParameters } from './keys.ts';
import { hashShingles, hashTextWords, type ShingleSeed } from './shingles.ts';
import { sortDistinct } from './smallest.ts';

/** What two texts are compared by. Comparable only within one algorithm version and one secret. */
export interface Fingerprint extends ComparableFingerprint {
  /** Hex of 16 bytes: equal for texts of the same words. */
  textHash: string;
  /** Hex of 16 bytes over the headline's words; empty where the headline does not count. */
  headlineHash: string;
  wordCount: number;
  /** What the index holds of it: signed 32-bit, ascending, distinct. */
  keys: Int32Array;
}

export interface FingerprintParameters {
  /** Words in a shingle that the score counts. */
  shingleWords: number;
  /** A text of fewer distinct shingles has none: only its hash can match. */
  minShingles: number;
  /** How many of the first shingles are kept in reading order. */
  leadShingles: number;
  /** Below so many words the headline is part of what a text says: a dividend's company stands there alone. */
  headlineBelowWords: number;
  keys: KeyParameters;
}

/** The parameters of algorithm version 2. What they find, and what others would, is in `docs/clustering.md`. */
const FINGERPRINT_V2: FingerprintParameters = {
  shingleWords: 3,
  minShingles: 8,
  leadShingles: 130,
  headlineBelowWords: 150,
  keys: { shingleWords: 5, headWords: [40, 80, 160], headSketch: 16, sketch: 24 },
};

/**
 * Fingerprints a plain text and, where it is short, its headline. Pure; linear but for the sort of its shingles.
 * Returns null for a text without a single word, whatever its headline: nothing is ever alike to that.
 */
export function fingerprintText(
  text: string,
  seed: ShingleSeed,
  headline: string | null = null,
  parameters: FingerprintParameters = FINGERPRINT_V2,
): Fingerprint | null {
  const body = identify(text);
  if (body.wordCount === 0) return null;
  const isShort = body.wordCount < parameters.headlineBelowWords;
  const title = isShort ? (headline ?? '') : '';
  const { hashes, numbers } = hashTextWords(text, seed);
  const inOrder = hashShingles(hashes, parameters.shingleWords, seed);
  const shingles = sortDistinct(inOrder);
  const leadShingles = inOrder.slice(0, parameters.leadShingles);
  const identity = {
    textHash: body.hash,
    headlineHash: identify(title).hash,
    wordCount: body.wordCount,
    numbers: sortDistinct(numbers),
    headlineWords: sortDistinct(hashTextWords(title, seed).hashes),
  };
  if (shingles.length < parameters.minShingles) {
    // Its hash is its only key, so that the same short text of another day is found.
    const keys = Int32Array.of(Buffer.from(identity.textHash, 'hex').readInt32LE(0));
    return { ...identity, shingles: new Uint32Array(0), leadShingles: new Uint32Array(0), keys };
  }
  return { ...identity, shingles, leadShingles, keys: selectKeys(text, seed, parameters.keys) };
}

/** How many words a text has, and a hash that texts of the same words share: hex of 16 bytes, empty without a word. */
function identify(text: string): { wordCount: number; hash: string } {
  const { units, length, wordCount } = canonicaliseWords(text);
  if (wordCount === 0) return { wordCount, hash: '' };
  const hash = createHash('sha256').update(units.subarray(0, length)).digest('hex').slice(0, 32);
  return { wordCount, hash };
}

/** A fingerprint as counts and hashes. */
export interface FingerprintCounts {
  textHash: string;
  headlineHash: string;
  wordCount: number;
  /** Distinct ones. */
  shingleCount: number;
  /** Shingles in a window at the top. */
  leadCount: number;
  numberCount: number;
  headlineWordCount: number;
}

/** What the rule for two texts takes of each, without the hashes that a comparison takes. */
export function countFingerprint(fingerprint: Omit<Fingerprint, 'keys'>): FingerprintCounts {
  return {
    textHash: fingerprint.textHash,
    headlineHash: fingerprint.headlineHash,
    wordCount: fingerprint.wordCount,
    shingleCount: fingerprint.shingles.length,
    leadCount: Math.min(LEAD_WINDOW, fingerprint.leadShingles.length),
    numberCount: fingerprint.numbers.length,
    headlineWordCount: fingerprint.headlineWords.length,
  };
}
