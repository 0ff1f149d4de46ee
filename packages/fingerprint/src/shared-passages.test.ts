import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { canonicaliseWords } from './canonical-words.ts';
import { locateWords } from './locate-words.ts';
import { findSharedPassages } from './shared-passages.ts';

function canonicalWords(text: string): string[] {
  const { units, length } = canonicaliseWords(text);
  return String.fromCharCode(...units.subarray(0, length))
    .split(' ')
    .slice(0, -1);
}

describe('located words', () => {
  test.each([
    'The board’s "price" rose 1,000.50 to 5.15, it said.\r\nThen it\u00a0fell.',
    'Cafe\u0301 ﬁne ½ ㎏ Straße İSTANBUL',
    'Москва 2,5 млн. العربية ١٢٣ هذا',
    '江北市地铁三号线因隧道渗水停运 2012年 ガス コーヒー',
    'emoji 👩‍🚒 and a lone \ud83d half, … — end',
  ])('are those that texts are compared by: %j', (text) => {
    expect(locateWords(text).map(({ word }) => word)).toEqual(canonicalWords(text));
  });

  test('stand where they say, in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        let last = 0;
        for (const { start, end } of locateWords(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = start;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe('shared passages', () => {
  test('are the longest runs of the same words, where they stand in both texts', () => {
    const a = 'LINDMOUTH - The bridge over the harbour will stay shut, the town said. Nobody was hurt.';
    const b = 'News: the “bridge” over the\nharbour will stay open. The town said that nobody was hurt.';
    const passages = findSharedPassages(a, b);
    expect(passages.map(({ a: { start, end } }) => a.slice(start, end))).toEqual([
      'The bridge over the harbour will stay',
    ]);
    expect(passages.map(({ b: { start, end } }) => b.slice(start, end))).toEqual([
      'the “bridge” over the\nharbour will stay',
    ]);
    expect(passages[0]!.wordCount).toBe(7);
  });

  test('take the longer of two places, and do not overlap in the first text', () => {
    const run = 'one two three four five';
    const passages = findSharedPassages(`${run} six seven`, `${run} x ${run} six seven`);
    expect(passages).toHaveLength(1);
    expect(passages[0]).toMatchObject({ wordCount: 7, a: { start: 0 }, b: { start: run.length + 3 } });
  });

  test('are none where no five words in a row are the same', () => {
    expect(findSharedPassages('one two three four nine', 'one two three four ten')).toEqual([]);
    expect(findSharedPassages('', 'one two three four five')).toEqual([]);
  });

  test('do not take quadratic time over a text that says one thing again and again', () => {
    const steps = (count: number): number => {
      const text = 'again '.repeat(count);
      return findSharedPassages(text, text).length;
    };
    expect(steps(50_000)).toBe(1);
  });
});
