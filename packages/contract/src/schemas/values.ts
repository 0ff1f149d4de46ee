import { isId } from '@writethru/domain';
import { z } from 'zod';

/** Ids that stand in examples: a test puts live ones in their place. */
export const EXAMPLE = {
  storyId: '01a207b3-01c8-7e46-bcaa-8128186e7f81',
  articleId: '01a207b3-01c8-7e46-bcaa-8128186e7f82',
  otherArticleId: '01a207b3-01c8-7e46-bcaa-8128186e7f83',
  webhookId: '01a207b3-01c8-7e46-bcaa-8128186e7f84',
  deletedWebhookId: '01a207b3-01c8-7e46-bcaa-8128186e7f85',
  otherStoryId: '01a207b3-01c8-7e46-bcaa-8128186e7f86',
  actionId: '01a207b3-01c8-7e46-bcaa-8128186e7f87',
  keyId: '3f9a01c2b7de',
  time: '2026-11-25T08:00:00.000Z',
} as const;

/** One of our ids. */
export const id = z
  .string()
  .refine(isId, 'must be an id of ours: a lower-case UUID')
  .meta({ format: 'uuid' });

/** A time in an answer: a Date, or its text. */
export const time = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString() : value),
  z.iso.datetime(),
);

/** A time in a request: ISO 8601 with a zone. */
export const timeParameter = z.iso.datetime({
  offset: true,
  error: 'must be an ISO 8601 time with a zone',
});

/** A whole number in a query. */
export function wholeParameter(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.preprocess(
    (value) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value),
    z.int(message).min(min, message).max(max, message),
  );
}

/** What an editor can do. */
export const editKind = z.enum(['merge', 'split', 'move', 'pin', 'judge', 'undo', 'erase']);

/** How the document says that a list is comma-separated. */
export const COMMA_SEPARATED = { style: 'form', explode: false } as const;

/** A list in a query, comma-separated. */
export function listParameter<Item extends z.ZodType>(item: Item) {
  return z.preprocess(
    (value) => (typeof value === 'string' ? value.split(',') : value),
    z.array(item).min(1).max(50),
  );
}

/** How many items a page holds. */
export function limitParameter(max: number, fallback: number) {
  return wholeParameter(1, max)
    .default(fallback)
    .meta({ description: `How many, at most. Default ${fallback}.` });
}

/** Text in a query: no database takes U+0000. */
export function textParameter(maxCharacters: number) {
  return z
    .string()
    .min(1)
    .max(maxCharacters)
    .refine((value) => !value.includes('\u0000'), 'must not contain the character U+0000')
    .meta({ pattern: String.raw`^[^\u0000]*$` });
}

export const providerName = textParameter(200);
