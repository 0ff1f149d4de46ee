import { sortDistinct } from './shingles.ts';

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
 * share next to nothing with the sketch of a much longer text, but have the same head. `inOrder` is in reading order.
 * Answers them ascending, distinct, as signed 32-bit numbers.
 */
export function selectKeys(inOrder: Uint32Array, parameters: KeyParameters): Int32Array {
  const { headWords, headSketch, sketch, shingleWords } = parameters;
  const chosen = new Uint32Array(headWords.length * headSketch + sketch);
  let count = 0;
  const add = (sorted: Uint32Array, size: number): void => {
    const taken = sorted.subarray(0, size);
    chosen.set(taken, count);
    count += taken.length;
  };
  const all = sortDistinct(inOrder);
  for (const words of headWords) {
    const length = words - shingleWords + 1;
    if (length >= inOrder.length) add(all, headSketch);
    else add(sortDistinct(inOrder.subarray(0, length)), headSketch);
  }
  add(all, sketch);
  return new Int32Array(sortDistinct(chosen.subarray(0, count)).buffer).sort();
}
