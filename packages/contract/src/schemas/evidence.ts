import { RELATIONS } from '@writethru/domain';
import { z } from 'zod';

export const relation = z
  .enum(RELATIONS)
  .meta({ id: 'Relation', description: 'Read as "this article is … that one".' });

/** Why an article stands where it stands. */
export const evidence = z
  .object({
    decidedBy: z.enum(['algorithm', 'provider', 'editor']),
    rule: z.enum(['identical_text', 'near_duplicate', 'provider_key', 'editor_link', 'same_story']),
    jaccard: z.number().min(0).max(1).optional(),
    containment: z.number().min(0).max(1).optional(),
    score: z.int().min(0).max(10_000).optional().meta({ description: 'A match needs 5000.' }),
    hoursApart: z.number().min(0).optional(),
  })
  .meta({ id: 'Evidence', description: 'Why an article stands where it stands. Shares are 0 to 1.' });

export const EXAMPLE_EVIDENCE = {
  decidedBy: 'algorithm',
  rule: 'near_duplicate',
  jaccard: 0.4511,
  containment: 0.8312,
  score: 8312,
  hoursApart: 1.5,
} as const;
