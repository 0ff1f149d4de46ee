import { ALERT_CHOICES, PUB_STATUSES } from '@writethru/domain';
import { z } from 'zod';

import { EXAMPLE_ATOM, EXAMPLE_JSON_FEED, EXAMPLE_NINJS } from '../examples/documents.ts';
import { defineOperation } from '../operation.ts';
import { relation } from '../schemas/evidence.ts';
import { ninjs, ninjsFormat } from '../schemas/formats.ts';
import {
  EXAMPLE_STORY,
  EXAMPLE_VERSION,
  slimStory,
  story,
  storyField,
  storySummary,
} from '../schemas/story.ts';
import {
  COMMA_SEPARATED,
  EXAMPLE,
  id,
  limitParameter,
  listParameter,
  providerName,
  textParameter,
  timeParameter,
  wholeParameter,
} from '../schemas/values.ts';

const tag = 'Stories';

const FILTERS = {
  q: textParameter(200).optional().meta({
    description: 'Words of the lead\'s text: `harbour bridge`, `"in quotes"`, `ferry or ship`, `-storm`.',
  }),
  from: timeParameter.optional().meta({ description: "Of the lead's time, included." }),
  to: timeParameter.optional().meta({ description: "Of the lead's time, not included." }),
  updatedSince: timeParameter.optional().meta({ description: 'Changed then or later.' }),
  provider: providerName.optional().meta({ description: 'Who sent any of its versions.' }),
  language: z
    .string()
    .max(35)
    .regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/, 'must be a BCP 47 language tag')
    .optional()
    .meta({ description: "The lead's: `en` takes in `en-GB`." }),
  urgency: wholeParameter(1, 9).optional().meta({ description: "The lead's." }),
  pubStatus: z.enum(PUB_STATUSES).optional().meta({ description: 'Of any of its versions.' }),
  relation: relation.optional().meta({ description: 'Of any of its versions.' }),
  alerts: z.enum(ALERT_CHOICES).optional().meta({
    description:
      'Stories of alerts alone. Default: those that hang under another story are left out. `all`: none is left out; `alone`: only alerts that hang under none.',
  }),
  minVersions: wholeParameter(1, 1_000_000).optional(),
  minProviders: wholeParameter(1, 1_000_000).optional(),
};

export const listStories = defineOperation({
  id: 'listStories',
  method: 'get',
  path: '/v1/stories',
  tag,
  summary: 'List and search stories',
  description: `A list is read to its end by \`next\`. It shows stories as they stand when its first page is read: one that changes
meanwhile is left out of later pages, and comes by \`/v1/changes?since=\` with the page's \`position\`. So each story is
seen once at most, and none that stands still is missed. By relevance the 1,000 matches that changed last are ranked.`,
  scope: 'read',
  query: z.strictObject({
    ...FILTERS,
    sort: z
      .enum(['updated', 'created', 'size', 'relevance'])
      .optional()
      .meta({ description: 'Downwards. Default `relevance` with `q`, else `updated`.' }),
    fields: listParameter(storyField)
      .optional()
      .meta({ description: 'Only these fields of each story.', param: COMMA_SEPARATED }),
    count: z.literal('estimate').optional().meta({ description: 'Adds `estimatedCount`.' }),
    cursor: z.string().max(2_000).optional().meta({ description: 'From `next` of the page before.' }),
    limit: limitParameter(100, 20),
    format: z
      .enum(['json', 'ndjson', 'atom', 'json-feed'])
      .optional()
      .meta({ description: 'As what; so does Accept. Default `json`.' }),
  }),
  answers: {
    200: {
      description: 'A page of stories.',
      schema: z
        .object({
          stories: z.array(z.union([storySummary, slimStory])),
          next: z.string().nullable().meta({ description: 'Null on the last page.' }),
          position: z.int().min(0).meta({ description: 'Of the changes, when the first page was read.' }),
          estimatedCount: z.int().min(0).optional(),
        })
        .meta({ id: 'StoryPage', description: 'A page of stories.' }),
      example: { stories: [EXAMPLE_STORY], next: null, position: 1042 },
      otherTypes: {
        'application/x-ndjson': {
          schema: z.string().meta({ description: 'A story a line; the next page is in `Link`.' }),
          example: `${JSON.stringify(EXAMPLE_STORY)}\n`,
        },
        'application/atom+xml': { schema: z.string(), example: EXAMPLE_ATOM },
        'application/feed+json': { schema: z.looseObject({}), example: EXAMPLE_JSON_FEED },
      },
      headers: { Link: 'The next page, as rel="next".' },
    },
  },
  calls: [
    { name: 'as an Atom feed', query: { format: 'atom', limit: '5' }, status: 200 },
    {
      name: 'as a JSON Feed',
      query: { limit: '5' },
      headers: { accept: 'application/feed+json' },
      status: 200,
    },
    { name: 'the last five of one provider', query: { provider: 'demo-wire', limit: '5' }, status: 200 },
    { name: 'alerts that nobody has a story for yet', query: { alerts: 'alone' }, status: 200 },
    { name: 'search', query: { q: 'harbour bridge', language: 'en' }, status: 200 },
    {
      name: 'what several providers had, slim',
      query: { minProviders: '2', sort: 'size', fields: 'id,versionCount,providers' },
      status: 200,
    },
  ],
});

export const getStory = defineOperation({
  id: 'getStory',
  method: 'get',
  path: '/v1/stories/{id}',
  tag,
  summary: 'A story with its versions in order',
  description: 'A story that was merged away answers 307 to the one that it lives on in.',
  scope: 'read',
  params: z.strictObject({ id }),
  query: z.strictObject({ format: ninjsFormat }),
  answers: {
    200: {
      description: 'The story.',
      schema: story,
      example: { ...EXAMPLE_STORY, versions: [EXAMPLE_VERSION], related: [], hasMoreVersions: false },
      otherTypes: { 'application/vnd.iptc.ninjs+json': { schema: ninjs, example: EXAMPLE_NINJS } },
    },
    307: {
      description: 'It lives on under another id. Not for ever: a split may bring it back.',
      schema: z.object({ mergedInto: id }).meta({ id: 'MergedStory' }),
      example: { mergedInto: EXAMPLE.storyId },
      headers: { Location: 'The story that it lives on in.' },
    },
  },
  refusals: ['not_found'],
  calls: [
    { name: 'one story', params: { id: EXAMPLE.storyId }, status: 200 },
    { name: 'as ninjs', params: { id: EXAMPLE.storyId }, query: { format: 'ninjs' }, status: 200 },
  ],
});

export const STORY_OPERATIONS = [listStories, getStory];
