import { z } from 'zod';

import { changedWords, notShown } from './evidence.ts';
import { id, time } from './values.ts';

const side = z
  .object({
    articleId: id,
    storyId: id.nullable(),
    provider: z.string(),
    guid: z.string(),
    version: z.int().min(0),
    effectiveAt: time,
    headline: z.string().nullable(),
    wordCount: z.int().min(0).nullable(),
    isShown: z.boolean(),
    notShown,
  })
  .meta({ id: 'DifferenceSide', description: 'One of the two articles.' });

const textDifference = z
  .object({
    operations: z
      .array(z.object({ op: z.enum(['equal', 'delete', 'insert']), text: z.string() }))
      .meta({ description: 'Without the deletions they make the text of `to`.' }),
    html: z.string().meta({ description: 'The same in `p`, `ins` and `del`: safe to put into a page.' }),
    isCoarse: z.boolean().meta({
      description:
        'Some part differs too much to be compared word by word, and is told as a whole; or a text is longer than 200,000 characters, and is compared up to there.',
    }),
  })
  .nullable()
  .meta({ id: 'TextDifference', description: 'Null where one of the two texts may not be shown.' });

/** What changed from one article to another. */
export const difference = z
  .object({
    storyId: id,
    from: side,
    to: side,
    headline: textDifference,
    body: textDifference,
    removedPassages: z
      .array(z.string())
      .nullable()
      .meta({ description: 'What `from` has and `to` lacks: five words or more, 20 at most.' }),
    addedPassages: z.array(z.string()).nullable().meta({ description: 'What `to` adds to `from`.' }),
    changedNumbers: changedWords.nullable(),
    changedNames: changedWords.nullable(),
  })
  .meta({ id: 'Difference', description: 'What changed from one article to another.' });
