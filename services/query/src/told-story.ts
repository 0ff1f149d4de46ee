import { AppError } from '@writethru/domain';
import { findStory, findSurvivor, type Pool, type StorySummary, type Viewer } from '@writethru/store';

/** A redirect to the story in which another one lives on. Not permanent: a split may bring that back. */
export interface SurvivorAnswer {
  status: 307;
  body: { mergedInto: string };
  headers: { Location: string };
}

/**
 * The story of this id as far as the viewer may be told of it, or the answer that sends him to its survivor, with what
 * comes after the id in the address. Throws AppError `not_found`.
 */
export async function readToldStory(
  pool: Pool,
  id: string,
  viewer: Viewer,
  behind = '',
): Promise<{ story: StorySummary; moved: null } | { story: null; moved: SurvivorAnswer }> {
  const story = await findStory(pool, id);
  if (story !== null && (viewer.isEditor || !story.isHidden)) return { story, moved: null };
  const survivor = story === null ? await findSurvivor(pool, id) : null;
  if (survivor === null) throw new AppError('not_found', 'There is no such story.');
  const headers = { Location: `/v1/stories/${survivor}${behind}` };
  return { story: null, moved: { status: 307, body: { mergedInto: survivor }, headers } };
}
