import { STATUS } from '@writethru/contract';
import { AppError } from '@writethru/domain';

import { Elsewhere } from '../ask.ts';
import type { Desk, DeskPage } from '../desk.ts';
import type { EditForm } from '../edit/read-edit.ts';
import { listNearStories } from '../edit/near-stories.ts';
import type { PageParts } from '../page.ts';
import { renderStory } from './story-page.ts';
import { survivorOf } from './survivor.ts';

/** `/desk/stories/{id}`: a story at a glance. One that was merged away leads to the one that it lives on in. */
export const storyPage: DeskPage = {
  path: '/desk/stories/:id',
  answer: (desk) => showStory(desk, desk.params['id']!, null),
};

/** So much of its history stands on the page of a story. */
const HISTORY = '12';

/** The page of a story; after an edit that was refused, with what was filled in and why it was refused. */
export async function showStory(
  desk: Desk,
  id: string,
  refused: { form: EditForm; error: AppError } | null,
): Promise<PageParts | { redirect: string }> {
  const { questions, viewer, clock } = desk;
  const story = await questions.story(id).catch(survivorOf);
  if (typeof story === 'string') return { redirect: `/desk/stories/${story}` };
  const lead = story.lead === null ? null : await questions.article(story.lead.articleId);
  const pickup = story.providers.length > 1 ? await questions.pickup(id).catch(refusedAsNull) : null;
  const history = await questions.history(story.id, { order: 'desc', limit: HISTORY }).catch(movedAsNull);
  const near = viewer.isEditor && lead !== null ? await listNearStories(desk, lead.id) : [];
  const edit = { near, form: refused?.form ?? null, error: refused?.error ?? null };
  return {
    title: lead?.headline ?? 'A story',
    main: renderStory({ story, lead, pickup, history, edit: viewer.isEditor ? edit : null }, clock),
    ...(refused !== null && { status: STATUS[refused.error.code] }),
  };
}

/** A story without a report is a story all the same: where nobody may be told of the agency there is none. */
function refusedAsNull(error: unknown): null {
  if (error instanceof AppError && error.code === 'not_found') return null;
  throw error;
}

/** Merged away between two reads. */
function movedAsNull(error: unknown): null {
  if (error instanceof Elsewhere) return null;
  throw error;
}
