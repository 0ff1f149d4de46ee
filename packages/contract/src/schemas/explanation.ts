import { CHAIN_LINKS, EXPLAIN_REASONS } from '@writethru/domain';
import { z } from 'zod';

import { EXAMPLE, id, time } from './values.ts';

/** What a score is made of. */
const scoreFeature = z
  .object({
    name: z.string(),
    value: z
      .number()
      .meta({ description: 'As a share of the shorter text; below 0 where it speaks against.' }),
    weight: z.number().meta({ description: 'Points for a value of 1.' }),
    points: z.number().meta({ description: 'What it gives here.' }),
  })
  .meta({ id: 'ScoreFeature', description: 'One reason for a score: the points of all and 5000 give it.' });

/** What two texts have in common, and what it is worth. */
const pairEvidence = z
  .object({
    isCandidate: z.boolean().meta({ description: 'Whether a search for one finds the other.' }),
    isInWindow: z.boolean(),
    daysApart: z.int().min(0),
    windowDays: z.int().min(0),
    sharedKeys: z.int().min(0),
    minSharedKeys: z.int().min(0),
    sharedShingles: z.int().min(0),
    score: z.int().min(0).max(10_000),
    threshold: z.int().meta({ description: 'A candidate is a match from this score on.' }),
    isMatch: z.boolean(),
    features: z.array(scoreFeature),
  })
  .meta({ id: 'PairEvidence', description: 'What two texts have in common, and what it is worth.' });

const explainedArticle = z
  .object({
    articleId: id,
    provider: z.string(),
    guid: z.string(),
    version: z.int().min(0),
    effectiveAt: time,
    storyId: id.nullable(),
    isShown: z.boolean(),
    headline: z.string().nullable(),
    text: z.string().nullable().meta({
      description:
        'The body as it is read, without markup: what offsets count in. Null where it may not be shown.',
    }),
  })
  .meta({ id: 'ExplainedArticle', description: 'One of two articles that are explained.' });

const span = z.object({
  start: z.int().min(0),
  end: z.int().min(0).meta({ description: 'Not included.' }),
});

/** Why two articles are, or are not, one story. */
export const explanation = z
  .object({
    isOneStory: z.boolean(),
    reason: z.enum(EXPLAIN_REASONS),
    summary: z.string().meta({ description: 'The reason as a sentence.' }),
    a: explainedArticle,
    b: explainedArticle,
    evidence: pairEvidence,
    passages: z
      .array(z.object({ a: span, b: span, wordCount: z.int().min(1) }))
      .nullable()
      .meta({
        description:
          'What stands in both texts, as UTF-16 offsets into `text`. Null where one of them may not be shown.',
      }),
    chain: z
      .array(
        z.object({ from: id, to: id, by: z.enum(CHAIN_LINKS), score: z.int().min(0).max(10_000).nullable() }),
      )
      .meta({ description: 'How they hang together, step by step; empty where they are not one story.' }),
    digests: z.array(id).meta({ description: 'Which of the two is a digest.' }),
    constraints: z
      .array(
        z.object({
          kind: z.enum(['must_link', 'cannot_link']),
          aProvider: z.string(),
          aGuid: z.string(),
          bProvider: z.string(),
          bGuid: z.string(),
        }),
      )
      .meta({ description: "Editors' word on the two." }),
  })
  .meta({ id: 'Explanation', description: 'Why two articles are, or are not, one story.' });

/** An article that is like another, or like a text. */
export const similarArticle = z
  .object({
    articleId: id,
    provider: z.string(),
    guid: z.string(),
    version: z.int().min(0),
    headline: z.string().nullable(),
    effectiveAt: time,
    storyId: id.nullable(),
    isShown: z.boolean(),
    evidence: pairEvidence,
  })
  .meta({ id: 'SimilarArticle', description: 'An article that is like another, or like a text.' });

const EXAMPLE_PAIR_EVIDENCE = {
  isCandidate: true,
  isInWindow: true,
  daysApart: 0,
  windowDays: 3,
  sharedKeys: 41,
  minSharedKeys: 2,
  sharedShingles: 63,
  score: 6780,
  threshold: 5000,
  isMatch: true,
  features: [
    { name: 'containment', value: 0.93, weight: 10_000, points: 9300 },
    { name: 'needed_for_length', value: -0.752, weight: 10_000, points: -7520 },
  ],
};

export const EXAMPLE_SIMILAR = {
  articleId: EXAMPLE.otherArticleId,
  provider: 'demo-wire',
  guid: 'bridge-1',
  version: 0,
  headline: 'Crack closes Lindmouth harbour bridge',
  effectiveAt: EXAMPLE.time,
  storyId: EXAMPLE.storyId,
  isShown: true,
  evidence: EXAMPLE_PAIR_EVIDENCE,
};

const EXAMPLE_EXPLAINED = {
  articleId: EXAMPLE.articleId,
  provider: 'demo-wire',
  guid: 'bridge-2',
  version: 0,
  effectiveAt: EXAMPLE.time,
  storyId: EXAMPLE.storyId,
  isShown: true,
  headline: 'UPDATE 1-Lindmouth harbour bridge to stay shut for three weeks',
  text: 'The bridge over Lindmouth harbour will stay shut for three weeks.',
};

export const EXAMPLE_EXPLANATION = {
  isOneStory: true,
  reason: 'text',
  summary: 'They are one story: the texts score 6307, and a match needs 5000.',
  a: EXAMPLE_EXPLAINED,
  b: { ...EXAMPLE_EXPLAINED, articleId: EXAMPLE.otherArticleId, guid: 'bridge-1' },
  evidence: EXAMPLE_PAIR_EVIDENCE,
  passages: [{ a: { start: 0, end: 64 }, b: { start: 0, end: 64 }, wordCount: 11 }],
  chain: [{ from: EXAMPLE.articleId, to: EXAMPLE.otherArticleId, by: 'text', score: 6307 }],
  digests: [],
  constraints: [],
};
