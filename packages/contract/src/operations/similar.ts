import { z } from 'zod';

import { defineOperation } from '../operation.ts';
import { EXAMPLE_EXPLANATION, EXAMPLE_SIMILAR, explanation, similarArticle } from '../schemas/explanation.ts';
import { EXAMPLE, id, limitParameter, timeParameter } from '../schemas/values.ts';

const tag = 'Likeness';
const MAX_SIMILAR = 100;

export const explainPair = defineOperation({
  id: 'explainPair',
  method: 'get',
  path: '/v1/explain',
  tag,
  summary: 'Why two articles are, or are not, one story',
  description:
    'What their texts have in common and what it is worth, the passages that stand in both, and the chain of matches ' +
    'that joins them. Where one of them may not be shown, no text and no passage of either is.',
  scope: 'read',
  query: z.strictObject({ a: id, b: id }),
  answers: {
    200: { description: 'The explanation.', schema: explanation, example: EXAMPLE_EXPLANATION },
  },
  refusals: ['not_found', 'conflict'],
  calls: [{ name: 'two versions', query: { a: EXAMPLE.articleId, b: EXAMPLE.otherArticleId }, status: 200 }],
});

export const listSimilar = defineOperation({
  id: 'listSimilar',
  method: 'get',
  path: '/v1/articles/{id}/similar',
  tag,
  summary: 'What is like an article, the most alike first',
  description: 'Every article that a search for it finds, whatever became of the two; ties go by time.',
  scope: 'read',
  params: z.strictObject({ id }),
  query: z.strictObject({ limit: limitParameter(MAX_SIMILAR, 20) }),
  answers: {
    200: {
      description: 'Similar articles.',
      schema: z.object({ storyId: id.nullable(), similar: z.array(similarArticle) }).meta({
        id: 'SimilarArticles',
        description: "What is like an article; `storyId` is the article's own.",
      }),
      example: { storyId: EXAMPLE.storyId, similar: [EXAMPLE_SIMILAR] },
    },
  },
  refusals: ['not_found', 'conflict'],
  calls: [{ name: 'of one article', params: { id: EXAMPLE.articleId }, query: { limit: '5' }, status: 200 }],
});

const EXAMPLE_TEXT = {
  body: 'The bridge over Lindmouth harbour will stay shut for three weeks, the town said on Wednesday.',
};

export const findSimilar = defineOperation({
  id: 'findSimilar',
  method: 'post',
  path: '/v1/similar',
  tag,
  summary: 'What is like a text, which is not stored',
  description:
    'The same search and score as for an article that is posted, and which stories it would join if it were. ' +
    'Articles that may not be shown are left out.',
  scope: 'read',
  body: {
    types: {
      'application/json': {
        schema: z.strictObject({
          body: z.string().min(1).meta({ description: 'Plain text or HTML.' }),
          headline: z.string().max(2_000).optional(),
          publishedAt: timeParameter.optional().meta({ description: 'Default: now.' }),
          limit: z.int().min(1).max(MAX_SIMILAR).default(20),
        }),
        example: { ...EXAMPLE_TEXT, limit: 20 },
      },
    },
  },
  answers: {
    200: {
      description: 'Similar articles.',
      schema: z
        .object({
          wouldJoin: z
            .array(id)
            .meta({ description: 'Stories; several would become one. Empty: a new story.' }),
          similar: z.array(similarArticle),
        })
        .meta({ id: 'SimilarToText', description: 'What is like a text, and what it would join.' }),
      example: { wouldJoin: [EXAMPLE.storyId], similar: [EXAMPLE_SIMILAR] },
    },
  },
  calls: [{ name: 'a text', body: EXAMPLE_TEXT, mediaType: 'application/json', status: 200 }],
});

export const SIMILAR_OPERATIONS = [explainPair, listSimilar, findSimilar];
