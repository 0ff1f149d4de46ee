import { AppError } from '@writethru/domain';

import type { Desk, DeskPage } from '../desk.ts';
import { showStory } from '../story/story.ts';
import { readEditForm, toEdit, type AskedEdit } from './read-edit.ts';

/** `/desk/stories/{id}/edit`: what the buttons on a story's page send to. Leads to the page of the edit. */
export const editStoryPage: DeskPage = {
  path: '/desk/stories/:id/edit',
  scope: 'edit',
  takesForm: true,
  async answer(desk) {
    const id = desk.params['id']!;
    const form = readEditForm(desk.form);
    if (desk.form.size === 0) return { redirect: `/desk/stories/${id}#edit` };
    try {
      const { actionId } = await putOnRecord(desk, id, toEdit(form));
      return { redirect: `/desk/edits/${actionId}` };
    } catch (error) {
      if (!(error instanceof AppError) || !MENDABLE.has(error.code)) throw error;
      return showStory(desk, id, { form, error });
    }
  },
};

/** What another press of a button, with other fields, can mend. */
const MENDABLE = new Set(['invalid_input', 'conflict', 'not_found']);

function putOnRecord({ questions }: Desk, id: string, { act, body }: AskedEdit) {
  return questions[act](id, body);
}
