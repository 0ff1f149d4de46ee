import {
  classTable,
  DIGIT,
  foldCharacters,
  IDEOGRAPH,
  isBetweenDigits,
  SEPARATOR,
  WORD,
} from './canonical-words.ts';

/** A word of a text as it is compared, and where it stands in the text as it is read: UTF-16 offsets, end excluded. */
export interface LocatedWord {
  word: string;
  start: number;
  end: number;
}

const COMMA = 0x2c;
const STOP = 0x2e;
/** A character with the marks on it: what NFKC may turn into something else. */
const CHARACTER = /\P{M}\p{M}*|\p{M}+/gsu;

/**
 * The words that `canonicaliseWords` makes of `text`, each with its place. Linear in the text. Slower than that, and
 * for showing only: where NFKC works across characters (conjoining jamo) a word may differ.
 */
export function locateWords(text: string): LocatedWord[] {
  const table = classTable();
  const { plain, starts, ends } = normaliseInPlace(text);
  const words: LocatedWord[] = [];
  let word = '';
  let start = 0;
  let end = 0;
  const endWord = (): void => {
    if (word !== '') words.push({ word, start, end });
    word = '';
  };
  const addUnit = (at: number): void => {
    if (word === '') start = starts[at]!;
    end = ends[at]!;
    word += plain[at]!;
  };
  for (let at = 0; at < plain.length; at++) {
    const unit = plain.charCodeAt(at);
    const kind = table[unit];
    if (kind === WORD || kind === DIGIT) addUnit(at);
    else if (kind === IDEOGRAPH) {
      endWord();
      addUnit(at);
      endWord();
    } else if (word !== '' && (unit === COMMA || unit === STOP) && isBetweenDigits(plain, at, table)) {
      if (unit === STOP) addUnit(at);
    } else if (kind === SEPARATOR) endWord();
  }
  endWord();
  return words;
}

function normaliseInPlace(text: string): { plain: string; starts: Uint32Array; ends: Uint32Array } {
  const pieces: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of text.matchAll(CHARACTER)) {
    const piece = foldCharacters(match[0]);
    pieces.push(piece);
    for (let unit = 0; unit < piece.length; unit++) {
      starts.push(match.index);
      ends.push(match.index + match[0].length);
    }
  }
  return { plain: pieces.join(''), starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) };
}
