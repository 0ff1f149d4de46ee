import type { explainPair } from '@writethru/contract';
import { AppError } from '@writethru/domain';

import { Elsewhere, type AnswerTo } from '../ask.ts';
import type { Desk, DeskPage } from '../desk.ts';
import { renderComparison } from './compare-page.ts';
import type { Difference } from './differing-sides.ts';

/** `/desk/compare?a&b`: two articles side by side, what differs, what they share, and why they are or are not one story. */
export const comparePage: DeskPage = {
  path: '/desk/compare',
  async answer(desk) {
    const { questions, query, clock } = desk;
    const explanation = await questions.explanation({
      ...(query['a'] && { a: query['a'] }),
      ...(query['b'] && { b: query['b'] }),
    });
    const difference = await readDifference(desk, explanation);
    return { title: 'Two articles', main: renderComparison({ explanation, difference }, clock) };
  },
};

/** The difference of two versions of one story; null of two that are not, which differ in all but what they share. */
async function readDifference(
  { questions }: Desk,
  { a, b }: AnswerTo<typeof explainPair>,
): Promise<Difference | null> {
  const storyId = a.storyId ?? b.storyId;
  const isOneItem = a.provider === b.provider && a.guid === b.guid;
  if (storyId === null || (a.storyId !== b.storyId && !isOneItem)) return null;
  return questions.difference(storyId, { from: a.articleId, to: b.articleId }).catch(movedAsNull);
}

/** Moved to another story between two reads. */
function movedAsNull(error: unknown): null {
  if (error instanceof Elsewhere || (error instanceof AppError && error.code === 'not_found')) return null;
  throw error;
}
