import type { eraseItem } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import type { OperationHandler, OperationInput } from '@writethru/runtime';
import { eraseItem as erase, findItemOf, type Pool } from '@writethru/store';

import { editorOf } from './answer-edits.ts';

/** All versions of an item are gone for good. */
export function answerErasure(pool: Pool): OperationHandler<typeof eraseItem> {
  return async ({ body, principal }) => {
    const item = await readItem(pool, body);
    return { status: 200, body: await erase(pool, item, editorOf(principal(), body.reason)) };
  };
}

async function readItem(
  pool: Pool,
  { articleId, provider, guid }: OperationInput<typeof eraseItem>['body'],
): Promise<{ provider: string; guid: string }> {
  const isByName = provider !== undefined && guid !== undefined;
  const isByArticle = articleId !== undefined && provider === undefined && guid === undefined;
  if (isByName && articleId === undefined) return { provider, guid };
  if (!isByArticle) {
    throw new AppError('invalid_input', 'An item is named by `articleId`, or by `provider` and `guid`.', {
      faults: [{ pointer: '/articleId', detail: 'or provider and guid: one of the two' }],
    });
  }
  const item = await findItemOf(pool, articleId);
  if (item === null) throw new AppError('not_found', 'There is no such article.');
  return item;
}
