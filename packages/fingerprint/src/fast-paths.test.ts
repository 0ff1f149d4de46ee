import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { canonicaliseAnyWords, canonicaliseWords, type CanonicalWords } from './canonical-words.ts';
import { hashShingles, hashTextWords, hashWords } from './shingles.ts';
import { selectSmallest, sortDistinct } from './smallest.ts';

const SEED = { word: 0x9e3779b9, shingle: 0x85ebca77 };
/** What the rules for words are about, and what is about to be none of their business. */
const ASCII = ['a', 'b', 'Y', 'Z', '0', '1', '9', "'", ',', '.', ' ', '\n', '-', '\0', '\x7f'];
const OTHERS = ['é', '’', '１', 'ﬁ', '東', '🦊', '\ud800', 'İ'];
const WORDS = ['one', 'Million', '1,000', '5.15', "don't", ' '];

function copyWords(text: string): unknown {
  const { hashes, numbers } = hashTextWords(text, SEED);
  return { hashes: [...hashes], numbers: [...numbers] };
}

function copyUnits({ units, length, wordCount }: CanonicalWords): unknown {
  return { units: [...units.subarray(0, length)], wordCount };
}

describe('words hashed from the text itself', () => {
  test.each([
    ['ASCII', [...ASCII, ...WORDS]],
    ['any text', [...ASCII, ...WORDS, ...OTHERS]],
  ])('are those of its canonical form: %s', (_, alphabet) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        const { hashes, numbers } = hashWords(canonicaliseAnyWords(text), SEED);
        expect(copyWords(text)).toEqual({ hashes: [...hashes], numbers: [...numbers] });
        expect(copyUnits(canonicaliseWords(text))).toEqual(copyUnits(canonicaliseAnyWords(text)));
      }),
      { numRuns: 1_000 },
    );
  });

  test('are all there in a text longer than any before', () => {
    const text = 'two 3 '.repeat(60_000);
    const { hashes, numbers } = hashTextWords(text, SEED);
    expect([hashes.length, numbers.length]).toEqual([120_000, 120_000]);
    expect(hashShingles(hashes, 3, SEED)).toHaveLength(119_998);
    expect(canonicaliseWords(text).wordCount).toBe(120_000);
  });
});

// What stores hold already: other numbers would make strangers of all old texts.
test.each([
  [3, 364_212_427, 2_107_456_196],
  [4, 372_559_965, 7_684_591],
  [5, 3_221_962_168, 256_430_180],
])('shingles of %i words have the numbers that they always had', (size, first, last) => {
  const words = Uint32Array.from({ length: 40 }, (_, at) => Math.imul(at + 1, 0x9e3779b9));
  const all = [...hashShingles(words, size, SEED)];
  expect([all.length, all[0], all.at(-1)]).toEqual([41 - size, first, last]);
  const alone = all.map((_, at) => hashShingles(words.subarray(at, at + size), size, SEED)[0]);
  expect(alone).toEqual(all);
});

describe('the smallest of many values', () => {
  const anywhere = fc.integer({ min: 0, max: 0xffffffff });
  const crowded = fc.integer({ min: 1_000, max: 1_100 });

  test.each([
    ['spread', anywhere],
    ['in one place', crowded],
  ])('are those that sorting them all gives: %s', (_, value) => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 400 }), fc.nat(420), (values, size) => {
        const hashes = Uint32Array.from(values);
        const sorted = [...new Set(values)].sort((a, b) => a - b);
        expect([...selectSmallest(hashes, size)]).toEqual(sorted.slice(0, size));
        expect([...sortDistinct(hashes)]).toEqual(sorted);
      }),
    );
  });
});
