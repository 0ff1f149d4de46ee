import { AppError } from '@writethru/domain';

import { Elsewhere } from '../ask.ts';
import type { DeskPage } from '../desk.ts';
import { renderStory } from './story-page.ts';

/** `/desk/stories/{id}`: a story at a glance. One that was merged away leads to the one that it lives on in. */
export const storyPage: DeskPage = {
  path: '/desk/stories/:id',
  async answer(desk) {
    const { questions } = desk;
    const id = desk.params['id']!;
    const story = await questions.story(id).catch(survivorOf);
    if (typeof story === 'string') return { redirect: `/desk/stories/${story}` };
    const lead = story.lead === null ? null : await questions.article(story.lead.articleId);
    const pickup = story.providers.length > 1 ? await questions.pickup(id).catch(refusedAsNull) : null;
    return {
      title: lead?.headline ?? 'A story',
      main: renderStory({ story, lead, pickup }, desk.clock),
    };
  },
};

/** Where a story lives on; what is no such redirect is thrown on. */
function survivorOf(error: unknown): string {
  if (error instanceof Elsewhere && hasSurvivor(error.body)) return error.body.mergedInto;
  throw error;
}

function hasSurvivor(body: unknown): body is { mergedInto: string } {
  return (
    typeof body === 'object' && body !== null && 'mergedInto' in body && typeof body.mergedInto === 'string'
  );
}

/** A story without a report is a story all the same: where nobody may be told of the agency there is none. */
function refusedAsNull(error: unknown): null {
  if (error instanceof AppError && error.code === 'not_found') return null;
  throw error;
}
