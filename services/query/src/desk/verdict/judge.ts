import { AppError } from '@writethru/domain';

import type { Desk } from '../desk.ts';

/** Refusals that the page with the pair shows, for its reader to choose otherwise. */
const MENDABLE = new Set(['invalid_input', 'conflict', 'not_found']);

/**
 * Keeps the verdict that a form sent; `where` stands in its reason. Answers the id of the edit, or the refusal where
 * that is for the page to show. Throws AppError for any other.
 */
export async function judge({ questions, form }: Desk, where: string): Promise<string | AppError> {
  try {
    const verdict = form.get('verdict');
    if (verdict !== 'one' && verdict !== 'two')
      throw new AppError('invalid_input', 'Say whether they are one story or two.');
    const { actionId } = await questions.judge({
      a: form.get('a') ?? '',
      b: form.get('b') ?? '',
      isOneStory: verdict === 'one',
      reason: `Judged ${where}: ${verdict === 'one' ? 'one story' : 'two stories'}.`,
    });
    return actionId;
  } catch (error) {
    if (error instanceof AppError && MENDABLE.has(error.code)) return error;
    throw error;
  }
}
