import { toAsciiDigits } from '@writethru/domain';

import { canonicaliseAscii, readAscii } from './ascii-words.ts';

export const SEPARATOR = 0;
export const WORD = 1;
/** A character of a script without spaces: a word of its own. */
export const IDEOGRAPH = 2;
/** Inside a word it counts for nothing: don’t = dont. */
const APOSTROPHE = 3;
export const DIGIT = 4;

const SPACE = 0x20;
const COMMA = 0x2c;
const STOP = 0x2e;

let classes: Uint8Array | undefined;

/** One class for each UTF-16 unit. Halves of astral characters count as letters: emoji and rare scripts stay words. */
export function classTable(): Uint8Array {
  if (classes) return classes;
  const table = new Uint8Array(65_536);
  const ideograph =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
  const word = /[\p{L}\p{M}\p{N}]/u;
  for (let unit = 0; unit < 65_536; unit++) {
    if (unit >= 0xd800 && unit <= 0xdfff) table[unit] = WORD;
    else {
      const char = String.fromCharCode(unit);
      if (ideograph.test(char)) table[unit] = IDEOGRAPH;
      else if (unit >= 0x30 && unit <= 0x39) table[unit] = DIGIT;
      else if (word.test(char)) table[unit] = WORD;
    }
  }
  table[0x27] = APOSTROPHE;
  table[0x2019] = APOSTROPHE;
  classes = table;
  return table;
}

/** A text as words alone: lower case, NFKC, each word followed by one space. */
export interface CanonicalWords {
  /** UTF-16 units; `length` of them count. */
  units: Uint16Array;
  length: number;
  wordCount: number;
}

/**
 * Reduces `text` to what two copies of it share: no case, compatibility forms, punctuation, white space or line
 * breaks, and of how a script writes digits. A comma between digits goes (1,000 = 1000), a point between digits stays (5.15). Linear in the text.
 * The memory of the units may be used again: they are right until the next call.
 */
export function canonicaliseWords(text: string): CanonicalWords {
  const ascii = readAscii(text);
  return ascii === null ? canonicaliseAnyWords(text) : canonicaliseAscii(ascii, text.length);
}

/** `canonicaliseWords` for a text in any script: what the faster way for ASCII has to agree with. */
export function canonicaliseAnyWords(text: string): CanonicalWords {
  const table = classTable();
  const plain = foldCharacters(text);
  const units = new Uint16Array(plain.length * 2 + 1);
  let length = 0;
  let wordCount = 0;
  let isInWord = false;
  const endWord = (): void => {
    if (!isInWord) return;
    units[length++] = SPACE;
    wordCount++;
    isInWord = false;
  };
  for (let at = 0; at < plain.length; at++) {
    const unit = plain.charCodeAt(at);
    const kind = table[unit];
    if (kind === WORD || kind === DIGIT) {
      units[length++] = unit;
      isInWord = true;
    } else if (kind === IDEOGRAPH) {
      endWord();
      units[length++] = unit;
      isInWord = true;
      endWord();
    } else if (isInWord && (unit === COMMA || unit === STOP) && isBetweenDigits(plain, at, table)) {
      if (unit === STOP) units[length++] = unit;
    } else if (kind === SEPARATOR) endWord();
  }
  endWord();
  return { units, length, wordCount };
}

/** One form for what is written in several: compatibility forms, case, digits of other scripts. */
export function foldCharacters(text: string): string {
  return toAsciiDigits(text.normalize('NFKC').toLowerCase());
}

/** Whether the unit at `at` stands between two digits. */
export function isBetweenDigits(text: string, at: number, table: Uint8Array): boolean {
  return table[text.charCodeAt(at - 1)] === DIGIT && table[text.charCodeAt(at + 1)] === DIGIT;
}
