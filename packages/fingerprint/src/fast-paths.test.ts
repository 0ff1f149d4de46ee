import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { canonicaliseWords } from './canonical-words.ts';
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

describe('words hashed from the text itself', () => {
  test.each([
    ['ASCII', [...ASCII, ...WORDS]],
    ['any text', [...ASCII, ...WORDS, ...OTHERS]],
  ])('are those of its canonical form: %s', (_, alphabet) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        const { hashes, numbers } = hashWords(canonicaliseWords(text), SEED);
        expect(copyWords(text)).toEqual({ hashes: [...hashes], numbers: [...numbers] });
      }),
      { numRuns: 1_000 },
    );
  });

  test('are all there in a text longer than any before', () => {
    const text = 'two 3 '.repeat(60_000);
    const { hashes, numbers } = hashTextWords(text, SEED);
    expect([hashes.length, numbers.length]).toEqual([120_000, 120_000]);
    expect(hashShingles(hashes, 3, SEED)).toHaveLength(119_998);
  });
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
