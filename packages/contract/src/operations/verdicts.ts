import { z } from 'zod';

import { defineOperation } from '../operation.ts';
import { EXAMPLE, id, limitParameter, time } from '../schemas/values.ts';
import { edit, EXAMPLE_EDIT, reason } from './edits.ts';

const tag = 'Editing';

const EXAMPLE_VERDICT = {
  a: EXAMPLE.articleId,
  b: EXAMPLE.otherArticleId,
  isOneStory: true,
  reason: 'The same fire, told twice.',
};

export const judgePair = defineOperation({
  id: 'judgePair',
  method: 'post',
  path: '/v1/verdicts',
  tag,
  summary: 'Say of two articles whether they are one story',
  description: `Whatever stories they are in: a must-link or a cannot-link of their guids, on record like every edit, and
undone like one. How the two stood when they were judged is kept with it: \`GET /v1/doubtful\` counts how often that was
right.`,
  scope: 'edit',
  headers: { Prefer: '`wait=5` waits up to so many seconds, 30 at most, until stories are as was asked.' },
  body: {
    types: {
      'application/json': {
        schema: z.strictObject({
          a: id,
          b: id.meta({ description: 'Another article, under another guid.' }),
          isOneStory: z.boolean(),
          reason,
        }),
        example: EXAMPLE_VERDICT,
      },
    },
  },
  answers: {
    200: {
      description: 'It is on record, and done.',
      schema: edit,
      example: { ...EXAMPLE_EDIT, isApplied: true },
    },
    202: { description: 'It is on record, and will be done.', schema: edit, example: EXAMPLE_EDIT },
  },
  refusals: ['not_found', 'conflict'],
  calls: [{ name: 'two that are one', body: EXAMPLE_VERDICT, mediaType: 'application/json', status: 202 }],
});

const side = z
  .object({
    articleId: id,
    storyId: id,
    provider: z.string(),
    guid: z.string(),
    effectiveAt: time,
    headline: z.string().nullable(),
  })
  .meta({ id: 'DoubtfulArticle' });
const EXAMPLE_SIDE = {
  articleId: EXAMPLE.articleId,
  storyId: EXAMPLE.storyId,
  provider: 'demo-wire',
  guid: 'bridge-1',
  effectiveAt: EXAMPLE.time,
  headline: 'Harbour bridge shut',
};

const verdicts = z
  .object({ judged: z.int().min(0), right: z.int().min(0) })
  .meta({ id: 'VerdictCount', description: 'Pairs that were judged, and those that stood as they belong.' });

export const listDoubtful = defineOperation({
  id: 'listDoubtful',
  method: 'get',
  path: '/v1/doubtful',
  tag,
  summary: 'List the pairs that the rule was least sure of',
  description: `Of the 300 texts that came last, each beside the eight older ones that may be most like it: joined by the
narrowest margin, or kept apart by it. Pairs of which an editor has spoken are left out. And how often editors found that the rule was right.`,
  scope: 'edit',
  query: z.strictObject({ limit: limitParameter(100, 20) }),
  answers: {
    200: {
      description: 'Doubtful pairs, the most doubtful first.',
      schema: z
        .object({
          pairs: z.array(
            z
              .object({
                a: side,
                b: side,
                isOneStory: z.boolean().meta({ description: 'How they stand.' }),
                score: z.int().min(0).max(10_000),
                threshold: z.int(),
              })
              .meta({ id: 'DoubtfulPair' }),
          ),
          compared: z.int().min(0).meta({ description: 'Pairs that were looked at.' }),
          verdicts: z.object({
            joins: verdicts.meta({
              description: 'Of pairs in one story. `right` ÷ `judged` is the precision.',
            }),
            misses: verdicts.meta({ description: 'Of pairs in two stories.' }),
          }),
        })
        .meta({ id: 'DoubtfulPairs' }),
      example: {
        pairs: [
          {
            a: EXAMPLE_SIDE,
            b: { ...EXAMPLE_SIDE, articleId: EXAMPLE.otherArticleId, guid: 'harbour-9' },
            isOneStory: true,
            score: 5_120,
            threshold: 5_000,
          },
        ],
        compared: 412,
        verdicts: { joins: { judged: 25, right: 23 }, misses: { judged: 12, right: 11 } },
      },
    },
  },
  caching: 'none',
  calls: [{ name: 'the most doubtful', query: { limit: '5' }, status: 200 }],
});

export const VERDICT_OPERATIONS = [judgePair, listDoubtful];
