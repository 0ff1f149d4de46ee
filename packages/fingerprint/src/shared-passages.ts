import { type LocatedWord, locateWords } from './locate-words.ts';

/** A stretch of a text: UTF-16 offsets, end excluded. */
export interface TextSpan {
  start: number;
  end: number;
}

/** The same words in two texts. */
export interface SharedPassage {
  a: TextSpan;
  b: TextSpan;
  wordCount: number;
}

/** Fewer words in a row than this are chance: "in the first half of". */
const MIN_WORDS = 5;
/** Places of one run of words that are tried: more would make a text of one word over and over quadratic. */
const MAX_PLACES = 8;

/**
 * The passages of five words or more that stand in both texts, in the order of `a` and without overlap there: at each
 * word the longest one. Case, punctuation and line breaks do not count. Linear in both texts.
 */
export function findSharedPassages(a: string, b: string): SharedPassage[] {
  const [left, right] = [locateWords(a), locateWords(b)];
  const places = indexRuns(right);
  const passages: SharedPassage[] = [];
  for (let at = 0; at + MIN_WORDS <= left.length;) {
    let best = { from: 0, length: 0 };
    for (const from of places.get(runAt(left, at)) ?? []) {
      const length = countEqual(left, at, right, from);
      if (length > best.length) best = { from, length };
    }
    if (best.length > 0)
      passages.push({
        a: spanOf(left, at, best.length),
        b: spanOf(right, best.from, best.length),
        wordCount: best.length,
      });
    at += Math.max(1, best.length);
  }
  return passages;
}

function indexRuns(words: readonly LocatedWord[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (let at = 0; at + MIN_WORDS <= words.length; at++) {
    const run = runAt(words, at);
    const held = places.get(run);
    if (held === undefined) places.set(run, [at]);
    else if (held.length < MAX_PLACES) held.push(at);
  }
  return places;
}

function runAt(words: readonly LocatedWord[], at: number): string {
  let run = '';
  for (let word = at; word < at + MIN_WORDS; word++) run += `${words[word]!.word} `;
  return run;
}

function countEqual(
  left: readonly LocatedWord[],
  at: number,
  right: readonly LocatedWord[],
  from: number,
): number {
  let length = 0;
  while (
    at + length < left.length &&
    from + length < right.length &&
    left[at + length]!.word === right[from + length]!.word
  )
    length++;
  return length;
}

function spanOf(words: readonly LocatedWord[], at: number, length: number): TextSpan {
  return { start: words[at]!.start, end: words[at + length - 1]!.end };
}
