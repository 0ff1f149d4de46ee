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

/**
 * The names of a plain text in the order of their first mention, without repeats, 400 at most: runs of capitalised
 * words. A lone capital word at the head of a sentence is taken only if it stands inside a sentence as well. Scripts
 * without capitals have none.
 */
export function listNames(text: string): string[] {
  const inside = new Set<string>();
  const found: { name: string; isSure: boolean }[] = [];
  for (const match of text.matchAll(NAME)) {
    const name = match[0]
      .replaceAll('\u00a0', ' ')
      .replace(ARTICLE, '')
      .replace(/['’]s$/, '');
    const isAtHead = /(?:^|[.!?:"“”\n]\s*|[-–—]\s+)$/u.test(
      text.slice(Math.max(0, match.index - 4), match.index),
    );
    if (!isAtHead) inside.add(name);
    found.push({ name, isSure: !isAtHead || match[0].includes(' ') });
  }
  const names = found.filter(({ name, isSure }) => isSure || inside.has(name)).map(({ name }) => name);
  return [...new Set(names)].slice(0, MAX_WORDS);
}
