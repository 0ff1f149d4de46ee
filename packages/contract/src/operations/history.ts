import { z } from 'zod';

import { defineOperation } from '../operation.ts';
import { EXAMPLE_ENTRY, historyEntry } from '../schemas/history.ts';
import { EXAMPLE, id, limitParameter } from '../schemas/values.ts';

export const listHistory = defineOperation({
  id: 'listHistory',
  method: 'get',
  path: '/v1/stories/{id}/history',
  tag: 'Stories',
  summary: 'What happened to a story, and why',
  description: `Every join, move, merge, split, lead change, kill, lifted embargo and editor's action, the past of stories that
live on in this one included. A page may hold fewer than \`limit\`: a \`read\` key is told nothing of what is hidden.`,
  scope: 'read',
  params: z.strictObject({ id }),
  query: z.strictObject({
    order: z
      .enum(['asc', 'desc'])
      .default('asc')
      .meta({ description: 'By time. Default `asc`, the oldest first.' }),
    cursor: z.string().max(200).optional().meta({ description: 'From `next` of the page before.' }),
    limit: limitParameter(200, 50),
  }),
  answers: {
    200: {
      description: 'A page of the history.',
      schema: z
        .object({
          storyId: id,
          entries: z.array(historyEntry),
          next: z.string().nullable().meta({ description: 'Null on the last page.' }),
        })
        .meta({ id: 'HistoryPage' }),
      example: { storyId: EXAMPLE.storyId, entries: [EXAMPLE_ENTRY], next: null },
      headers: { Link: 'The next page, as rel="next".' },
    },
    307: {
      description: 'The story lives on under another id, and its history with it.',
      schema: z.object({ mergedInto: id }),
      example: { mergedInto: EXAMPLE.storyId },
      headers: { Location: 'The history of the story that it lives on in.' },
    },
  },
  refusals: ['not_found'],
  calls: [
    { name: 'from the beginning', params: { id: EXAMPLE.storyId }, status: 200 },
    {
      name: 'what happened last',
      params: { id: EXAMPLE.storyId },
      query: { order: 'desc', limit: '1' },
      status: 200,
    },
  ],
});
