import { createHash } from 'node:crypto';

import { canonicaliseWords } from './canonical-words.ts';
import { hashShingles, sortDistinct, type ShingleSeed } from './shingles.ts';

/** What two texts are compared by. Comparable only within one algorithm version and one secret. */
export interface Fingerprint {
  /** Hex of 16 bytes: equal for texts of the same words. */
  textHash: string;
  wordCount: number;
  /** Distinct 32-bit shingle hashes, ascending. Empty for a text too short to compare. */
  shingles: Uint32Array;
  /** The hashes of the first shingles, in reading order. */
  leadShingles: Uint32Array;
  /** What the index holds of it: signed 32-bit, ascending, distinct. */
  keys: Int32Array;
}

export interface FingerprintParameters {
  /** Words in a shingle. */
  shingleWords: number;
  /** Smallest shingle hashes kept as keys: Broder's bottom-k MinHash sketch. */
  sketchSize: number;
  /** Every shingle within the first so many words is a key too: what finds a cut-down. */
  leadWords: number;
  /** A text of fewer distinct shingles has none: only its hash can match. */
  minShingles: number;
  /** How many of the first shingles are kept in reading order. */
  leadShingles: number;
}

/**
 * The parameters of algorithm version 1. Sketch and lead are the row of `docs/clustering.md` that finds every pair
 * that the rule accepts, cut-downs of 40 words included.
 */
const FINGERPRINT_V1: FingerprintParameters = {
  shingleWords: 5,
  sketchSize: 48,
  leadWords: 30,
  minShingles: 8,
  leadShingles: 30,
};

/**
 * Fingerprints a plain text. Pure; linear but for the sort of its shingles.
 * Returns null for a text without a single word: nothing is ever alike to that.
 */
export function fingerprintText(
  text: string,
  seed: ShingleSeed,
  parameters: FingerprintParameters = FINGERPRINT_V1,
): Fingerprint | null {
  const words = canonicaliseWords(text);
  if (words.wordCount === 0) return null;
  const textHash = createHash('sha256')
    .update(words.units.subarray(0, words.length))
    .digest()
    .subarray(0, 16);
  const inOrder = hashShingles(words, parameters.shingleWords, seed);
  const shingles = sortDistinct(inOrder);
  const identity = { textHash: textHash.toString('hex'), wordCount: words.wordCount };
  if (shingles.length < parameters.minShingles) {
    // Its hash is its only key, so that the same short text of another day is found.
    const keys = Int32Array.of(textHash.readInt32LE(0));
    return { ...identity, shingles: new Uint32Array(0), leadShingles: new Uint32Array(0), keys };
  }
  return {
    ...identity,
    shingles,
    leadShingles: inOrder.slice(0, parameters.leadShingles),
    keys: selectKeys(shingles, inOrder, parameters),
  };
}

function selectKeys(
  shingles: Uint32Array,
  inOrder: Uint32Array,
  parameters: FingerprintParameters,
): Int32Array {
  const sketch = shingles.subarray(0, parameters.sketchSize);
  const leadCount = Math.max(0, parameters.leadWords - parameters.shingleWords + 1);
  const lead = inOrder.subarray(0, leadCount);
  const both = new Uint32Array(sketch.length + lead.length);
  both.set(sketch);
  both.set(lead, sketch.length);
  return new Int32Array(sortDistinct(both).buffer).sort();
}
