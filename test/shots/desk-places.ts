import type { Place } from './place.ts';
import type { Stage } from './stage.ts';

interface Story {
  lead: { articleId: string };
  versions: { articleId: string }[];
}

/** The pages of the desk, each with something to see. */
export async function listDeskPlaces(stage: Stage): Promise<Place[]> {
  const { stories } = await stage.call<{ stories: { id: string }[] }>('/v1/stories?sort=size&limit=1');
  const { id } = stories[0]!;
  const story = await stage.call<Story>(`/v1/stories/${id}`);
  const [first, second] = story.versions;
  const lead = await stage.call<{ body: string }>(`/v1/articles/${story.lead.articleId}`);
  const editId = await splitOff(stage, id, second!.articleId);
  return [
    { name: 'desk-stories', path: '/desk' },
    { name: 'desk-search', path: '/desk?q=harbour' },
    { name: 'desk-nothing', path: '/desk?q=zeppelin&language=en' },
    { name: 'desk-story', path: `/desk/stories/${id}` },
    { name: 'desk-timeline', path: `/desk/stories/${id}#versions` },
    { name: 'desk-history', path: `/desk/stories/${id}/history` },
    { name: 'desk-edit', path: `/desk/edits/${editId}` },
    { name: 'desk-compare', path: `/desk/compare?a=${first!.articleId}&b=${second!.articleId}` },
    { name: 'desk-doubtful', path: '/desk/doubtful' },
    { name: 'desk-article', path: `/desk/articles/${first!.articleId}` },
    { name: 'desk-unknown', path: '/desk/find?what=urn:nobody:knows:this' },
    {
      name: 'desk-try',
      path: '/desk/try',
      async prepare(page) {
        await page.locator('textarea[name=body]').fill(lead.body);
        await page.getByRole('button', { name: 'See what it would join' }).click();
        await page.locator('.tried').waitFor();
      },
    },
  ];
}

/** Splits a version off and takes it back, so that there is a history; answers the edit that took it back. */
async function splitOff(stage: Stage, storyId: string, articleId: string): Promise<string> {
  const split = await stage.call<{ actionId: string }>(`/v1/stories/${storyId}/split`, {
    articleIds: [articleId],
    reason: 'It seemed to be about the old bridge.',
  });
  const undone = await stage.call<{ actionId: string }>(`/v1/edits/${split.actionId}/undo`, {
    reason: 'It is the same bridge after all.',
  });
  return undone.actionId;
}
