import type { WireMarker } from '@writethru/domain';

import { toPlainText } from '../text-body.ts';
import { readDateline } from './read-dateline.ts';
import { readHeadlineMarkers, readSlugMarkers } from './read-markers.ts';
import { stripParts, type StrippedText } from './strip-parts.ts';
import type { CopyInput, Dateline, WireCopy } from './wire-copy.ts';

/**
 * Takes a piece of wire copy apart: its markers, and everything in the body that is not the body (bylines, datelines,
 * credits, notes to editors, page furniture and so on, by the table of `rules/`), each kept with its place in the plain
 * text. What is left is what two prints of one text share. Pure, never throws, linear in the input; a body that is the
 * result of this comes back as it is.
 */
export function readWireCopy(input: CopyInput): WireCopy {
  const plainText = toPlainText(input.body ?? '');
  const headline = toPlainText(input.headline ?? '').replace(/\s+/gu, ' ');
  const head = readHeadlineMarkers(headline);
  const slug = readSlugMarkers(input.slugline ?? '');
  const parts = stripParts(plainText, [headline, head.bare]);
  return {
    plainText,
    headline: head.bare,
    slugline: slug.bare,
    markers: [...head.markers, ...slug.markers, ...readBodyMarkers(parts)],
    dateline: findDateline(parts),
    bylines: findBylines(parts),
    paragraphs: parts.paragraphs,
    body: parts.paragraphs.map((paragraph) => paragraph.text).join('\n\n'),
    stripped: parts.stripped,
  };
}

function readBodyMarkers({ stripped, rules }: StrippedText): WireMarker[] {
  return stripped.flatMap(({ text }, at) => {
    const kind = rules[at]?.marker;
    return kind === undefined ? [] : [{ kind, number: null, place: 'body' as const, text }];
  });
}

function findDateline({ stripped, rules }: StrippedText): Dateline | null {
  const at = stripped.findIndex(({ part }) => part === 'dateline');
  if (at === -1) return null;
  const { text } = stripped[at]!;
  return readDateline(text, matchAgain(rules[at]?.pattern, text));
}

function findBylines({ stripped, rules }: StrippedText): string[] {
  return stripped.flatMap(({ part, text }, at) =>
    part === 'byline' ? [matchAgain(rules[at]?.pattern, text)['names'] ?? text] : [],
  );
}

/** The named groups of a rule on the part that it stripped. A dateline looks at the text behind it, so some is added. */
function matchAgain(pattern: RegExp | undefined, text: string): Record<string, string | undefined> {
  return pattern?.exec(text)?.groups ?? pattern?.exec(`${text} A`)?.groups ?? {};
}
