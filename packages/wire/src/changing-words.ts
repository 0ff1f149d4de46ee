import { toAsciiDigits } from '@writethru/domain';

const MAX_WORDS = 400;
const NUMBER = /\d[\d.,]*\d|\d/g;
const SPELLED = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, value) => [word, String(value)]),
);
const SPELLED_NUMBER = new RegExp(`\\b(?:${[...SPELLED.keys()].join('|')})\\b`, 'gi');
const NAME_WORD = String.raw`(?:(?:\p{Lu}\.){2,}|\p{Lu}[\p{L}\p{M}'’]*(?:-[\p{L}\p{M}\p{N}]+)*)`;
const NAME = new RegExp(
  String.raw`${NAME_WORD}(?:[ \u00a0](?:(?:al|bin|d[aeiu]|of|the|van|von) )?${NAME_WORD})*`,
  'gu',
);
const ARTICLE = /^(?:A|An|The) (?=\p{Lu})/u;

/**
 * The numbers of a plain text in the order of their first mention, without repeats, 400 at most: digits with grouping
 * commas gone (1,200 is 1200), digits of any script as 0 to 9, and English number words up to twenty as digits. `one` alone says too little and is
 * left out.
 */
export function listNumbers(text: string): string[] {
  const found: { at: number; value: string }[] = [];
  for (const match of toAsciiDigits(text).matchAll(NUMBER))
    found.push({ at: match.index, value: match[0].replace(/,(?=\d{3})/g, '') });
  for (const match of text.matchAll(SPELLED_NUMBER)) {
    const value = SPELLED.get(match[0].toLowerCase())!;
    if (value !== '1') found.push({ at: match.index, value });
  }
  found.sort((a, b) => a.at - b.at);
  return [...new Set(found.map(({ value }) => value))].slice(0, MAX_WORDS);
}

const SPACE = 0x20;
const COMMA = 0x2c;
const HEAD_OF_SENTENCE = /(?:^|[.!?:"“”\n]\s*|[-–—]\s+)$/u;

/** A name without its article and genitive. Few have any, and to look is cheaper than to replace. */
function trimName(found: string): string {
  let name = found.includes('\u00a0') ? found.replaceAll('\u00a0', ' ') : found;
  if (name.startsWith('A') || name.startsWith('T')) name = name.replace(ARTICLE, '');
  return name.endsWith("'s") || name.endsWith('’s') ? name.slice(0, -2) : name;
}

function isHeadOfSentence(text: string, at: number): boolean {
  // Most names follow a word and a space, which needs no pattern.
  if (text.charCodeAt(at - 1) === SPACE) {
    const before = text.charCodeAt(at - 2);
    if (before === COMMA || (before >= 0x61 && before <= 0x7a)) return false;
  }
  return HEAD_OF_SENTENCE.test(text.slice(Math.max(0, at - 4), at));
}

/**
 * The names of a plain text in the order of their first mention, without repeats, 400 at most: runs of capitalised
 * words. A lone capital word at the head of a sentence is taken only if it stands inside a sentence as well. Scripts
 * without capitals have none.
 */
export function listNames(text: string): string[] {
  const inside = new Set<string>();
  const found: { name: string; isSure: boolean }[] = [];
  for (const match of text.matchAll(NAME)) {
    const name = trimName(match[0]);
    const isAtHead = isHeadOfSentence(text, match.index);
    if (!isAtHead) inside.add(name);
    found.push({ name, isSure: !isAtHead || match[0].includes(' ') });
  }
  const names = found.filter(({ name, isSure }) => isSure || inside.has(name)).map(({ name }) => name);
  return [...new Set(names)].slice(0, MAX_WORDS);
}
