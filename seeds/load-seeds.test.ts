import { describe, expect, test } from '@jest/globals';

import { loadExpectedStories, loadSeeds, type SeedSubmission } from './load-seeds.ts';

const NOW = new Date('2026-11-23T12:00:00.000Z');
const seeds = loadSeeds(NOW);
const texts = seeds.filter((seed) => seed.body !== undefined);

function shinglesOf(seed: SeedSubmission): Set<string> {
  const words = (seed.body ?? '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.slice(4).map((_, at) => words.slice(at, at + 5).join(' ')));
}

/** Shares of the 5-word shingles: of both texts together, and of the smaller one. */
function compare(a: SeedSubmission, b: SeedSubmission): { jaccard: number; containment: number } {
  const [left, right] = [shinglesOf(a), shinglesOf(b)];
  const shared = [...left].filter((shingle) => right.has(shingle)).length;
  return {
    jaccard: shared / (left.size + right.size - shared),
    containment: shared / Math.min(left.size, right.size),
  };
}

const pairs = texts.flatMap((a, at) => texts.slice(at + 1).map((b) => [a, b] as const));
const storyOf = (seed: SeedSubmission): number =>
  loadExpectedStories().findIndex((guids) => guids.includes(seed.guid));
const nameOf = (a: SeedSubmission, b: SeedSubmission): string =>
  `${a.guid}.${a.version} and ${b.guid}.${b.version}`;

describe('the seeds', () => {
  test('lead up to the moment of the first start, the oldest first, all within its day', () => {
    const times = seeds.map((seed) => Date.parse(seed.publishedAt));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(seeds[0]?.publishedAt).toBe('2026-11-23T04:00:00.000Z');
    expect(Math.max(...times)).toBeLessThan(NOW.getTime());
  });

  test('say that they are a demonstration, and have every guid in exactly one expected story', () => {
    expect(seeds.filter((seed) => !seed.provider.startsWith('demo-'))).toEqual([]);
    const expected = loadExpectedStories().flat();
    expect(expected.toSorted()).toEqual([...new Set(seeds.map((seed) => seed.guid))].sort());
  });

  test('join with a margin where they must, and are far apart where they must not', () => {
    const near = pairs.filter(([a, b]) => storyOf(a) === storyOf(b));
    expect(near).toHaveLength(15);
    const weak = near.filter(([a, b]) => compare(a, b).containment < 0.77 && compare(a, b).jaccard < 0.6);
    expect(weak.map(([a, b]) => nameOf(a, b))).toEqual([]);
    const strangers = pairs.filter(([a, b]) => storyOf(a) !== storyOf(b) && compare(a, b).containment > 0.1);
    expect(strangers.map(([a, b]) => nameOf(a, b))).toEqual([]);
  });

  test('hold a brief that is found in its full story, where Jaccard alone would miss it', () => {
    const [brief, full] = ['wire-bridge-1', 'wire-bridge-2'].map((guid) =>
      texts.find((seed) => seed.guid === guid),
    );
    if (brief === undefined || full === undefined) throw new Error('The brief or its full story is gone.');
    const { jaccard, containment } = compare(brief, full);
    expect(containment).toBeGreaterThan(0.8);
    expect(jaccard).toBeLessThan(0.3);
  });

  test('hold a kill: canceled, without a body, under the guid of what it kills', () => {
    const kill = seeds.find((seed) => seed.pubStatus === 'canceled');
    expect(kill?.body).toBeUndefined();
    expect(seeds.filter((seed) => seed.guid === kill?.guid).map((seed) => seed.version)).toEqual([0, 1]);
  });
});
