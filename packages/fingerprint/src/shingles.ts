import { hashAsciiWords, readAscii } from './ascii-words.ts';
import { canonicaliseAnyWords, type CanonicalWords } from './canonical-words.ts';
import { WordForms } from './word-forms.ts';

const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;

/** Two 32-bit secrets: with public ones, texts could be made to share keys at will. */
export interface ShingleSeed {
  word: number;
  shingle: number;
}

/** The first eight bytes of an installation's secret. Throws RangeError on fewer. */
export function readShingleSeed(secret: Uint8Array): ShingleSeed {
  const view = new DataView(secret.buffer, secret.byteOffset, secret.byteLength);
  return { word: view.getUint32(0, true), shingle: view.getUint32(4, true) };
}

/** The finaliser of MurmurHash3 (Austin Appleby, public domain): every input bit reaches every output bit. */
export function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The words of a text as numbers. */
export interface HashedWords {
  /** One for each word, in reading order; variants of one word (`WordForms`) have one number. */
  hashes: Uint32Array;
  /** Those of the words that are numbers, in reading order, repeats included. */
  numbers: Uint32Array;
}

const formsOf = new WeakMap<ShingleSeed, WordForms>();

function getForms(seed: ShingleSeed): WordForms {
  let forms = formsOf.get(seed);
  if (forms === undefined) {
    forms = new WordForms((word) => {
      let hash = seed.word;
      for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
      return mix(hash);
    });
    formsOf.set(seed, forms);
  }
  return forms;
}

let scratch = new Int32Array(16_384);

/**
 * Hashes every word of a text, as `hashWords` does those that `canonicaliseWords` makes of it. Most news is ASCII, of
 * which no other text has to be made first. The memory of the hashes is used again: they are right until the next call.
 */
export function hashTextWords(text: string, seed: ShingleSeed): HashedWords {
  const ascii = readAscii(text);
  if (ascii === null) return hashWords(canonicaliseAnyWords(text), seed);
  if (scratch.length < text.length) scratch = new Int32Array(text.length * 2);
  const numbers: number[] = [];
  const count = hashAsciiWords(ascii, text.length, seed.word, getForms(seed), scratch, numbers);
  return { hashes: new Uint32Array(scratch.buffer, 0, count), numbers: new Uint32Array(numbers) };
}

/** Hashes every word of `words`, in one pass and without a string. */
export function hashWords(words: CanonicalWords, seed: ShingleSeed): HashedWords {
  const forms = getForms(seed);
  const hashes = new Uint32Array(words.wordCount);
  const numbers: number[] = [];
  const { units, length } = words;
  let hash = seed.word;
  let word = 0;
  let isNumber = false;
  let isFirst = true;
  for (let at = 0; at < length; at++) {
    const unit = units[at]!;
    if (unit !== SPACE) {
      if (isFirst) isNumber = unit >= ZERO && unit <= NINE;
      isFirst = false;
      // FNV-1a over UTF-16 units, begun from the secret.
      hash = Math.imul(hash ^ unit, 0x01000193);
      continue;
    }
    const own = mix(hash);
    const form = forms.find(own);
    const value = form === undefined ? own : form.hash;
    hashes[word++] = value;
    if (form === undefined ? isNumber : form.isNumber) numbers.push(value);
    hash = seed.word;
    isFirst = true;
  }
  return { hashes, numbers: new Uint32Array(numbers) };
}

let windows = new Uint32Array(8_192);

/**
 * Hashes every window of `size` words, in reading order, repeats included: one 32-bit number each. Fewer words than
 * `size` give an empty array. The memory is used again: they are right until the next call.
 */
export function hashShingles(words: Uint32Array, size: number, seed: ShingleSeed): Uint32Array {
  const count = words.length - size + 1;
  if (count <= 0) return new Uint32Array(0);
  if (windows.length < count) windows = new Uint32Array(count * 2);
  if (size === 3) hashTriples(words, seed.shingle, windows);
  else if (size === 5) hashQuintuples(words, seed.shingle, windows);
  else hashWindows(words, size, seed.shingle, windows);
  return windows.subarray(0, count);
}

function hashWindows(words: Uint32Array, size: number, seed: number, hashes: Uint32Array): void {
  for (let start = 0; start + size <= words.length; start++) {
    let hash = seed | 0;
    for (let at = start; at < start + size; at++) hash = addBlock(hash, toBlock(words[at]!));
    hashes[start] = finishHash(hash, size);
  }
}

// The two sizes that a fingerprint has, at a third of the cost: every word goes once into each window that is open, and
// what a window is at is in a variable of its own.

function hashTriples(words: Uint32Array, seed: number, hashes: Uint32Array): void {
  const start = seed | 0;
  let [one, two] = [start, start];
  for (let at = 0; at < words.length; at++) {
    const block = toBlock(words[at]!);
    if (at >= 2) hashes[at - 2] = finishHash(addBlock(two, block), 3);
    two = addBlock(one, block);
    one = addBlock(start, block);
  }
}

function hashQuintuples(words: Uint32Array, seed: number, hashes: Uint32Array): void {
  const start = seed | 0;
  let [one, two, three, four] = [start, start, start, start];
  for (let at = 0; at < words.length; at++) {
    const block = toBlock(words[at]!);
    if (at >= 4) hashes[at - 4] = finishHash(addBlock(four, block), 5);
    four = addBlock(three, block);
    three = addBlock(two, block);
    two = addBlock(one, block);
    one = addBlock(start, block);
  }
}

/** MurmurHash3's body step over the word hashes: order counts, so "a b" is not "b a". */
function addBlock(before: number, block: number): number {
  const hash = before ^ block;
  return (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
}

function toBlock(word: number): number {
  const block = Math.imul(word, 0xcc9e2d51);
  return Math.imul((block << 15) | (block >>> 17), 0x1b873593);
}

function finishHash(before: number, size: number): number {
  let hash = before ^ size;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
