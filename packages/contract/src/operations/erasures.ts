import { z } from 'zod';

import { defineOperation } from '../operation.ts';
import { EXAMPLE, id, providerName, textParameter } from '../schemas/values.ts';

const EXAMPLE_REQUEST = {
  articleId: EXAMPLE.otherArticleId,
  reason: 'Request of 12 November under article 17 GDPR.',
};

export const eraseItem = defineOperation({
  id: 'eraseItem',
  method: 'post',
  path: '/v1/erasures',
  tag: 'Erasing',
  summary: 'Erase an item for good',
  description: `All versions of a guid: their texts, fingerprints, keys and names are removed at once, and nothing brings them
back. Hashes stay, so that the item is refused with 410 when it is sent again. The versions stay where they are in
their story, as tombstones. An erasure is on record, and can not be undone. Copies that others sent are items of their own.`,
  scope: 'admin',
  body: {
    types: {
      'application/json': {
        schema: z.strictObject({
          articleId: id.optional().meta({ description: 'Any version of the item.' }),
          provider: providerName
            .optional()
            .meta({ description: 'With `guid`, where there is no `articleId`.' }),
          guid: textParameter(512).optional(),
          reason: z
            .string()
            .min(1)
            .max(1_000)
            .meta({ description: 'Why: kept in the audit. Say nothing here that must be erased itself.' }),
        }),
        example: EXAMPLE_REQUEST,
      },
    },
  },
  answers: {
    200: {
      description: 'It is erased.',
      schema: z
        .object({
          actionId: id,
          articleIds: z.array(id).meta({ description: 'All versions of the item.' }),
          storyIds: z.array(id).meta({ description: 'The stories that they are in, and stay in.' }),
          isRepeat: z.boolean().meta({ description: 'Whether it had been erased before.' }),
        })
        .meta({ id: 'Erasure', description: 'An item that was erased.' }),
      example: {
        actionId: EXAMPLE.actionId,
        articleIds: [EXAMPLE.otherArticleId],
        storyIds: [EXAMPLE.storyId],
        isRepeat: false,
      },
    },
  },
  refusals: ['not_found'],
  calls: [{ name: 'by an article', body: EXAMPLE_REQUEST, mediaType: 'application/json', status: 200 }],
});
