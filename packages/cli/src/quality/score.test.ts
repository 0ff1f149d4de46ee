import { describe, expect, test } from '@jest/globals';

import { type Gold, pairKey, type PairLabel } from './gold.ts';
import { hashPartition } from './partition-hash.ts';
import { scorePartition } from './score.ts';
import { shuffle } from './shuffle.ts';

const LABELS: [string, string, PairLabel][] = [
  ['a', 'b', 'same'],
  ['e', 'd', 'same'],
  ['c', 'd', 'different'],
  ['a', 'c', 'digest'],
  ['b', 'e', 'related'],
];
const GOLD: Gold = {
  labels: new Map(LABELS.map(([a, b, label]) => [pairKey(a, b), label])),
  clusterOf: new Map([
    ['a', '1'],
    ['b', '1'],
    ['d', '2'],
    ['e', '2'],
    ['c', '3'],
    ['f', '3'],
  ]),
};
const CORPUS = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('the score of a partition', () => {
  test('is what a hand reckons: pairs by their label, the ARI over all articles', () => {
    const storyOf = new Map(Object.entries({ a: 'x', b: 'x', c: 'x', d: 'y', e: 'z' }));
    // Pairs found: ab same, ac digest, bc unlisted. ARI: 1 agreed, 3 × 3 / 15 by chance, 3 at most: .4 / 2.4.
    expect(scorePartition(GOLD, storyOf, CORPUS)).toEqual({
      precision: 0.3333,
      recall: 0.5,
      f1: 0.4,
      ari: 0.1667,
      truePositive: 1,
      falsePositive: 2,
      falseNegative: 1,
      wrong: { different: 0, digest: 1, unlisted: 1 },
      biggestStory: 3,
      articles: 6,
      articlesWithoutStory: 1,
      stories: 3,
    });
  });

  test('does not count a related pair, nor an unlisted one of one cluster', () => {
    const storyOf = new Map(Object.entries({ a: 'v', b: 'x', e: 'x', d: 'w', c: 'y', f: 'y' }));
    expect(scorePartition(GOLD, storyOf, CORPUS)).toMatchObject({
      truePositive: 0,
      falsePositive: 0,
      falseNegative: 2,
    });
  });

  test('is one where the partition is the labels', () => {
    expect(scorePartition(GOLD, GOLD.clusterOf, CORPUS)).toMatchObject({ f1: 1, ari: 1, falsePositive: 0 });
  });
});

describe('the hash of a partition', () => {
  test('knows neither story ids nor order, and tells any two partitions apart', () => {
    const one = new Map(Object.entries({ a: 'x', b: 'x', c: 'y' }));
    expect(hashPartition(new Map(Object.entries({ c: '1', b: '2', a: '2' })))).toBe(hashPartition(one));
    expect(hashPartition(new Map(Object.entries({ a: 'x', b: 'y', c: 'y' })))).not.toBe(hashPartition(one));
    expect(hashPartition(new Map(Object.entries({ 'a","b': 'x', c: 'y' })))).not.toBe(hashPartition(one));
  });
});

describe('a shuffle', () => {
  test('keeps every item, and gives one order for one seed', () => {
    const items = Array.from({ length: 50 }, (_, at) => at);
    expect(shuffle(items, 7)).toEqual(shuffle(items, 7));
    expect(shuffle(items, 7)).not.toEqual(shuffle(items, 8));
    expect(shuffle(items, 7).toSorted((a, b) => a - b)).toEqual(items);
  });
});
