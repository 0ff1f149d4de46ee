import { expect, test } from '@jest/globals';

import { type ArticleRow, findDoubts, type SimilarPage } from './find-doubts.ts';

const makeRow = (id: string, storyId: string, guid = id): ArticleRow => ({
  id,
  provider: 'wire',
  guid,
  version: 0,
  state: 'clustered',
  relation: 'original',
  receivedAt: '2026-03-02T06:00:00.000Z',
  effectiveAt: '2026-03-02T06:00:00.000Z',
  storyId,
  candidateCount: 1,
});

/** Pages of `similar` from scores of pairs. */
function makePages(rows: readonly ArticleRow[], scores: Record<string, number>): Map<string, SimilarPage> {
  return new Map(
    rows.map((row) => {
      const similar = rows
        .map((other) => ({ other, score: scores[[row.id, other.id].toSorted().join('')] ?? 0 }))
        .filter(({ other, score }) => other !== row && score > 0)
        .toSorted((a, b) => b.score - a.score)
        .map(({ other, score }) => ({
          ...other,
          articleId: other.id,
          evidence: { score },
        }));
      return [row.id, { storyId: row.storyId, similar }];
    }),
  );
}

test('a doubtful join is an article whose nearest one in its story is far; the nearest counts, and each pair once', () => {
  const rows = [makeRow('a', 'S'), makeRow('b', 'S'), makeRow('c', 'S')];
  const pages = makePages(rows, { ab: 9000, ac: 5100, bc: 5200 });
  expect(findDoubts(rows, pages, 10).joins).toEqual([
    { aId: 'c', bId: 'b', score: 5200 },
    { aId: 'b', bId: 'a', score: 9000 },
  ]);
  expect(findDoubts(rows, pages, 1).joins).toHaveLength(1);
});

test('versions of one guid are no doubt', () => {
  const rows = [makeRow('a', 'S'), makeRow('b', 'S', 'a')];
  expect(findDoubts(rows, makePages(rows, { ab: 200 }), 10).joins).toEqual([]);
});

test('a near miss is the best pair of two stories, and no story is named twice', () => {
  const rows = [
    makeRow('a', 'S'),
    makeRow('b', 'S'),
    makeRow('c', 'T'),
    makeRow('d', 'U'),
    makeRow('e', 'V'),
  ];
  const pages = makePages(rows, { ab: 9000, ac: 4000, bc: 4800, bd: 4700, de: 100 });
  expect(findDoubts(rows, pages, 10).misses).toEqual([
    { aId: 'b', bId: 'c', score: 4800 },
    { aId: 'd', bId: 'e', score: 100 },
  ]);
});
