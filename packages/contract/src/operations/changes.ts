import { z } from 'zod';

import { defineOperation } from '../operation.ts';
import { change, changeCause, changeType, EXAMPLE_CHANGE } from '../schemas/change.ts';
import { COMMA_SEPARATED, limitParameter, listParameter, wholeParameter } from '../schemas/values.ts';

export const listChanges = defineOperation({
  id: 'listChanges',
  method: 'get',
  path: '/v1/changes',
  tag: 'Live',
  summary: 'What happened since a position',
  description: `Every change has its position, and none is skipped: read on from \`position\` of the answer before. Folding the
story events in order gives the stories of \`/v1/stories\`: \`story.merged\` takes a story away, and so does one whose
\`versionCount\` is 0; every other says how the story stands from then on.

With \`Accept: text/event-stream\` the same comes live as server-sent events, whose ids are positions: \`Last-Event-ID\`
goes before \`since\`. A stream ends after five minutes, as the key may have ended; clients connect again by themselves.`,
  scope: 'read',
  query: z.strictObject({
    since: wholeParameter(0, Number.MAX_SAFE_INTEGER)
      .optional()
      .meta({ description: 'A position: changes after it. Default 0; for a stream, now.' }),
    types: listParameter(changeType).optional().meta({ description: 'Only these.', param: COMMA_SEPARATED }),
    causes: listParameter(changeCause)
      .optional()
      .meta({ description: 'Only those with these causes.', param: COMMA_SEPARATED }),
    limit: limitParameter(1_000, 100),
  }),
  headers: { 'Last-Event-ID': 'Of a stream that broke off: the last position that came.' },
  answers: {
    200: {
      description: 'The changes in order.',
      schema: z
        .object({
          changes: z.array(change),
          position: z.int().min(0).meta({ description: 'Read on from here.' }),
          hasMore: z.boolean().meta({ description: 'Whether there is more to be read at once.' }),
        })
        .meta({ id: 'ChangePage' }),
      example: { changes: [EXAMPLE_CHANGE], position: 1042, hasMore: false },
      otherTypes: {
        'text/event-stream': {
          schema: z.string(),
          example: `id: 1042\nevent: story.updated\ndata: ${JSON.stringify(EXAMPLE_CHANGE)}\n\n`,
        },
      },
    },
  },
  calls: [
    { name: 'from the beginning', query: { since: '0', limit: '100' }, status: 200 },
    { name: 'where stories went', query: { types: 'story.merged,story.split' }, status: 200 },
  ],
});
