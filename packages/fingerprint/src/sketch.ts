import { hashShingles, hashTextWords, type ShingleSeed } from './shingles.ts';
import { selectSmallest } from './smallest.ts';

/**
 * The order in which shingles are chosen: the same for every installation, else each would find other candidates on
 * the brink, and make other stories of the same articles. Any two numbers will do; they are part of the version.
 */
export const PUBLIC_ORDER: ShingleSeed = { word: 0x9e3779b9, shingle: 0x85ebca77 };

/** What a sketch is of. */
export interface SketchParameters {
  /** Words in a shingle. */
  shingleWords: number;
  /** How many hashes are kept. */
  size: number;
}

/**
 * The bottom-k MinHash sketch of a text (A. Broder, "On the resemblance and containment of documents", 1997): the
 * smallest distinct hashes of its word shingles, ascending; all of them where there are fewer than `size`. Linear.
 */
export function sketchText(text: string, parameters: SketchParameters): Uint32Array {
  return selectSmallest(hashInPublicOrder(text, parameters.shingleWords), parameters.size);
}

/** The shingles of a text in reading order, as numbers by which they are chosen. Right until the next text is hashed. */
export function hashInPublicOrder(text: string, shingleWords: number): Uint32Array {
  return hashShingles(hashTextWords(text, PUBLIC_ORDER).hashes, shingleWords, PUBLIC_ORDER);
}

/**
 * The Jaccard similarity of two shingle sets, 0 to 1, from sketches of the same parameters: of the `size` smallest
 * hashes of both together, the share that stands in both. Without bias; its variance is J (1 - J) / size, times
 * (u - size) / (u - 1) for u distinct shingles in the two, since no hash is drawn twice (hypergeometric). Exact where
 * the two have no more than `size`. Two empty sketches are 0.
 */
export function estimateJaccard(a: Uint32Array, b: Uint32Array, size: number): number {
  let [i, j, shared, taken] = [0, 0, 0, 0];
  while (taken < size && (i < a.length || j < b.length)) {
    const left = a[i] ?? Infinity;
    const right = b[j] ?? Infinity;
    if (left === right) shared++;
    if (left <= right) i++;
    if (right <= left) j++;
    taken++;
  }
  return taken === 0 ? 0 : shared / taken;
}
