import { expect, test } from '@jest/globals';

import { diffPartition } from './diff-partition.ts';

const STORY_OF = new Map(Object.entries({ a: 'S', b: 'S', c: 'T', d: 'U', e: 'U', f: 'V' }));

test('the same partition changes nothing', () => {
  expect(diffPartition([['b', 'a'], ['c'], ['e', 'd'], ['f']], STORY_OF)).toEqual({
    articles: 6,
    storiesBefore: 4,
    storiesAfter: 4,
    changed: 0,
    changedPercent: 0,
    splits: [],
    merges: [],
  });
});

test('what would split, merge or pass an article on is named, and counted once', () => {
  expect(diffPartition([['a'], ['b', 'c'], ['d', 'e'], ['f']], STORY_OF)).toMatchObject({
    storiesAfter: 4,
    changed: 2,
    changedPercent: 50,
    splits: [{ storyId: 'S', parts: 2 }],
    merges: [{ storyIds: ['S', 'T'] }],
  });
});

test('one story of many is more than nothing', () => {
  const storyOf = new Map(Array.from({ length: 20_001 }, (_, at) => [`a${at}`, `s${Math.min(at, 19_999)}`]));
  const groups = [...storyOf.keys()].map((id) => [id]);
  expect(diffPartition(groups, storyOf)).toMatchObject({ changed: 1, changedPercent: 0.01 });
});
