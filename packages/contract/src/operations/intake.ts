import { FORMATS, isTimeZone, submissionSchema } from '@writethru/wire';
import { z } from 'zod';

import {
  EXAMPLE_ATOM,
  EXAMPLE_JSON_FEED,
  EXAMPLE_NEWS_ITEM,
  EXAMPLE_NEWS_MESSAGE,
  EXAMPLE_NINJS,
  EXAMPLE_NITF,
  EXAMPLE_RSS,
  EXAMPLE_TEXT,
} from '../examples/documents.ts';
import { defineOperation, type Media } from '../operation.ts';
import { problemSchema } from '../problem.ts';
import { EXAMPLE_ARTICLE, placement } from '../schemas/article.ts';
import { EXAMPLE, id, providerName, timeParameter } from '../schemas/values.ts';

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

const intakeQuery = z.strictObject({
  provider: providerName
    .optional()
    .meta({ description: 'Who sent it. Stands above what the document says, but for our own JSON.' }),
  feed: z.string().min(1).max(200).optional().meta({ description: 'The channel it came by.' }),
  format: z
    .enum(FORMATS)
    .optional()
    .meta({ description: 'What the body is, where its media type does not say: see docs/formats.md.' }),
  timeZone: z
    .string()
    .max(60)
    .refine(isTimeZone, 'must be the IANA name of a time zone')
    .optional()
    .meta({ description: "Of times without a zone. Default the provider's, else UTC." }),
  guid: z
    .string()
    .min(1)
    .max(512)
    .optional()
    .meta({ description: 'Of an article that has none, as plain text.' }),
  publishedAt: timeParameter.optional().meta({ description: 'Of an article that does not say.' }),
});

/** What may be said beside a document. */
export type IntakeQuery = z.output<typeof intakeQuery>;

const document = z.string();
/** Documents of one article or of several. */
const DOCUMENTS: Readonly<Record<string, Media>> = {
  'application/vnd.iptc.g2.newsitem+xml': { schema: document, example: EXAMPLE_NEWS_ITEM },
  'application/vnd.iptc.g2.newsmessage+xml': { schema: document, example: EXAMPLE_NEWS_MESSAGE },
  'application/nitf+xml': { schema: document, example: EXAMPLE_NITF },
  'application/rss+xml': { schema: document, example: EXAMPLE_RSS },
  'application/atom+xml': { schema: document, example: EXAMPLE_ATOM },
  'application/feed+json': { schema: z.looseObject({}), example: EXAMPLE_JSON_FEED },
  'application/xml': { schema: document, example: EXAMPLE_NITF },
  'text/xml': { schema: document, example: EXAMPLE_NITF },
  'text/plain': { schema: document, example: EXAMPLE_TEXT },
};
const NINJS_TYPE = 'application/vnd.iptc.ninjs+json';

export const postArticle = defineOperation({
  id: 'postArticle',
  method: 'post',
  path: '/v1/articles',
  tag,
  summary: 'Post one article',
  description: `Provider, guid and version name it: posting the same thing twice is harmless.
In \`application/json\` an item of ninjs and a JSON Feed are known by their properties, in \`application/xml\` a document
by its root element. A document of several articles goes to the batch.`,
  scope: 'ingest',
  headers: { Prefer: '`wait=5` waits up to so many seconds, 30 at most, for the story that it joins.' },
  query: intakeQuery,
  body: {
    isRaw: true,
    types: {
      'application/json': { schema: submissionSchema, example: EXAMPLE_SUBMISSION },
      [NINJS_TYPE]: { schema: z.looseObject({}), example: EXAMPLE_NINJS },
      ...DOCUMENTS,
    },
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
  refusals: ['conflict', 'gone'],
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
    {
      name: 'ninjs',
      query: { provider: 'demo-wire' },
      body: EXAMPLE_NINJS,
      mediaType: NINJS_TYPE,
      status: 202,
    },
    {
      name: 'NITF',
      query: { provider: 'demo-wire' },
      body: EXAMPLE_NITF,
      mediaType: 'application/nitf+xml',
      status: 202,
    },
    {
      name: 'plain text',
      query: { provider: 'demo-wire', guid: 'ferry-14' },
      body: EXAMPLE_TEXT,
      mediaType: 'text/plain',
      status: 202,
    },
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
  query: intakeQuery,
  body: {
    isRaw: true,
    limit: 'batch',
    types: {
      'application/json': {
        schema: z.array(submissionSchema).min(1).max(1_000),
        example: [EXAMPLE_SUBMISSION],
      },
      'application/x-ndjson': { schema: z.string(), example: `${JSON.stringify(EXAMPLE_SUBMISSION)}\n` },
      [NINJS_TYPE]: { schema: z.array(z.looseObject({})), example: [EXAMPLE_NINJS] },
      ...DOCUMENTS,
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
    { name: 'a news message', body: EXAMPLE_NEWS_MESSAGE, mediaType: 'application/xml', status: 200 },
    {
      name: 'the items of an RSS feed',
      query: { provider: 'demo-courier' },
      body: EXAMPLE_RSS,
      mediaType: 'application/rss+xml',
      status: 200,
    },
  ],
});

export const INTAKE_OPERATIONS = [postArticle, postBatch];
