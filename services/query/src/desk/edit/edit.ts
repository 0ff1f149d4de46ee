import { AppError } from '@writethru/domain';

import type { Desk, DeskPage } from '../desk.ts';
import { renderEdit, type ConcernedStory } from './edit-page.ts';

/** `/desk/edits/{id}`: what an edit did, and the way back. */
export const editPage: DeskPage = {
  path: '/desk/edits/:id',
  scope: 'edit',
  takesForm: true,
  async answer(desk) {
    const { questions, params, form, clock } = desk;
    const id = params['id']!;
    const reason = (form.get('reason') ?? '').trim();
    let error: AppError | null = null;
    if (form.size > 0) {
      try {
        if (reason === '') throw new AppError('invalid_input', 'Say why it is undone.');
        const { actionId } = await questions.undo(id, { reason });
        return { redirect: `/desk/edits/${actionId}` };
      } catch (fault) {
        if (!(fault instanceof AppError) || !MENDABLE.has(fault.code)) throw fault;
        error = fault;
      }
    }
    const edit = await questions.edit(id);
    const stories = await readStories(desk, edit.storyIds.slice(0, MAX_STORIES));
    return {
      title: 'An edit',
      main: renderEdit({ edit, stories, reason, error }, clock),
      ...(error !== null && { status: error.code === 'conflict' ? 409 : 422 }),
    };
  },
};

const MAX_STORIES = 10;
const MENDABLE = new Set(['invalid_input', 'conflict']);

async function readStories({ questions }: Desk, ids: readonly string[]): Promise<ConcernedStory[]> {
  const stories: ConcernedStory[] = [];
  for (const id of ids) {
    const { lead, versionCount } = await questions.story(id);
    stories.push({ id, headline: lead?.headline ?? null, isShown: lead?.isShown ?? false, versionCount });
  }
  return stories;
}
