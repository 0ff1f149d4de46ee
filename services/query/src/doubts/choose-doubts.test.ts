import { expect, test } from '@jest/globals';

import { chooseDoubts } from './choose-doubts.ts';

const RANGE = { threshold: 5_000, margin: 2_000 };
const STORIES = new Map([
  [1, 'bridge'],
  [2, 'bridge'],
  [3, 'bridge'],
  [4, 'ferry'],
  [5, 'frost'],
]);

test('a join is as doubtful as the best match that a text has in its story', () => {
  const pairs = [
    { a: 1, b: 2, score: 9_000 },
    { a: 1, b: 3, score: 5_100 },
    { a: 2, b: 3, score: 4_200 },
  ];
  expect(chooseDoubts(pairs, STORIES, RANGE)).toEqual([{ a: 1, b: 3, score: 5_100, isOneStory: true }]);
});

test('of two stories the pair that came nearest to joining them is taken, and each story once', () => {
  const pairs = [
    { a: 1, b: 4, score: 4_000 },
    { a: 2, b: 4, score: 4_800 },
    { a: 4, b: 5, score: 4_500 },
  ];
  expect(chooseDoubts(pairs, STORIES, RANGE)).toEqual([{ a: 2, b: 4, score: 4_800, isOneStory: false }]);
});

test('what is far from the threshold is no doubt, and a text without a story none either', () => {
  const pairs = [
    { a: 4, b: 5, score: 2_999 },
    { a: 1, b: 5, score: 7_001 },
    { a: 1, b: 6, score: 5_000 },
  ];
  expect(chooseDoubts(pairs, STORIES, RANGE)).toEqual([]);
});

test('the most doubtful come first, joins and misses alike', () => {
  const pairs = [
    { a: 1, b: 2, score: 5_300 },
    { a: 4, b: 5, score: 4_900 },
  ];
  expect(chooseDoubts(pairs, STORIES, RANGE).map(({ isOneStory }) => isOneStory)).toEqual([false, true]);
});
