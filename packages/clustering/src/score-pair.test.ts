import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { PairOverlap, TextFacts } from './model.ts';
import { MAX_SCORE, scorePair, weighPair } from './score-pair.ts';

const hash = fc.constantFrom('aa', 'bb', 'cc');
const facts: fc.Arbitrary<TextFacts> = fc
  .record({
    day: fc.integer({ min: 0, max: 3 }),
    textHash: hash,
    headlineHash: fc.constantFrom('', 'dd', 'ee'),
    wordCount: fc.integer({ min: 10, max: 600 }),
    numberCount: fc.integer({ min: 0, max: 40 }),
    headlineWordCount: fc.integer({ min: 1, max: 15 }),
  })
  .map((text) => ({
    ...text,
    shingleCount: text.wordCount - 2,
    leadCount: Math.min(30, text.wordCount - 2),
    headlineWordCount: text.headlineHash === '' ? 0 : text.headlineWordCount,
  }));

const pair = fc
  .tuple(facts, facts, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }))
  .map(([a, b, shares]): [TextFacts, TextFacts, PairOverlap] => {
    const part = (at: number, most: number): number => Math.floor(shares[at]! * most);
    return [
      a,
      b,
      {
        shared: part(0, Math.min(a.shingleCount, b.shingleCount)),
        aLeadInB: part(1, a.leadCount),
        bLeadInA: part(2, b.leadCount),
        sharedNumbers: part(3, Math.min(a.numberCount, b.numberCount)),
        sharedHeadlineWords: part(4, Math.min(a.headlineWordCount, b.headlineWordCount)),
      },
    ];
  });

function text(wordCount: number, more: Partial<TextFacts> = {}): TextFacts {
  return {
    day: 0,
    textHash: `${wordCount}`,
    headlineHash: '',
    wordCount,
    shingleCount: wordCount - 2,
    leadCount: Math.min(30, wordCount - 2),
    numberCount: 0,
    headlineWordCount: 0,
    ...more,
  };
}

/** Two texts that share the given part of the shorter, and their tops. */
function overlap(a: TextFacts, b: TextFacts, share: number, more: Partial<PairOverlap> = {}): PairOverlap {
  return {
    shared: Math.round(Math.min(a.shingleCount, b.shingleCount) * share),
    aLeadInB: a.leadCount,
    bLeadInA: b.leadCount,
    sharedNumbers: 0,
    sharedHeadlineWords: 0,
    ...more,
  };
}

describe('the score of two texts', () => {
  test('is a whole number of 0 to 10,000 and the same from either side', () => {
    fc.assert(
      fc.property(pair, ([a, b, shared]) => {
        const score = scorePair(a, b, shared);
        expect(Number.isInteger(score)).toBe(true);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(MAX_SCORE);
        // Texts of one hash are one text: those with other counts under it do not exist.
        const other = a.textHash === b.textHash ? { ...b, textHash: 'other' } : b;
        const turned = { ...shared, aLeadInB: shared.bLeadInA, bLeadInA: shared.aLeadInB };
        expect(scorePair(other, a, turned)).toBe(scorePair(a, other, shared));
      }),
      { numRuns: 2_000 },
    );
  });

  test('never falls when more is shared', () => {
    fc.assert(
      fc.property(pair, ([a, b, shared]) => {
        const most = Math.min(a.shingleCount, b.shingleCount);
        const more = { ...shared, shared: Math.min(most, shared.shared + 1) };
        expect(scorePair(a, b, more)).toBeGreaterThanOrEqual(scorePair(a, b, shared));
      }),
      { numRuns: 500 },
    );
  });

  test('asks the more of a text the shorter it is', () => {
    const full = text(800);
    const leastShare = (words: number): number => {
      const short = text(words);
      for (let percent = 0; percent <= 100; percent++) {
        if (scorePair(short, full, overlap(short, full, percent / 100)) >= 5_000) return percent;
      }
      return Infinity;
    };
    expect([40, 60, 100, 150, 200, 400].map(leastShare)).toEqual([83, 74, 62, 51, 46, 46]);
  });

  test('counts a number that is missing against a short text, and less against a long one', () => {
    const numbers = { numberCount: 6 };
    const lost = (words: number): number => {
      const [a, b] = [text(words, numbers), text(words + 1, numbers)];
      return weighPair(a, b, overlap(a, b, 1, { sharedNumbers: 3 })).numbers;
    };
    expect(lost(20)).toBeCloseTo(-0.6 * (3 / 8) * (1 - 20 / 150));
    expect(lost(400)).toBeCloseTo(-0.6 * (3 / 8) * 0.2);
  });

  test('lets headlines speak for short texts of one day alone', () => {
    const headed = { headlineHash: 'h', headlineWordCount: 5 };
    const [a, b] = [text(30, headed), text(31, headed)];
    const same = overlap(a, b, 0.9, { sharedHeadlineWords: 5 });
    expect(weighPair(a, b, same).headline).toBeCloseTo(0.5 * 0.8);
    expect(weighPair(a, b, { ...same, sharedHeadlineWords: 0 }).headline).toBeCloseTo(-0.5 * 0.8);
    expect(weighPair(a, { ...b, day: 1 }, same).headline).toBe(0);
    expect(weighPair(a, text(31), same).headline).toBe(0);
  });

  test('takes a text inside a much longer one for its cut-down only where both tops agree', () => {
    const [cut, full] = [text(60), text(600)];
    expect(scorePair(cut, full, overlap(cut, full, 1))).toBeGreaterThan(5_000);
    expect(scorePair(cut, full, overlap(cut, full, 1, { bLeadInA: 3 }))).toBeLessThan(5_000);
    expect(scorePair(cut, full, overlap(cut, full, 1, { aLeadInB: 3 }))).toBeLessThan(5_000);
  });

  test('takes two texts that are half alike for versions where one top is in the other', () => {
    const [a, b] = [text(300), text(310)];
    expect(scorePair(a, b, overlap(a, b, 0.6, { aLeadInB: 2 }))).toBeGreaterThan(5_000);
    expect(scorePair(a, b, overlap(a, b, 0.6, { aLeadInB: 2, bLeadInA: 2 }))).toBeLessThan(5_000);
  });

  test('is full for one text, but not under two headlines where it is short', () => {
    const one = text(20, { textHash: 'same' });
    const headed = { textHash: 'same', headlineWordCount: 4 };
    const left = text(20, { ...headed, headlineHash: 'left' });
    const right = text(20, { ...headed, headlineHash: 'right' });
    expect(scorePair(one, { ...one, day: 2 }, overlap(one, one, 1))).toBe(MAX_SCORE);
    expect(scorePair(one, left, overlap(one, left, 1))).toBe(MAX_SCORE);
    expect(scorePair(left, right, overlap(left, right, 1))).toBeLessThan(5_000);
  });
});
