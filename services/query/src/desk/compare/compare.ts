import { STATUS, type explainPair } from '@writethru/contract';
import { AppError, isId } from '@writethru/domain';

import { Elsewhere, type AnswerTo } from '../ask.ts';
import type { Desk, DeskPage } from '../desk.ts';
import { judge } from '../verdict/judge.ts';
import { renderComparison } from './compare-page.ts';
import type { Difference } from './differing-sides.ts';

/** `/desk/compare?a&b`: two articles side by side, what differs, what they share, and why they are or are not one story. */
export const comparePage: DeskPage = {
  path: '/desk/compare',
  takesForm: true,
  async answer(desk) {
    const { query, form } = desk;
    if (form.size === 0) return show(desk, { a: query['a'], b: query['b'] }, null);
    const judged = await judge(desk, 'side by side at the desk');
    const pair = { a: form.get('a') ?? '', b: form.get('b') ?? '' };
    if (judged instanceof AppError) return show(desk, pair, judged);
    return { redirect: `/desk/compare?${new URLSearchParams({ ...pair, done: judged }).toString()}` };
  },
};

async function show(
  desk: Desk,
  { a, b }: { a: string | undefined; b: string | undefined },
  error: AppError | null,
) {
  const { questions, query, clock, viewer } = desk;
  const explanation = await questions.explanation({ ...(a && { a }), ...(b && { b }) });
  const difference = await readDifference(desk, explanation);
  const done = query['done'] ?? '';
  const verdict = { isEditor: viewer.isEditor, doneId: isId(done) ? done : null, error };
  return {
    title: 'Two articles',
    main: renderComparison({ explanation, difference }, verdict, clock),
    ...(error !== null && { status: STATUS[error.code] }),
  };
}

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
