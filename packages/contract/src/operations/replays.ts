import { REPLAY_STATES } from '@writethru/domain';
import { z } from 'zod';

import { defineOperation } from '../operation.ts';
import { EXAMPLE, id, limitParameter, time } from '../schemas/values.ts';

const tag = 'Replay';

const report = z
  .object({
    articles: z.int().min(0),
    withoutText: z.int().min(0).meta({ description: 'Their text is gone: they stay where they are.' }),
    storiesBefore: z.int().min(0),
    storiesAfter: z.int().min(0),
    changed: z.int().min(0).meta({ description: 'Stories that would not hold exactly what they hold.' }),
    changedPercent: z.number().min(0).max(100),
    splitCount: z.int().min(0),
    mergeCount: z.int().min(0),
    splits: z.array(z.object({ storyId: id, parts: z.int().min(2) })).meta({ description: 'The first 100.' }),
    merges: z.array(z.object({ storyIds: z.array(id) })).meta({ description: 'The first 100.' }),
  })
  .meta({ id: 'ReplayReport', description: 'What a replay changes.' });

const replay = z
  .object({
    id,
    isDryRun: z.boolean(),
    isForced: z.boolean(),
    state: z.enum(REPLAY_STATES).meta({
      description:
        '`reading`: texts are read anew, beside what an older program had read. `moving`: the version is in force, and ' +
        'stories are decided anew under it. `clearing`: what nothing uses any more is dropped. `stopped`: too much ' +
        'would change.',
    }),
    fromVersion: z
      .int()
      .meta({ description: 'The algorithm version that was in force when it was asked for.' }),
    algorithmVersion: z.int().meta({ description: 'The one that it brings into force.' }),
    reverts: id.nullable().meta({ description: 'The replay that it takes back.' }),
    requestedBy: z.string(),
    requestedAt: time,
    endedAt: time.nullable(),
    articlesTotal: z.int().min(0),
    articlesDone: z.int().min(0).meta({ description: 'In the present state.' }),
    report: report.nullable().meta({ description: 'Once it is planned.' }),
    failure: z.string().nullable(),
  })
  .meta({ id: 'Replay', description: 'The store decided anew by the algorithm version in force.' });

const EXAMPLE_REPLAY = {
  id: EXAMPLE.storyId,
  isDryRun: true,
  isForced: false,
  state: 'done',
  fromVersion: 2,
  algorithmVersion: 3,
  reverts: null,
  requestedBy: 'first start',
  requestedAt: EXAMPLE.time,
  endedAt: EXAMPLE.time,
  articlesTotal: 1200,
  articlesDone: 1200,
  report: {
    articles: 1200,
    withoutText: 0,
    storiesBefore: 800,
    storiesAfter: 801,
    changed: 3,
    changedPercent: 0.38,
    splitCount: 2,
    mergeCount: 1,
    splits: [{ storyId: EXAMPLE.storyId, parts: 2 }],
    merges: [{ storyIds: [EXAMPLE.articleId, EXAMPLE.otherArticleId] }],
  },
  failure: null,
};

export const requestReplay = defineOperation({
  id: 'requestReplay',
  method: 'post',
  path: '/v1/replays',
  tag,
  summary: 'Decide the whole store anew, or see what that would change',
  description:
    'It goes to the newest algorithm version there is. It is planned first; a dry run ends there. Past 2 percent of ' +
    'changed stories it stops, unless it is forced. Then that version comes into force, and the stories are decided ' +
    'anew under it while the service runs. A revert goes back to the version before the last replay, and gives the ' +
    'stories the ids that they had; what came in since is decided with them. One runs at a time.',
  scope: 'ops',
  body: {
    types: {
      'application/json': {
        schema: z.strictObject({
          isDryRun: z.boolean().default(false),
          isForced: z.boolean().default(false).meta({ description: 'Go on however much would change.' }),
          isRevert: z
            .boolean()
            .default(false)
            .meta({ description: 'Take the last replay back. It is never too much.' }),
        }),
        example: { isDryRun: true, isForced: false, isRevert: false },
      },
    },
  },
  answers: {
    202: {
      description: 'It is asked for: a clusterer takes it up.',
      schema: replay,
      example: EXAMPLE_REPLAY,
      headers: { Location: 'Where it can be watched.' },
    },
  },
  refusals: ['conflict'],
  calls: [{ name: 'a dry run', body: { isDryRun: true }, mediaType: 'application/json', status: 202 }],
});

export const listReplays = defineOperation({
  id: 'listReplays',
  method: 'get',
  path: '/v1/replays',
  tag,
  summary: 'The replays asked for last, newest first',
  scope: 'ops',
  query: z.strictObject({ limit: limitParameter(100, 10) }),
  answers: {
    200: {
      description: 'Replays.',
      schema: z.object({ replays: z.array(replay) }).meta({ id: 'Replays' }),
      example: { replays: [EXAMPLE_REPLAY] },
    },
  },
  caching: 'none',
  calls: [{ name: 'the last one', query: { limit: '1' }, status: 200 }],
});

export const REPLAY_OPERATIONS = [requestReplay, listReplays];
