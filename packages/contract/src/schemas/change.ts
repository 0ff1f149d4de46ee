import { EVENT_CAUSES, EVENT_TYPES } from '@writethru/domain';
import { z } from 'zod';

import { EXAMPLE, id, time } from './values.ts';

export const changeType = z.enum(EVENT_TYPES);
export const changeCause = z.enum(EVENT_CAUSES);

/** One thing that happened. */
export const change = z
  .object({
    position: z.int().min(1).meta({ description: 'Counts up by one, without a gap.' }),
    type: changeType,
    at: time,
    cause: changeCause,
    storyId: id.nullable(),
    articleId: id.nullable(),
    data: z
      .looseObject({
        leadArticleId: id.nullable().optional(),
        versionCount: z.int().min(0).optional(),
        providers: z.array(z.string()).optional(),
        firstEffectiveAt: time.optional(),
        lastEffectiveAt: time.optional(),
        joined: z.array(id).optional().meta({ description: 'Articles that came in.' }),
        left: z.array(id).optional().meta({ description: 'Articles that went to other stories.' }),
        into: id.optional().meta({ description: 'The story that a merged one lives on in.' }),
        from: id.optional().meta({ description: 'The story that it came out of.' }),
        to: id.optional(),
        suspects: z
          .array(id)
          .optional()
          .meta({ description: 'After a kill: articles of others that still carry the text.' }),
        reason: z.string().optional(),
      })
      .meta({
        id: 'ChangeData',
        description: 'A story event says all of how the story stands from then on.',
      }),
  })
  .meta({ id: 'Change', description: 'One thing that happened to a story or an article.' });

export const EXAMPLE_CHANGE = {
  position: 1042,
  type: 'story.updated',
  at: EXAMPLE.time,
  cause: 'ingest',
  storyId: EXAMPLE.storyId,
  articleId: null,
  data: {
    leadArticleId: EXAMPLE.articleId,
    versionCount: 2,
    providers: ['demo-courier', 'demo-wire'],
    firstEffectiveAt: EXAMPLE.time,
    lastEffectiveAt: EXAMPLE.time,
    joined: [EXAMPLE.articleId],
    left: [],
  },
};
