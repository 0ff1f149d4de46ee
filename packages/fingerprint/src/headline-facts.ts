import { canonicaliseWords } from './canonical-words.ts';
import { hashTextWords, mix } from './shingles.ts';
import { PUBLIC_ORDER } from './sketch.ts';
import { sortDistinct } from './smallest.ts';

/** How many words of a body are its top, and how many of its numbers count. */
const TOP_WORDS = 60;
const MOST_NUMBERS = 100;
/** Headlines are short; one that is not costs no more than this. */
const MOST_HEADLINE_WORDS = 40;

/**
 * What an alert and a story are compared by: distinct words as hashes, ascending. Under no secret: whoever wants an
 * alert to agree with a story can as well write the story's words.
 */
export interface HeadlineFacts {
  /** Of the headline; 40 at most. */
  words: Uint32Array;
  /** Those of them that are numbers. */
  numbers: Uint32Array;
  /** Words that the headline lacks: of the first 60 of the body, and its first 100 numbers. */
  top: Uint32Array;
}

/** Reads a headline and the top of its body, both plain text. Pure. A headline without a word gives no words. */
export function readHeadlineFacts(headline: string, body: string): HeadlineFacts {
  const title = hashTextWords(headline, PUBLIC_ORDER);
  const words = sortDistinct(title.hashes).slice(0, MOST_HEADLINE_WORDS);
  const held = new Set(words);
  // From here on the title's hashes are gone: the body's are where they were.
  const text = hashTextWords(body, PUBLIC_ORDER);
  const [topWords, topNumbers] = [text.hashes.subarray(0, TOP_WORDS), text.numbers.subarray(0, MOST_NUMBERS)];
  const top = new Uint32Array(topWords.length + topNumbers.length);
  top.set(topWords);
  top.set(topNumbers, topWords.length);
  return {
    words,
    numbers: keepWhere(sortDistinct(title.numbers), (number) => held.has(number)),
    top: keepWhere(sortDistinct(top), (word) => !held.has(word)),
  };
}

/** As `filter`, which for arrays of numbers costs more than all else here. */
function keepWhere(values: Uint32Array, isKept: (value: number) => boolean): Uint32Array {
  let count = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (isKept(value)) values[count++] = value;
  }
  return values.slice(0, count);
}

/**
 * Index keys of a headline's words for one span of time, counted from the epoch: a common word of another day is
 * another key, so that a search reads the hours that it asks for and no more. Signed 32-bit, ascending, distinct.
 */
export function keyHeadline(words: Uint32Array, span: number): Int32Array {
  const salt = mix(span);
  return new Int32Array(sortDistinct(words.map((word) => mix(word ^ salt))).buffer).sort();
}

/** How many words a plain text has: a character each in scripts without spaces. */
export function countWords(text: string): number {
  return canonicaliseWords(text).wordCount;
}
