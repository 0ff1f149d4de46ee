import { createRequire } from 'node:module';

import { describe, expect, test } from '@jest/globals';

import { estimateJaccard, sketchText } from './sketch.ts';

/** What we use of npm minhash, the reference, which has no types. */
const { Minhash } = createRequire(__filename)('minhash') as {
  Minhash: new (options: { numPerm: number }) => {
    update(token: string): void;
    hashvalues: number[];
  };
};

const SIZE = 128;
const SHINGLE_WORDS = 3;

/** Two texts of made words: `total` words, of which the first `shared` are the same. */
function makePair(seed: number, shared: number, total: number): [string, string] {
  const words = (side: string): string =>
    Array.from({ length: total }, (_, at) => `w${seed}x${at}${at < shared ? '' : side}`).join(' ');
  return [words('a'), words('b')];
}

function listShingles(text: string): string[] {
  const words = text.split(' ');
  return words.slice(SHINGLE_WORDS - 1).map((_, at) => words.slice(at, at + SHINGLE_WORDS).join(' '));
}

interface Measured {
  exact: number;
  ours: number;
  /** Distinct shingles in the two texts. */
  union: number;
  texts: [string, string];
}

/** Pairs of J from .1 to .95, the same in every run. */
function measurePairs(count: number): Measured[] {
  return Array.from({ length: count }, (_, at) => {
    const total = 200 + ((at * 37) % 300);
    const wanted = 0.1 + (0.85 * ((at * 61) % count)) / (count - 1);
    const texts = makePair(at, Math.round((total * 2 * wanted) / (1 + wanted)), total);
    const [a, b] = texts.map((text) => new Set(listShingles(text)));
    const shared = [...a!].filter((shingle) => b!.has(shingle)).length;
    const union = a!.size + b!.size - shared;
    const [left, right] = texts.map((text) => sketchText(text, { shingleWords: SHINGLE_WORDS, size: SIZE }));
    return { exact: shared / union, ours: estimateJaccard(left!, right!, SIZE), union, texts };
  });
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

describe('a sketch', () => {
  const pairs = measurePairs(1_500);

  test('errs no more than the theory of as many independent permutations allows', () => {
    const error = rootMeanSquare(pairs.map(({ exact, ours }) => ours - exact));
    // Broder 1997: each of k slots agrees with probability J, so the variance of their mean is J (1 - J) / k.
    const theory = rootMeanSquare(pairs.map(({ exact }) => Math.sqrt((exact * (1 - exact)) / SIZE)));
    expect(error / theory).toBeLessThanOrEqual(1);
    // Drawn without replacement it has to be less: the hypergeometric variance.
    const own = rootMeanSquare(
      pairs.map(({ exact, union }) =>
        Math.sqrt(((exact * (1 - exact)) / SIZE) * ((union - SIZE) / (union - 1))),
      ),
    );
    expect(error / own).toBeGreaterThan(0.93);
    expect(error / own).toBeLessThan(1.07);
  });

  test('leans to neither side', () => {
    const bias = pairs.reduce((sum, { exact, ours }) => sum + ours - exact, 0) / pairs.length;
    expect(Math.abs(bias)).toBeLessThan(0.003);
  });

  test('agrees with npm minhash of as many permutations, within four standard deviations of the two', () => {
    const sign = (text: string): number[] => {
      const minhash = new Minhash({ numPerm: SIZE });
      for (const shingle of listShingles(text)) minhash.update(shingle);
      return minhash.hashvalues;
    };
    const some = pairs.filter((_, at) => at % 60 === 0);
    const gaps = some.map(({ exact, ours, texts }) => {
      const [left, right] = texts.map(sign);
      const theirs = left!.filter((value, slot) => value === right![slot]).length / SIZE;
      return Math.abs(ours - theirs) / Math.sqrt((2 * exact * (1 - exact)) / SIZE);
    });
    expect(Math.max(...gaps)).toBeLessThan(4);
    expect(rootMeanSquare(gaps)).toBeLessThan(1.3);
  });

  test('is exact for texts that fit into it, and 0 for nothing', () => {
    const [a, b] = makePair(1, 30, 50);
    const [left, right] = [a, b].map((text) => sketchText(text, { shingleWords: 3, size: SIZE }));
    expect(estimateJaccard(left!, right!, SIZE)).toBeCloseTo(28 / 68, 10);
    expect(estimateJaccard(new Uint32Array(0), new Uint32Array(0), SIZE)).toBe(0);
  });
});
