import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { readWireCopy } from './read-wire-copy.ts';
import { HEADLINE_MARKERS } from './rules/headline-markers.ts';
import { COPY_RULES } from './rules/table.ts';
import { stripParts } from './strip-parts.ts';
import type { Span } from './wire-copy.ts';

const SENTENCES = [
  "Lindmouth closed its main harbour bridge to all traffic early on Friday, the city's roads department said.",
  'No one was hurt.',
  '"We will know more by evening," said Ann Teller, who runs the port.',
  'Мост закрыт до конца недели, сообщили в мэрии города в пятницу вечером.',
  '大桥周五起关闭三周，市政府发言人说。',
  '* Bridge shut',
  'Bridge shut for three weeks',
];
const EXAMPLES = COPY_RULES.flatMap((rule) => [...rule.matches, ...rule.rejects]);
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...SENTENCES) },
  { weight: 4, arbitrary: fc.constantFrom(...EXAMPLES) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
);
const joint = fc.constantFrom('\n', '\n\n', ' ', '\n    ', '', '  \n');
/** Texts of what the rules look for, in any order and joined in any way. */
const text = fc
  .array(fc.tuple(piece, joint), { maxLength: 14 })
  .map((pieces) => pieces.map(([words, end]) => words + end).join(''));
const headline = fc.constantFrom('', 'Bridge shut', 'UPDATE 2-Bridge shut for three weeks');

const withoutSpace = (words: string): string => words.replace(/\s+/g, '');

describe('whatever the text', () => {
  test('each character of the plain text is in a paragraph or in a stripped part, once, in order', () => {
    fc.assert(
      fc.property(text, headline, (body, title) => {
        const copy = readWireCopy({ body, headline: title });
        const spans: Span[] = [...copy.paragraphs, ...copy.stripped].sort((a, b) => a.start - b.start);
        let end = 0;
        for (const span of spans) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(copy.plainText.slice(end, span.start).trim()).toBe('');
          end = span.end;
        }
        expect(copy.plainText.slice(end).trim()).toBe('');
      }),
      { numRuns: 400 },
    );
  });

  test('a span in the plain text says what its paragraph or part says', () => {
    fc.assert(
      fc.property(text, headline, (body, title) => {
        const copy = readWireCopy({ body, headline: title });
        for (const { start, end, text: said } of [...copy.paragraphs, ...copy.stripped]) {
          expect(withoutSpace(copy.plainText.slice(start, end))).toBe(withoutSpace(said));
        }
      }),
      { numRuns: 400 },
    );
  });

  test('a clean body is clean: taken apart again it comes back as it is', () => {
    fc.assert(
      fc.property(text, headline, (plainText, title) => {
        const once = stripParts(plainText, [title]).paragraphs.map((paragraph) => paragraph.text);
        const again = stripParts(once.join('\n\n'), [title]);
        expect(again.paragraphs.map((paragraph) => paragraph.text)).toEqual(once);
        expect(again.stripped).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('it never throws, and nothing grows', () => {
    const anything = fc.option(fc.string({ unit: 'binary', maxLength: 300 }), { nil: null });
    fc.assert(
      fc.property(anything, anything, anything, (body, title, slugline) => {
        const copy = readWireCopy({ body, headline: title, slugline });
        const size = copy.stripped.reduce((sum, part) => sum + part.text.length, 0);
        expect(copy.plainText.length).toBeLessThanOrEqual((body ?? '').length);
        expect(size + copy.body.length).toBeLessThanOrEqual(copy.plainText.length * 2);
        expect(copy.headline.length).toBeLessThanOrEqual((title ?? '').length);
      }),
      { numRuns: 400 },
    );
  });

  test('markers come off a headline in any number and order, and all of them are kept', () => {
    const marker = fc.constantFrom(
      'UPDATE 2-',
      'CORRECTED-',
      'RPT-',
      'WRAPUP 3-',
      'REFILE-',
      'KORRIGIERT-',
      '（更正）',
    );
    fc.assert(
      fc.property(fc.array(marker, { maxLength: 5 }), (markers) => {
        const read = readWireCopy({ headline: `${markers.join('')}Bridge shut` });
        expect(read.headline).toBe('Bridge shut');
        expect(read.markers.map((found) => found.text)).toEqual(markers);
      }),
    );
    expect(HEADLINE_MARKERS.length).toBeGreaterThan(10);
  });
});
