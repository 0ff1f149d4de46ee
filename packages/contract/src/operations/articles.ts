import { ARTICLE_STATES } from '@writethru/domain';
import { z } from 'zod';

import { EXAMPLE_NINJS } from '../examples/documents.ts';
import { defineOperation } from '../operation.ts';
import { article, articleSummary, EXAMPLE_ARTICLE, EXAMPLE_ARTICLE_SUMMARY } from '../schemas/article.ts';
import { ninjs, ninjsFormat } from '../schemas/formats.ts';
import { EXAMPLE, id, limitParameter, providerName, textParameter } from '../schemas/values.ts';

const tag = 'Articles';

export const listArticles = defineOperation({
  id: 'listArticles',
  method: 'get',
  path: '/v1/articles',
  tag,
  summary: 'List articles in the order of acceptance, each with its story; or find one by provider and guid',
  scope: 'read',
  query: z.strictObject({
    after: id.optional().meta({ description: 'From `next` of the page before.' }),
    limit: limitParameter(1_000, 100),
    state: z.enum(ARTICLE_STATES).optional(),
    provider: providerName.optional(),
    guid: textParameter(512)
      .optional()
      .meta({ description: "With `provider`: every version that is held of the provider's item." }),
  }),
  answers: {
    200: {
      description: 'A page of articles.',
      schema: z
        .object({ articles: z.array(articleSummary), next: id.nullable() })
        .meta({ id: 'ArticlePage' }),
      example: { articles: [EXAMPLE_ARTICLE_SUMMARY], next: null },
    },
  },
  calls: [
    { name: 'all that are in a story', query: { state: 'clustered', limit: '100' }, status: 200 },
    { name: "by the provider's own name", query: { provider: 'demo-wire', guid: 'ferry-7' }, status: 200 },
  ],
});

export const getArticle = defineOperation({
  id: 'getArticle',
  method: 'get',
  path: '/v1/articles/{id}',
  tag,
  summary: 'An article: its state, its text, its place in a story',
  scope: 'read',
  params: z.strictObject({ id }),
  query: z.strictObject({ format: ninjsFormat }),
  answers: {
    200: {
      description: 'The article.',
      schema: article,
      example: EXAMPLE_ARTICLE,
      otherTypes: { 'application/vnd.iptc.ninjs+json': { schema: ninjs, example: EXAMPLE_NINJS } },
    },
  },
  refusals: ['not_found'],
  calls: [
    { name: 'one article', params: { id: EXAMPLE.articleId }, status: 200 },
    { name: 'as ninjs', params: { id: EXAMPLE.articleId }, query: { format: 'ninjs' }, status: 200 },
  ],
});

export const getBacklog = defineOperation({
  id: 'getBacklog',
  method: 'get',
  path: '/v1/backlog',
  tag,
  summary: 'How much waits to be clustered',
  scope: 'read',
  query: z.strictObject({}),
  answers: {
    200: {
      description: 'The backlog.',
      schema: z
        .object({
          accepted: z.int().min(0),
          published: z.int().min(0),
          quarantined: z.int().min(0),
          oldestAgeSeconds: z.number().min(0).meta({ description: 'Of the oldest unfinished one.' }),
          leftToImport: z.int().min(0).meta({
            description:
              'Taken in by `writethru import --take-only` and left to another import, counted up to 100,000. In no count above.',
          }),
        })
        .meta({ id: 'Backlog' }),
      example: { accepted: 12, published: 3, quarantined: 0, oldestAgeSeconds: 0.4, leftToImport: 0 },
    },
  },
  caching: 'none',
  calls: [{ name: 'the backlog', status: 200 }],
});

export const ARTICLE_OPERATIONS = [listArticles, getArticle, getBacklog];
