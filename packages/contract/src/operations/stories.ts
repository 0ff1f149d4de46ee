import { z } from 'zod';

import { defineOperation } from '../operation.ts';
import { EXAMPLE_STORY, EXAMPLE_VERSION, story, storySummary } from '../schemas/story.ts';
import { EXAMPLE, id, limitParameter, providerName, timeParameter } from '../schemas/values.ts';

const tag = 'Stories';

export const listStories = defineOperation({
  id: 'listStories',
  method: 'get',
  path: '/v1/stories',
  tag,
  summary: 'List stories, the one changed last first',
  scope: 'read',
  query: z.strictObject({
    cursor: z.string().max(500).optional().meta({ description: 'From `next` of the page before.' }),
    limit: limitParameter(100, 20),
    provider: providerName.optional().meta({ description: 'Who sent any of its versions.' }),
    from: timeParameter.optional().meta({ description: "Of the lead's time, included." }),
    to: timeParameter.optional().meta({ description: "Of the lead's time, not included." }),
  }),
  answers: {
    200: {
      description: 'A page of stories.',
      schema: z
        .object({ stories: z.array(storySummary), next: z.string().nullable() })
        .meta({ id: 'StoryPage', description: 'A page of stories; `next` is null on the last.' }),
      example: { stories: [EXAMPLE_STORY], next: null },
      headers: { Link: 'The next page, as rel="next".' },
    },
  },
  calls: [
    { name: 'the last five of one provider', query: { provider: 'demo-wire', limit: '5' }, status: 200 },
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
  query: z.strictObject({}),
  answers: {
    200: {
      description: 'The story.',
      schema: story,
      example: { ...EXAMPLE_STORY, versions: [EXAMPLE_VERSION], hasMoreVersions: false },
    },
    307: {
      description: 'It lives on under another id. Not for ever: a split may bring it back.',
      schema: z.object({ mergedInto: id }).meta({ id: 'MergedStory' }),
      example: { mergedInto: EXAMPLE.storyId },
      headers: { Location: 'The story that it lives on in.' },
    },
  },
  refusals: ['not_found'],
  calls: [{ name: 'one story', params: { id: EXAMPLE.storyId }, status: 200 }],
});

export const STORY_OPERATIONS = [listStories, getStory];
