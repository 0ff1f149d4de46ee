import { expect, test } from '@jest/globals';
import { listArticles } from '@writethru/store';

import { nameOf, readLabelledSet } from '../support/labelled-set.ts';
import { shuffleItems } from '../support/made-text.ts';
import { startTestServices } from '../support/services.ts';

const SET = readLabelledSet();
const POSTED_AT_ONCE = 40;

/** The stories that the service makes of the set when it comes in this order: names in order, stories in order. */
async function clusterInOrder(seed: number | null): Promise<string[][]> {
  const services = await startTestServices();
  try {
    const ordered = seed === null ? SET : shuffleItems(SET, seed);
    for (let at = 0; at < ordered.length; at += POSTED_AT_ONCE)
      await services.post(ordered.slice(at, at + POSTED_AT_ONCE).map((article) => article.submission));
    await services.settle();
    const rows = await listArticles(services.pool, {
      afterId: null,
      state: null,
      provider: null,
      limit: 1_000,
      viewer: { isEditor: true, now: new Date() },
    });
    return groupNames(rows.map((row) => ({ name: nameOf(row), story: row.storyId ?? 'none' })));
  } finally {
    await services.stop();
  }
}

function groupNames(members: readonly { name: string; story: string }[]): string[][] {
  const stories = new Map<string, string[]>();
  for (const { name, story } of members) stories.set(story, [...(stories.get(story) ?? []), name]);
  return [...stories.values()].map((names) => names.toSorted()).toSorted((a, b) => (a[0]! < b[0]! ? -1 : 1));
}

const EXPECTED = groupNames(
  SET.map((article) => ({ name: nameOf(article.submission), story: article.story })),
);

/** Pairs that are in one story of `left` and not of `right`. */
function pairsOnlyIn(left: string[][], right: string[][]): string[] {
  const storyOf = new Map(right.flatMap((names, at) => names.map((name) => [name, at] as const)));
  return left.flatMap((names) =>
    names.flatMap((a, at) =>
      names
        .slice(at + 1)
        .filter((b) => storyOf.get(a) !== storyOf.get(b))
        .map((b) => `${a} + ${b}`),
    ),
  );
}

test.each([
  ['as it was published', null] as const,
  ...[1, 2, 3].map((seed) => [`shuffled (${seed})`, seed] as const),
])(
  'the labelled set, %s, gives its stories: nothing merged that is apart, nothing missed',
  async (_order, seed) => {
    const found = await clusterInOrder(seed);
    expect({
      falseMerges: pairsOnlyIn(found, EXPECTED),
      misses: pairsOnlyIn(EXPECTED, found),
    }).toEqual({ falseMerges: [], misses: [] });
    expect(found).toEqual(EXPECTED);
  },
);
