import { mix, type ShingleSeed } from './shingles.ts';
import { hashInPublicOrder } from './sketch.ts';
import { selectSmallest, sortDistinct } from './smallest.ts';

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
export function selectKeys(text: string, seed: ShingleSeed, parameters: KeyParameters): Int32Array {
  const { headWords, headSketch, sketch, shingleWords } = parameters;
  const inOrder = hashInPublicOrder(text, shingleWords);
  const keys = new Uint32Array(sketch + headWords.length * headSketch);
  let count = 0;
  const choose = (shingles: Uint32Array, size: number): void => {
    const chosen = selectSmallest(shingles, size);
    for (let at = 0; at < chosen.length; at++) keys[count++] = mix(chosen[at]! ^ seed.shingle) ^ SIGN;
  };
  choose(inOrder, sketch);
  for (const wordCount of headWords) choose(inOrder.subarray(0, wordCount - shingleWords + 1), headSketch);
  return toSigned(sortDistinct(keys.subarray(0, count)));
}

/** The sign turned over: in the order of unsigned numbers they are then in that of signed ones. */
const SIGN = 0x8000_0000;

function toSigned(ascending: Uint32Array): Int32Array {
  const signed = new Int32Array(ascending.buffer, ascending.byteOffset, ascending.length);
  for (let at = 0; at < signed.length; at++) signed[at] = signed[at]! ^ SIGN;
  return signed;
}
