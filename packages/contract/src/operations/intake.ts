import { submissionSchema } from '@writethru/wire';
import { z } from 'zod';

import { defineOperation } from '../operation.ts';
import { problemSchema } from '../problem.ts';
import { EXAMPLE_ARTICLE, placement } from '../schemas/article.ts';
import { EXAMPLE, id } from '../schemas/values.ts';

const tag = 'Intake';

const acceptedShape = {
  articleId: id,
  version: z.int().min(0),
  repeat: z.boolean().meta({ description: 'True for one that was held before.' }),
};

const accepted = z
  .object({
    ...acceptedShape,
    status: z.string().meta({ description: 'Where its state can be read.' }),
    story: placement.optional().meta({ description: 'With `Prefer: wait`, where it was there in time.' }),
  })
  .meta({ id: 'AcceptedArticle', description: 'An article that is held: committed, and never lost.' });

const EXAMPLE_ACCEPTED = {
  articleId: EXAMPLE.articleId,
  version: 0,
  repeat: false,
  status: `/v1/articles/${EXAMPLE.articleId}`,
};

const EXAMPLE_SUBMISSION = {
  provider: 'demo-wire',
  guid: 'ferry-7',
  headline: 'Ferry to Lindmouth runs again',
  body: 'The ferry to Lindmouth runs again after the storm, its operator said on Wednesday.',
  publishedAt: EXAMPLE.time,
};

export const postArticle = defineOperation({
  id: 'postArticle',
  method: 'post',
  path: '/v1/articles',
  tag,
  summary: 'Post one article',
  description: 'Provider, guid and version name it: posting the same thing twice is harmless.',
  scope: 'ingest',
  headers: { Prefer: '`wait=5` waits up to so many seconds, 30 at most, for the story that it joins.' },
  body: {
    isRaw: true,
    types: { 'application/json': { schema: submissionSchema, example: EXAMPLE_SUBMISSION } },
  },
  answers: {
    200: {
      description: 'It was held already.',
      schema: accepted,
      example: { ...EXAMPLE_ACCEPTED, repeat: true },
      headers: { Location: 'Where its state can be read.' },
    },
    201: {
      description: 'It is held now, and in its story: you preferred to wait for that.',
      schema: accepted,
      example: { ...EXAMPLE_ACCEPTED, story: EXAMPLE_ARTICLE.story },
      headers: {
        Location: 'Where its state can be read.',
        'Preference-Applied': 'How long it may have waited.',
      },
    },
    202: {
      description: 'It is held now, and will be clustered.',
      schema: accepted,
      example: EXAMPLE_ACCEPTED,
      headers: { Location: 'Where its state can be read.' },
    },
  },
  refusals: ['conflict'],
  calls: [
    { name: 'one article', body: EXAMPLE_SUBMISSION, mediaType: 'application/json', status: 202 },
    {
      name: 'and its story in the answer',
      headers: { Prefer: 'wait=20' },
      body: { ...EXAMPLE_SUBMISSION, guid: 'ferry-8' },
      mediaType: 'application/json',
      status: 201,
    },
    { name: 'the same again', body: EXAMPLE_SUBMISSION, mediaType: 'application/json', status: 200 },
  ],
});

const itemResult = z
  .object({
    index: z.int().min(0),
    status: z.int().meta({ description: 'As if it had been posted alone.' }),
    articleId: acceptedShape.articleId.optional(),
    version: acceptedShape.version.optional(),
    repeat: acceptedShape.repeat.optional(),
    problem: problemSchema.optional(),
  })
  .meta({ id: 'BatchItemResult', description: 'What became of one item of a batch.' });

export const postBatch = defineOperation({
  id: 'postBatch',
  method: 'post',
  path: '/v1/articles/batch',
  tag,
  summary: 'Post up to 1,000 articles',
  description: 'Each item is taken or refused for itself. In NDJSON blank lines are no items.',
  scope: 'ingest',
  body: {
    isRaw: true,
    limit: 'batch',
    types: {
      'application/json': {
        schema: z.array(submissionSchema).min(1).max(1_000),
        example: [EXAMPLE_SUBMISSION],
      },
      'application/x-ndjson': { schema: z.string(), example: `${JSON.stringify(EXAMPLE_SUBMISSION)}\n` },
    },
  },
  answers: {
    200: {
      description: 'What became of each item.',
      schema: z
        .object({
          accepted: z.int().min(0),
          repeated: z.int().min(0),
          refused: z.int().min(0),
          results: z.array(itemResult),
        })
        .meta({ id: 'BatchResult' }),
      example: {
        accepted: 1,
        repeated: 0,
        refused: 0,
        results: [{ index: 0, status: 202, articleId: EXAMPLE.articleId, version: 0, repeat: false }],
      },
    },
  },
  calls: [
    { name: 'an array', body: [EXAMPLE_SUBMISSION], mediaType: 'application/json', status: 200 },
    {
      name: 'a line an article',
      body: `${JSON.stringify(EXAMPLE_SUBMISSION)}\n`,
      mediaType: 'application/x-ndjson',
      status: 200,
    },
  ],
});

export const INTAKE_OPERATIONS = [postArticle, postBatch];
