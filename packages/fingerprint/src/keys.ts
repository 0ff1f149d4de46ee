import type { CanonicalWords } from './canonical-words.ts';
import { hashShingles, hashWords, mix, sortDistinct, type ShingleSeed } from './shingles.ts';

/**
 * The order in which shingles become keys: the same for every installation, else each would find other candidates on
 * the brink, and make other stories of the same articles. Any two numbers will do; they are part of the version.
 */
export const PUBLIC_ORDER: ShingleSeed = { word: 0x9e3779b9, shingle: 0x85ebca77 };

/** How the index keys of a text are chosen. */
export interface KeyParameters {
  /** Words in a shingle that may be a key. Longer ones than the score's: rarer, so a search reads fewer rows. */
  shingleWords: number;
  /** A sketch is taken of each of these heads of the text, in words … */
  headWords: readonly number[];
  /** … of so many keys … */
  headSketch: number;
  /** … and one of the whole text. */
  sketch: number;
}

/**
 * The index keys of a text: the smallest hashes (Broder's bottom-k MinHash sketch) of its shingles, once for the whole
 * text and once for each of its heads. The sketch of the whole finds copies; those of the heads find cut-downs, which
 * share next to nothing with the sketch of a much longer text, but have the same head. Which shingles are chosen is
 * public, the keys that stand for them are the installation's secret.
 * Answers them ascending, distinct, as signed 32-bit numbers.
 */
export function selectKeys(words: CanonicalWords, seed: ShingleSeed, parameters: KeyParameters): Int32Array {
  const { headWords, headSketch, sketch, shingleWords } = parameters;
  const inOrder = hashShingles(hashWords(words, PUBLIC_ORDER).hashes, shingleWords, PUBLIC_ORDER);
  const chosen = new Uint32Array(headWords.length * headSketch + sketch);
  let count = 0;
  const add = (sorted: Uint32Array, size: number): void => {
    const taken = sorted.subarray(0, size);
    chosen.set(taken, count);
    count += taken.length;
  };
  const all = sortDistinct(inOrder);
  for (const wordCount of headWords) {
    const length = wordCount - shingleWords + 1;
    if (length >= inOrder.length) add(all, headSketch);
    else add(sortDistinct(inOrder.subarray(0, length)), headSketch);
  }
  add(all, sketch);
  const keys = chosen.subarray(0, count).map((hash) => mix(hash ^ seed.shingle));
  return new Int32Array(sortDistinct(keys).buffer).sort();
}
