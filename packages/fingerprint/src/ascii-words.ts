import type { CanonicalWords } from './canonical-words.ts';
import { FORM_MASK, type WordForms } from './word-forms.ts';

const SEPARATOR = 0;
const APOSTROPHE = 1;
const COMMA = 2;
const STOP = 3;
/** What a word is made of is above this: the byte itself, in lower case. */
const LAST_MARK = STOP;

const SPACE_UNIT = 0x20;
const STOP_UNIT = 0x2e;
const FNV_PRIME = 0x01000193;

/** For each ASCII byte a mark or, of a letter or digit, what it counts as. */
const CLASSES = makeClasses();

function makeClasses(): Uint8Array {
  const classes = new Uint8Array(256).fill(SEPARATOR);
  for (let digit = 0x30; digit <= 0x39; digit++) classes[digit] = digit;
  for (let letter = 0x61; letter <= 0x7a; letter++) {
    classes[letter] = letter;
    classes[letter - 0x20] = letter;
  }
  classes[0x27] = APOSTROPHE;
  classes[0x2c] = COMMA;
  classes[STOP_UNIT] = STOP;
  return classes;
}

const encoder = new TextEncoder();
let bytes = new Uint8Array(65_536);

/** The text as bytes, ended by a zero, in a buffer that the next call uses again; null unless all of it is ASCII. */
export function readAscii(text: string): Uint8Array | null {
  if (bytes.length < text.length + 2) bytes = new Uint8Array(text.length * 2);
  // One byte more than an ASCII text takes: what takes more is none.
  const { read, written } = encoder.encodeInto(text, bytes.subarray(0, text.length + 1));
  if (read !== text.length || written !== text.length) return null;
  bytes[written] = 0;
  return bytes;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/**
 * Puts the hash of each word into `hashes`, which is longer than the text has words, and answers how many there are:
 * what `hashWords` makes of the words that `canonicaliseWords` makes of the same text, without making them. `ascii` is
 * what `readAscii` gave, `length` the text's. Hashes of words that are numbers go to `numbers`, too.
 */
export function hashAsciiWords(
  ascii: Uint8Array,
  length: number,
  seed: number,
  forms: WordForms,
  hashes: Int32Array,
  numbers: number[],
): number {
  const classes = CLASSES;
  const { mayHave } = forms;
  const start = seed | 0;
  let count = 0;
  let at = 0;
  while (at < length) {
    let unit = classes[ascii[at]!]!;
    if (unit <= LAST_MARK) {
      at++;
      continue;
    }
    let isNumber = isDigit(unit);
    let hash = start;
    for (;;) {
      while (unit > LAST_MARK) {
        hash = Math.imul(hash ^ unit, FNV_PRIME);
        unit = classes[ascii[++at]!]!;
      }
      const isInNumber = unit >= COMMA && isDigit(ascii[at - 1]!) && isDigit(ascii[at + 1]!);
      if (isInNumber && unit === STOP) hash = Math.imul(hash ^ STOP_UNIT, FNV_PRIME);
      if (unit !== APOSTROPHE && !isInNumber) break;
      unit = classes[ascii[++at]!]!;
    }
    // As `mix`, kept among whole numbers of 32 bits: a call for each word costs as much as all the rest.
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
    if (mayHave[hash & FORM_MASK] === 1) {
      const form = forms.find(hash >>> 0);
      if (form !== undefined) {
        hash = form.hash | 0;
        ({ isNumber } = form);
      }
    }
    if (isNumber) numbers.push(hash >>> 0);
    hashes[count++] = hash;
  }
  return count;
}

let units = new Uint16Array(65_536);

/** What `canonicaliseWords` makes of an ASCII text. The memory of the units is used again: right until the next call. */
export function canonicaliseAscii(ascii: Uint8Array, length: number): CanonicalWords {
  if (units.length < length + 2) units = new Uint16Array(length * 2);
  const written = units;
  const classes = CLASSES;
  let count = 0;
  let wordCount = 0;
  // All bits where the byte before belongs to a word, else none.
  let wasWord = 0;
  // Where a word ends no processor can guess, and a wrong guess costs as much as a word: so each byte is written, a
  // word's or a space, and masks say whether it counts. The zero behind the text ends its last word.
  for (let at = 0; at <= length; at++) {
    let unit = classes[ascii[at]!]!;
    if ((unit - APOSTROPHE) >>> 0 <= LAST_MARK - APOSTROPHE) {
      const isInNumber = at > 0 && isDigit(ascii[at - 1]!) && isDigit(ascii[at + 1]!);
      if (unit === APOSTROPHE || (unit === COMMA && isInNumber)) continue;
      unit = isInNumber ? STOP_UNIT : SEPARATOR;
    }
    const isWord = (LAST_MARK - unit) >> 31;
    written[count] = unit | (SPACE_UNIT & ~isWord);
    count += (isWord | wasWord) & 1;
    wordCount += wasWord & ~isWord & 1;
    wasWord = isWord;
  }
  return { units: written, length: count, wordCount };
}
