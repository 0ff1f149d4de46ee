import { z } from 'zod';

import { defineOperation } from '../operation.ts';
import { EXAMPLE, id } from '../schemas/values.ts';

const learned = z
  .object({
    algorithmVersion: z
      .int()
      .nullable()
      .meta({ description: 'The version that has this table; null where a dry run would have made one.' }),
    isNew: z.boolean().meta({ description: 'Whether the newest version had another table.' }),
    isInForce: z.boolean().meta({ description: 'Else a replay brings it into force.' }),
    keys: z.int().min(0),
    texts: z.int().min(0).meta({ description: 'Distinct texts of a day that were counted.' }),
    touchedTexts: z.int().min(0).meta({ description: 'Those with a stop key.' }),
    bareTexts: z
      .int()
      .min(0)
      .meta({ description: 'Those of which all keys are: only their equals find them.' }),
    commonest: z
      .array(z.object({ stories: z.int().min(1), articleId: id }))
      .meta({ description: 'The ten commonest: in how many stories, and an article that has it.' }),
  })
  .meta({
    id: 'StopKeys',
    description: 'A stop-key table: index keys so common that sharing one says nothing.',
  });

export const learnStopKeys = defineOperation({
  id: 'learnStopKeys',
  method: 'post',
  path: '/v1/stop-keys',
  tag: 'Replay',
  summary: 'Find the index keys that are common, and register an algorithm version without them',
  description:
    'A key is common where texts of more than `limit` stories carry it within one window. The last 60 days that hold ' +
    'texts are looked at. The new version decides as before, but for pairs that share too few other keys; a replay ' +
    'brings it into force.',
  scope: 'ops',
  body: {
    types: {
      'application/json': {
        schema: z.strictObject({
          isDryRun: z.boolean().default(false),
          limit: z
            .int()
            .min(2)
            .max(10_000)
            .default(8)
            .meta({ description: 'In so many stories it is not common yet.' }),
        }),
        example: { isDryRun: true, limit: 8 },
      },
    },
  },
  answers: {
    200: {
      description: 'What was found.',
      schema: learned,
      example: {
        algorithmVersion: null,
        isNew: true,
        isInForce: false,
        keys: 85,
        texts: 2857,
        touchedTexts: 310,
        bareTexts: 0,
        commonest: [{ stories: 9, articleId: EXAMPLE.articleId }],
      },
    },
  },
  refusals: ['conflict'],
  calls: [{ name: 'a dry run', body: { isDryRun: true }, mediaType: 'application/json', status: 200 }],
});

export const STOP_KEY_OPERATIONS = [learnStopKeys];
