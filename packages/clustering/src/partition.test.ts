import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { ComponentFacts, Pair, TextNode } from './model.ts';
import { partition } from './partition.ts';
import { RULE } from './rule.ts';

function makeNode(id: number, name: string): TextNode {
  return {
    id,
    day: 0,
    textHash: name,
    headlineHash: '',
    shingleCount: 298,
    wordCount: 300,
    leadCount: 30,
    numberCount: 0,
    headlineWordCount: 0,
    articles: [
      {
        id: `article ${name}`,
        provider: 'wire',
        guid: name,
        version: 0,
        contentHash: name,
        effectiveAtMs: 0,
        pubStatus: 'usable',
        embargoedUntilMs: null,
        standingPubStatus: 'usable',
        standingEmbargoedUntilMs: null,
        textGone: null,
        markers: [],
        numbers: [],
        names: [],
        linkKeys: [],
        isBackfill: false,
      },
    ],
  };
}

function makePair(a: number, b: number, shared: number): Pair {
  const lead = { aLeadInB: 30, bLeadInA: 30 };
  return { a, b, isCandidate: true, shared, ...lead, sharedNumbers: 0, sharedHeadlineWords: 0 };
}

/** Nodes by name, pairs by the place of their names, numbered as `order` has them. */
function makeFacts(
  names: readonly string[],
  shared: (i: number, j: number) => number,
  order: readonly number[],
): ComponentFacts {
  const nodes = order.map((place, id) => makeNode(id, names[place]!));
  const idOf = new Map(order.map((place, id) => [place, id]));
  const pairs: Pair[] = [];
  for (let i = 0; i < names.length; i++) {
    for (let j = i + 1; j < names.length; j++) {
      const [a, b] = [idOf.get(i)!, idOf.get(j)!];
      if (shared(i, j) > 0) pairs.push(makePair(Math.min(a, b), Math.max(a, b), shared(i, j)));
    }
  }
  return { nodes, pairs, constraints: [] };
}

function name(facts: ComponentFacts): string[] {
  const stories = partition(facts).stories.map((story) => story.map((article) => article.guid).sort());
  return stories.map((story) => story.join(' ')).sort();
}

const NAMES = Array.from({ length: 12 }, (_, at) => `text ${String(at).padStart(2, '0')}`);

describe('the partition of a component', () => {
  test('is the same whatever the ids say and the order in which nodes and pairs come', () => {
    const shares = fc.array(fc.constantFrom(0, 0, 60, 120, 150, 180, 260), {
      minLength: 144,
      maxLength: 144,
    });
    const order = fc.shuffledSubarray(
      NAMES.map((_, at) => at),
      { minLength: 12, maxLength: 12 },
    );
    fc.assert(
      fc.property(shares, order, (share, places) => {
        const shared = (i: number, j: number): number => share[i * 12 + j]!;
        const inOrder = makeFacts(
          NAMES,
          shared,
          NAMES.map((_, at) => at),
        );
        const shuffled = makeFacts(NAMES, shared, places);
        expect(name({ ...shuffled, pairs: [...shuffled.pairs].reverse() })).toEqual(name(inOrder));
      }),
      { numRuns: 300 },
    );
  });

  test('does not follow a chain: average linkage cuts it where its ends have nothing in common', () => {
    const facts = makeFacts(
      NAMES,
      (i, j) => (j === i + 1 ? 170 : 0),
      NAMES.map((_, at) => at),
    );
    expect(Math.max(...partition(facts).stories.map((story) => story.length))).toBeLessThanOrEqual(3);
  });

  test('bounds its work: past the most texts that linkage takes, only the closest stay together', () => {
    const count = RULE.maxLinkageUnits + 40;
    const names = Array.from({ length: count }, (_, at) => `text ${String(at).padStart(3, '0')}`);
    // One chain of weak links, in which each ten are close.
    const shared = (i: number, j: number): number =>
      Math.floor(i / 10) === Math.floor(j / 10) ? 280 : j === i + 1 ? 150 : 0;
    const places = names.map((_, at) => at);
    const facts = makeFacts(names, shared, places);
    const { stories, cutComponents } = partition(facts);
    expect(cutComponents).toBe(1);
    expect(stories.map((story) => story.length).sort((a, b) => b - a)).toEqual([
      ...Array.from({ length: 16 }, () => 10),
      8,
    ]);
    expect(name(makeFacts(names, shared, [...places].reverse()))).toEqual(name(facts));
  });
});
