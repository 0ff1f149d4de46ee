import { STATUS } from '@writethru/contract';
import { AppError, isId } from '@writethru/domain';

import type { Desk, DeskPage } from '../desk.ts';
import { judge } from '../verdict/judge.ts';
import { renderDoubtful } from './doubtful-page.ts';

/** `/desk/doubtful`: the pairs that the rule was least sure of, one at a time, for a verdict by one key. */
export const doubtfulPage: DeskPage = {
  path: '/desk/doubtful',
  scope: 'edit',
  takesForm: true,
  async answer(desk) {
    const at = readPlace(desk.form.get('at') ?? desk.query['at'] ?? '');
    if (desk.form.size === 0) return show(desk, at, null);
    const judged = await judge(desk, 'at the desk’s doubtful pairs');
    if (judged instanceof AppError) return show(desk, at, judged);
    // What was judged is gone from the list: the next one stands in its place.
    return { redirect: `/desk/doubtful?${new URLSearchParams({ at: String(at), done: judged }).toString()}` };
  },
};

async function show({ questions, query, clock }: Desk, at: number, error: AppError | null) {
  const { pairs, compared, verdicts } = await questions.doubtful();
  const pair = pairs[at] ?? null;
  const explanation =
    pair === null ? null : await questions.explanation({ a: pair.a.articleId, b: pair.b.articleId });
  const done = query['done'] ?? '';
  return {
    title: 'Doubtful pairs',
    at: 'doubtful' as const,
    main: renderDoubtful(
      { at, count: pairs.length, compared, verdicts, explanation, error, doneId: isId(done) ? done : null },
      clock,
    ),
    ...(error !== null && { status: STATUS[error.code] }),
  };
}

/** The place in the list, from 0. */
function readPlace(text: string): number {
  return /^\d{1,3}$/.test(text) ? Number(text) : 0;
}
