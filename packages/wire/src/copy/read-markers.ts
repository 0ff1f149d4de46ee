import { toAsciiDigits, type MarkerKind, type WireMarker } from '@writethru/domain';

import { HEADLINE_MARKERS } from './rules/headline-markers.ts';
import { SLUG_MARKERS } from './rules/slug-markers.ts';
import { alternation } from './vocabulary/alternation.ts';

/** Markers beyond this many are no markers: it bounds the work that a hostile headline makes. */
const MAX_MARKERS = 8;
const LONGEST_LINE = 2_000;
const LONGEST_MARKER = 80;
/** What may hold markers behind a headline: its last brackets, or what follows two dashes. */
const BEHIND = /\s?[(（][^()（）]{2,60}[)）]$|\s--\s.{2,30}$|,?\s\S{1,6}\s(?:Ld|LEAD|Lead)(?:-\w{3,12})?$/u;

interface HeadlinePattern {
  kind: MarkerKind;
  pattern: RegExp;
}

const HEADLINE_PATTERNS: readonly HeadlinePattern[] = HEADLINE_MARKERS.map(
  ({ kind, words, wordsWithColon = [], isNumbered = false }) => {
    const number = isNumbered ? String.raw`(?:\s?(?<n>\p{Nd}{1,2}))?` : '';
    const capitals = alternation(words);
    const any = alternation([...words, ...wordsWithColon]);
    const joined = String.raw`${capitals}${number}(?:\s?[-–—]{1,2}\s?|\s?[:：]\s?)(?=[\S])`;
    const colon = String.raw`${any}${number.replace('<n>', '<m>')}\s?[:：]\s?(?=\S)`;
    const bracketed = String.raw`[(（【［[<]\s?${capitals}${number.replace('<n>', '<k>')}\s?[)）】］\]>]\s?[-–—:：]?\s?`;
    return { kind, pattern: new RegExp(`^(?:${joined}|${colon}|${bracketed})`, 'u') };
  },
);

const SLUG_PATTERNS = SLUG_MARKERS.map(({ kind, source }) => ({ kind, pattern: new RegExp(source, 'u') }));

/** What is left of a line, and the markers that stood in it. */
export interface MarkedLine {
  bare: string;
  markers: WireMarker[];
}

/** Takes the markers off a headline: those before it, one after the other, and those in brackets or after dashes behind it. */
export function readHeadlineMarkers(headline: string): MarkedLine {
  let bare = headline.trim();
  if (bare.length > LONGEST_LINE) return { bare, markers: [] };
  const markers: WireMarker[] = [];
  while (markers.length < MAX_MARKERS) {
    const found = findHeadlineMarker(bare);
    if (found === null) break;
    markers.push(found);
    bare = bare.slice(found.text.length).trim();
  }
  const tail = BEHIND.exec(bare.slice(-LONGEST_MARKER))?.[0] ?? '';
  const behind = readSlugMarkers(tail, 'headline');
  if (behind.markers.length > 0) bare = `${bare.slice(0, bare.length - tail.length)} ${behind.bare}`.trim();
  return { bare, markers: [...markers, ...behind.markers] };
}

function findHeadlineMarker(headline: string): WireMarker | null {
  const window = headline.slice(0, LONGEST_MARKER);
  for (const { kind, pattern } of HEADLINE_PATTERNS) {
    const match = pattern.exec(window);
    if (match === null) continue;
    const { n, m, k } = match.groups ?? {};
    return { kind, number: readNumber(n ?? m ?? k), place: 'headline', text: match[0] };
  }
  return null;
}

/** Takes the markers out of a slugline (or from behind a headline), and the brackets that held nothing else. */
export function readSlugMarkers(slugline: string, place: 'slugline' | 'headline' = 'slugline'): MarkedLine {
  let bare = slugline.trim();
  if (bare.length > LONGEST_LINE) return { bare, markers: [] };
  const markers: WireMarker[] = [];
  for (const { kind, pattern } of SLUG_PATTERNS) {
    const match = pattern.exec(bare);
    if (match === null || markers.length >= MAX_MARKERS) continue;
    const { n, m } = match.groups ?? {};
    const text = match[0].replace(/^[\s(,/]+/u, '');
    markers.push({ kind, number: readNumber(n ?? m), place, text });
    bare = `${bare.slice(0, match.index)}${/^[(,]/u.test(match[0]) ? match[0][0]! : ''}${bare.slice(match.index + match[0].length)}`;
  }
  if (markers.length > 0) bare = tidyBrackets(bare);
  return { bare, markers };
}

function tidyBrackets(text: string): string {
  return text
    .replace(/\(\s?(?:,\s?)*(?=[^,)\s])/gu, '(')
    .replace(/(?:\s?,){2,}/gu, ',')
    .replace(/[\s,]*\(\s?[,\s]*\)/gu, '')
    .replace(/\s?,\s?\)/gu, ')')
    .replace(/(?:\s-{1,2}|,)\s*$/u, '')
    .replace(/\s{2,}/gu, ' ')
    .trim();
}

function readNumber(digits: string | undefined): number | null {
  if (digits === undefined) return null;
  const number = Number(toAsciiDigits(digits));
  return number >= 1 ? number : null;
}
