import { ARTICLE_MARKERS, RELATIONS } from '@writethru/domain';
import { z } from 'zod';

export const relation = z
  .enum(RELATIONS)
  .meta({ id: 'Relation', description: 'Read as "this article is … that one".' });

export const changedWords = z
  .object({ removed: z.array(z.string()), added: z.array(z.string()) })
  .meta({ id: 'ChangedWords', description: 'What one text has and the other has not: 20 of each at most.' });

/** Why a text may not be shown. */
export const notShown = z.enum(['embargoed', 'withheld', 'canceled', 'erased', 'expired']).optional().meta({
  description: 'Why readers may not see the text. An editor sees it all the same, unless it is gone.',
});

/** Why an article stands where it stands. */
export const evidence = z
  .object({
    decidedBy: z.enum(['algorithm', 'provider', 'editor']),
    rule: z.enum([
      'identical_text',
      'near_duplicate',
      'provider_key',
      'editor_link',
      'same_story',
      'digest_item',
      'beside_marker',
      'slugline',
      'alert',
    ]),
    jaccard: z.number().min(0).max(1).optional(),
    containment: z.number().min(0).max(1).optional(),
    containedInMatch: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .meta({ description: 'How much of this text stands in the matched one.' }),
    containsMatch: z.number().min(0).max(1).optional().meta({ description: 'And how much of that in this.' }),
    score: z.int().min(0).max(10_000).optional().meta({ description: 'A match needs 5000, an alert 5500.' }),
    hoursApart: z.number().min(0).optional(),
    markers: z
      .array(z.enum(ARTICLE_MARKERS))
      .optional()
      .meta({ description: 'What the article says it is.' }),
    linkKey: z.string().optional().meta({ description: "The provider's key that joined the two." }),
    changedNumbers: changedWords.optional(),
    changedNames: changedWords.optional(),
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
