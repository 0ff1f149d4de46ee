import { RELATIONS } from '@writethru/domain';
import { z } from 'zod';

import { changeCause } from './change.ts';
import { evidence, notShown } from './evidence.ts';
import { editKind, EXAMPLE, id, time } from './values.ts';

const label = z
  .object({
    articleId: id,
    provider: z.string(),
    guid: z.string(),
    version: z.int().min(0),
    pubStatus: z.enum(['usable', 'withheld', 'canceled']),
    headline: z.string().nullable(),
    isShown: z.boolean(),
    notShown,
  })
  .meta({ id: 'ArticleLabel', description: 'What an article is called by.' });

/** One thing that a decision changed. */
const storyChange = z
  .object({
    kind: z
      .enum([
        'created',
        'joined',
        'left',
        'merged',
        'lead_changed',
        'killed',
        'suspected',
        'embargo_lifted',
        'quarantined',
        'erased',
      ])
      .meta({
        description:
          "`merged`: the entry's story went into `otherStoryId`. `suspected`: the article still carries a killed text. `embargo_lifted`: it joined when its embargo lifted.",
      }),
    article: label.optional().meta({ description: 'Whom it concerns; of `lead_changed`, who leads now.' }),
    relation: z.enum(RELATIONS).optional().meta({ description: 'Of an article that joined.' }),
    matchedArticleId: id.nullable().optional(),
    rule: evidence.shape.rule.optional().meta({ description: 'Why it joined.' }),
    decidedBy: evidence.shape.decidedBy.optional(),
    way: z
      .enum(['move', 'split'])
      .optional()
      .meta({ description: 'Of an article that joined from `otherStoryId`, or left to it.' }),
    otherStoryId: id.optional(),
    formerArticle: label.optional().meta({ description: 'Of `lead_changed`: who led before.' }),
  })
  .meta({ id: 'StoryChange' });

const edit = z
  .object({
    actionId: id,
    kind: editKind,
    actor: z.string().nullable(),
    reason: z.string().nullable(),
    articles: z.array(label).meta({ description: 'What it spoke of.' }),
    otherStoryId: id.nullable().meta({ description: 'Of a merge or a move: the other story.' }),
    undoes: id.nullable(),
    undoneBy: id.nullable(),
  })
  .meta({
    id: 'HistoryEdit',
    description: `An editor's action. Who and why are free text: a \`read\` key gets them as long as the story keeps nothing
from it.`,
  });

export const historyEntry = z
  .object({
    at: time,
    storyId: id.meta({ description: 'This story, or one that lives on in it.' }),
    type: z
      .enum(['decision', 'edit'])
      .meta({ description: "An editor's action stands before the decision that obeys it." }),
    cause: changeCause,
    edit: edit.nullable().meta({ description: 'The action; of a decision, the one that it obeys.' }),
    changes: z
      .array(storyChange)
      .meta({ description: 'What a decision changed: at once, and for one reason.' }),
  })
  .meta({ id: 'HistoryEntry', description: 'One thing that happened to a story, and why.' });

export const EXAMPLE_ENTRY = {
  at: EXAMPLE.time,
  storyId: EXAMPLE.storyId,
  type: 'decision',
  cause: 'ingest',
  edit: null,
  changes: [
    {
      kind: 'joined',
      article: {
        articleId: EXAMPLE.articleId,
        provider: 'demo-courier',
        guid: 'bridge-7',
        version: 0,
        pubStatus: 'usable',
        headline: 'Harbour bridge to stay shut',
        isShown: true,
      },
      relation: 'reprint_of',
      matchedArticleId: EXAMPLE.otherArticleId,
      rule: 'near_duplicate',
      decidedBy: 'algorithm',
    },
  ],
} as const;
