import { z } from 'zod';

import { defineOperation } from '../operation.ts';
import { editKind, EXAMPLE, id, time } from '../schemas/values.ts';

const tag = 'Editing';

export const reason = z
  .string()
  .min(1)
  .max(1_000)
  .meta({ description: 'Why: kept in the audit, and shown in the history.' });
const articleIds = z
  .array(id)
  .min(1)
  .max(500)
  .meta({ description: 'Articles of the story. All versions of their guids go with them.' });

export const edit = z
  .object({
    actionId: id.meta({ description: 'By this it can be undone.' }),
    isApplied: z.boolean().meta({ description: 'Whether stories are as was asked already.' }),
    storyIds: z.array(id).meta({ description: 'The stories that the articles concerned are in now.' }),
  })
  .meta({ id: 'Edit', description: "An editor's action, on record." });
export const EXAMPLE_EDIT = { actionId: EXAMPLE.actionId, isApplied: false, storyIds: [EXAMPLE.storyId] };

const shared = {
  method: 'post',
  tag,
  scope: 'edit',
  params: z.strictObject({ id }),
  headers: { Prefer: '`wait=5` waits up to so many seconds, 30 at most, until stories are as was asked.' },
  answers: {
    200: {
      description: 'It is on record, and done.',
      schema: edit,
      example: { ...EXAMPLE_EDIT, isApplied: true },
    },
    202: { description: 'It is on record, and will be done.', schema: edit, example: EXAMPLE_EDIT },
  },
  refusals: ['not_found', 'conflict'],
} as const;

const inJson = <Schema extends z.ZodType>(schema: Schema, example: unknown) =>
  ({ types: { 'application/json': { schema, example } } }) as const;
const call = (name: string, body: unknown) => ({
  name,
  params: { id: EXAMPLE.storyId },
  body,
  mediaType: 'application/json',
  status: 202,
});

const EXAMPLE_PIN = { articleId: EXAMPLE.articleId, reason: 'The court asked for this wording.' };
export const pinLead = defineOperation({
  ...shared,
  id: 'pinLead',
  path: '/v1/stories/{id}/pin',
  summary: 'Pin the lead of a story',
  description: 'The newest version of that guid leads, as long as it may be shown. The last pin counts.',
  body: inJson(z.strictObject({ articleId: id, reason }), EXAMPLE_PIN),
  calls: [call('pin a version', EXAMPLE_PIN)],
});

const EXAMPLE_UNDO = { reason: 'It was right before.' };
export const undoEdit = defineOperation({
  ...shared,
  id: 'undoEdit',
  path: '/v1/edits/{id}/undo',
  summary: "Undo an editor's action",
  description: 'What it said is in force no more, and the rule decides anew.',
  body: inJson(z.strictObject({ reason }), EXAMPLE_UNDO),
  calls: [{ ...call('undo', EXAMPLE_UNDO), params: { id: EXAMPLE.actionId } }],
});

const EXAMPLE_SPLIT = { articleIds: [EXAMPLE.articleId], reason: 'Another accident.' };
export const splitStory = defineOperation({
  ...shared,
  id: 'splitStory',
  path: '/v1/stories/{id}/split',
  summary: 'Split articles off a story',
  description: 'They, and all later versions of their guids, are kept apart from the rest.',
  body: inJson(z.strictObject({ articleIds, reason }), EXAMPLE_SPLIT),
  calls: [call('split one off', EXAMPLE_SPLIT)],
});

const EXAMPLE_MERGE = { with: EXAMPLE.otherStoryId, reason: 'One fire, two names of the place.' };
export const mergeStories = defineOperation({
  ...shared,
  id: 'mergeStories',
  path: '/v1/stories/{id}/merge',
  summary: 'Merge two stories',
  description: 'All items of both are kept together. The id of the one with more articles lives on.',
  body: inJson(z.strictObject({ with: id, reason }), EXAMPLE_MERGE),
  calls: [call('merge two', EXAMPLE_MERGE)],
});

const EXAMPLE_MOVE = {
  articleIds: [EXAMPLE.articleId],
  to: EXAMPLE.otherStoryId,
  reason: 'It tells of the second fire.',
};
export const moveArticles = defineOperation({
  ...shared,
  id: 'moveArticles',
  path: '/v1/stories/{id}/move',
  summary: 'Move articles to another story',
  description: 'They are kept together with the items there, and apart from the rest here.',
  body: inJson(z.strictObject({ articleIds, to: id, reason }), EXAMPLE_MOVE),
  calls: [call('move one', EXAMPLE_MOVE)],
});

export const getEdit = defineOperation({
  id: 'getEdit',
  method: 'get',
  path: '/v1/edits/{id}',
  tag,
  summary: "Read an editor's action",
  description: 'Who did what and why, whether it is done by now, and whether it was undone.',
  scope: 'edit',
  params: z.strictObject({ id }),
  answers: {
    200: {
      description: 'The action, as it stands now.',
      schema: edit
        .extend({
          kind: editKind,
          actor: z.string(),
          reason: z.string(),
          at: time,
          storyId: id.nullable().meta({ description: 'The story that it was asked of.' }),
          undoes: id.nullable().meta({ description: 'Of an undo: the action that it took back.' }),
          undoneBy: id.nullable(),
        })
        .meta({ id: 'EditOnRecord', description: "An editor's action, as it stands now." }),
      example: {
        ...EXAMPLE_EDIT,
        isApplied: true,
        kind: 'split',
        actor: 'night desk',
        reason: EXAMPLE_SPLIT.reason,
        at: EXAMPLE.time,
        storyId: EXAMPLE.storyId,
        undoes: null,
        undoneBy: null,
      },
    },
  },
  refusals: ['not_found'],
  calls: [{ name: 'an action', params: { id: EXAMPLE.actionId }, status: 200 }],
});

export const EDIT_OPERATIONS = [pinLead, undoEdit, splitStory, mergeStories, moveArticles, getEdit];
