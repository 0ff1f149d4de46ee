import { describe, expect, test } from '@jest/globals';

import { explainStory } from './explain.ts';
import type { ComponentFacts, MemberArticle, Pair, TextNode } from './model.ts';

const DAY_MS = 86_400_000;
const TOPS_AGREE = { aLeadInB: 30, bLeadInA: 30, sharedNumbers: 0, sharedHeadlineWords: 0 };

/** A text of 100 shingles with one article, named by a letter. */
function makeNode(id: number, more: Partial<TextNode> & { article?: Partial<MemberArticle> } = {}): TextNode {
  const { article, ...node } = more;
  const name = String.fromCharCode(96 + id);
  const day = node.day ?? 100;
  return {
    id,
    day,
    textHash: `text ${name}`,
    headlineHash: '',
    shingleCount: 100,
    wordCount: 104,
    leadCount: 30,
    numberCount: 0,
    headlineWordCount: 0,
    articles: [makeArticle(name, { effectiveAtMs: day * DAY_MS, ...article })],
    ...node,
  };
}

function makeArticle(name: string, more: Partial<MemberArticle>): MemberArticle {
  return {
    id: name,
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
    isBackfill: false,
    markers: [],
    numbers: [],
    names: [],
    linkKeys: [],
    ...more,
  };
}

const link = (a: number, b: number, shared: number): Pair => ({
  a,
  b,
  isCandidate: true,
  shared,
  ...TOPS_AGREE,
});

function explain(
  facts: Partial<ComponentFacts> & Pick<ComponentFacts, 'nodes'>,
  shared: number,
  more: { to?: string; sharedKeys?: number } = {},
) {
  const whole = { pairs: [], constraints: [], ...facts };
  const to = whole.nodes.find((node) => node.articles.some(({ id }) => id === (more.to ?? 'b')))!;
  return explainStory({
    facts: whole,
    aId: 'a',
    bId: more.to ?? 'b',
    pair: { a: 1, b: to.id, shared, ...TOPS_AGREE },
    sharedKeys: more.sharedKeys ?? 9,
  });
}

describe('two articles of one story', () => {
  test('match: with the features, what they are worth, and the threshold', () => {
    const found = explain({ nodes: [makeNode(1), makeNode(2)], pairs: [link(1, 2, 80)] }, 80);
    expect(found).toMatchObject({
      isOneStory: true,
      reason: 'text',
      chain: [{ from: 'a', to: 'b', by: 'text', score: found.pair.score }],
      pair: { isCandidate: true, isMatch: true, sharedShingles: 80, threshold: 5000 },
    });
    expect(found.pair.features).toContainEqual(
      expect.objectContaining({ name: 'containment', value: 0.8, points: expect.any(Number) }),
    );
  });

  test('joined through others: by the chain whose weakest step is strongest', () => {
    const nodes = [makeNode(1), makeNode(2), makeNode(3), makeNode(4)];
    const pairs = [
      link(1, 2, 40),
      link(1, 3, 95),
      link(2, 3, 90),
      link(1, 4, 99),
      link(2, 4, 70),
      link(3, 4, 60),
    ];
    const found = explain({ nodes, pairs }, 40);
    expect(found.isOneStory).toBe(true);
    expect(found.reason).toBe('chain');
    expect(found.chain.map(({ from, to }) => from + to)).toEqual(['ac', 'cb']);
  });

  test('sent under one guid: by the provider, whatever the texts say', () => {
    const nodes = [makeNode(1), makeNode(2, { article: { guid: 'a', version: 1 } })];
    expect(explain({ nodes }, 0, { sharedKeys: 0 })).toMatchObject({
      isOneStory: true,
      reason: 'provider_key',
      chain: [{ by: 'provider_key', score: null }],
    });
  });

  test('put together by an editor', () => {
    const constraint = {
      kind: 'must_link',
      aProvider: 'wire',
      aGuid: 'b',
      bProvider: 'wire',
      bGuid: 'a',
    } as const;
    const found = explain({ nodes: [makeNode(1), makeNode(2)], constraints: [constraint] }, 0);
    expect(found).toMatchObject({ isOneStory: true, reason: 'editor_link', constraints: [constraint] });
  });
});

describe('two articles that are not one story', () => {
  const apart = { isOneStory: false, chain: [] };
  test('score too little', () => {
    const found = explain({ nodes: [makeNode(1), makeNode(2)], pairs: [link(1, 2, 30)] }, 30);
    expect(found).toMatchObject({ ...apart, reason: 'below_threshold', pair: { isMatch: false } });
  });

  test('share too few keys, or lie too far apart, or have no text', () => {
    const nodes = [makeNode(1), makeNode(2)];
    expect(explain({ nodes }, 80, { sharedKeys: 1 })).toMatchObject({
      ...apart,
      reason: 'too_few_shared_keys',
    });
    expect(explain({ nodes: [makeNode(1), makeNode(2, { day: 104 })] }, 80)).toMatchObject({
      ...apart,
      reason: 'outside_window',
      pair: { isInWindow: false, daysApart: 4, windowDays: 3 },
    });
    const empty = makeNode(2, { wordCount: 0, shingleCount: 0, leadCount: 0 });
    expect(explain({ nodes: [makeNode(1), empty] }, 0)).toMatchObject({ ...apart, reason: 'no_text' });
  });

  test('were split by an editor', () => {
    const constraint = {
      kind: 'cannot_link',
      aProvider: 'wire',
      aGuid: 'a',
      bProvider: 'wire',
      bGuid: 'b',
    } as const;
    const found = explain(
      { nodes: [makeNode(1), makeNode(2)], pairs: [link(1, 2, 100)], constraints: [constraint] },
      100,
    );
    expect(found).toMatchObject({ ...apart, reason: 'editor_split', pair: { isMatch: true } });
  });

  test('meet in a digest only', () => {
    const digest = makeNode(1, { shingleCount: 400, wordCount: 404 });
    const items = [makeNode(2), makeNode(3), makeNode(4)];
    const pairs = items.map((item) => link(1, item.id, 95));
    expect(explain({ nodes: [digest, ...items], pairs }, 95)).toMatchObject({
      ...apart,
      reason: 'digest',
      digests: ['a'],
    });
  });

  test('match, and yet do not hold together on average', () => {
    // a is like b alone; b is one story with c, d and e.
    const nodes = [1, 2, 3, 4, 5].map((id) => makeNode(id));
    const pairs = [
      link(1, 2, 70),
      link(2, 3, 99),
      link(2, 4, 99),
      link(2, 5, 99),
      link(3, 4, 99),
      link(3, 5, 99),
      link(4, 5, 99),
    ];
    expect(explain({ nodes, pairs }, 70)).toMatchObject({
      ...apart,
      reason: 'linkage',
      pair: { isMatch: true },
    });
  });
});

test('an article that is not in the facts is refused', () => {
  expect(() => explain({ nodes: [makeNode(1), makeNode(2)] }, 0, {})).not.toThrow();
  expect(() =>
    explainStory({
      facts: { nodes: [makeNode(1)], pairs: [], constraints: [] },
      aId: 'a',
      bId: 'z',
      pair: { a: 1, b: 2, shared: 0, ...TOPS_AGREE },
      sharedKeys: 0,
    }),
  ).toThrow(RangeError);
});
