import { z } from 'zod';

import { defineOperation } from '../operation.ts';
import {
  EXAMPLE,
  limitParameter,
  providerName,
  textParameter,
  time,
  timeParameter,
} from '../schemas/values.ts';

const tag = 'Feeds';

const MAX_GAP_SECONDS = 31 * 86_400;

const expectedGapSeconds = z.int().min(60).max(MAX_GAP_SECONDS).nullable().meta({
  description:
    'Silence past this is told, whatever was learned, at any hour. Null: what is usual at the hour holds.',
});
const reason = z.string().min(1).max(1_000).meta({ description: 'Why: kept in the audit.' });
const seconds = z.number().min(0).nullable();

const feed = z
  .object({
    provider: z.string(),
    feed: z
      .string()
      .meta({ description: 'The label that its articles carry. Empty: those that carry none.' }),
    lastReceivedAt: time.nullable().meta({ description: 'Null where nothing has come yet.' }),
    usualGapSeconds: seconds.meta({
      description: 'Learned: 99 of 100 arrivals came within it at this hour. Null while there is too little.',
    }),
    expectedGapSeconds,
    silentAfterSeconds: seconds.meta({
      description: 'Silence past this is told. Null: it is not watched, or it is muted.',
    }),
    mute: z
      .object({ until: time.nullable().meta({ description: 'Null: for good.' }), reason })
      .nullable()
      .meta({ description: 'While it is muted, silence is not told. Null once the time is over.' }),
    updatedAt: time.nullable().meta({ description: 'When a setting was changed last.' }),
    updatedBy: z.string().nullable(),
  })
  .meta({ id: 'Feed', description: 'A feed: what a provider sends under one label, or without one.' });

const EXAMPLE_FEED = {
  provider: 'demo-wire',
  feed: 'sport',
  lastReceivedAt: EXAMPLE.time,
  usualGapSeconds: 240,
  expectedGapSeconds: 21_600,
  silentAfterSeconds: null,
  mute: { until: '2126-01-01T06:00:00.000Z', reason: 'No matches in the winter break.' },
  updatedAt: EXAMPLE.time,
  updatedBy: 'on call',
};
const EXAMPLE_CHANGE = { expectedGapSeconds: 21_600, mute: EXAMPLE_FEED.mute };

export const listFeeds = defineOperation({
  id: 'listFeeds',
  method: 'get',
  path: '/v1/feeds',
  tag,
  summary: 'Feeds with their settings',
  description: 'Those that sent something, as ops has seen them, and those that have settings; by name.',
  scope: 'read',
  query: z.strictObject({
    provider: providerName.optional().meta({ description: 'Feeds of this provider alone.' }),
    after: textParameter(1_000).optional().meta({ description: 'From `next` of the page before.' }),
    limit: limitParameter(1_000, 100),
  }),
  answers: {
    200: {
      description: 'A page of feeds.',
      schema: z
        .object({
          feeds: z.array(feed),
          next: z.string().nullable().meta({ description: 'Null on the last page.' }),
        })
        .meta({ id: 'FeedPage' }),
      example: { feeds: [EXAMPLE_FEED], next: null },
    },
  },
  calls: [
    { name: 'all', status: 200 },
    { name: 'of one provider', query: { provider: 'demo-wire' }, status: 200 },
  ],
});

export const setFeed = defineOperation({
  id: 'setFeed',
  method: 'patch',
  path: '/v1/feeds',
  tag,
  summary: 'Change settings of a feed',
  description: `What is not named stays. It counts from the next sample on, ten seconds later at most, for the ops page and for the
alerts alike; a mute ends by itself when its time has come. Every change is on record with who made it.`,
  scope: 'ops',
  query: z.strictObject({
    provider: providerName,
    feed: textParameter(200)
      .optional()
      .meta({ description: 'The label that its articles carry; without one, those that carry none.' }),
  }),
  body: {
    types: {
      'application/json': {
        schema: z.strictObject({
          expectedGapSeconds: expectedGapSeconds.optional(),
          mute: z
            .strictObject({
              until: timeParameter
                .nullable()
                .default(null)
                .meta({ description: 'In the future. Null: for good.' }),
              reason,
            })
            .nullable()
            .optional()
            .meta({ description: 'Tell no silence. Null: tell it again.' }),
        }),
        example: EXAMPLE_CHANGE,
      },
    },
  },
  answers: { 200: { description: 'The settings from now on.', schema: feed, example: EXAMPLE_FEED } },
  calls: [
    {
      name: 'a gap and a mute',
      query: { provider: 'demo-wire', feed: 'sport' },
      body: EXAMPLE_CHANGE,
      mediaType: 'application/json',
      status: 200,
    },
  ],
});

export const FEED_OPERATIONS = [listFeeds, setFeed];
