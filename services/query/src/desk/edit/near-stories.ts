import { AppError } from '@writethru/domain';

import type { Desk } from '../desk.ts';

/** A story that a story could be taken for, or mixed up with. */
export interface NearStory {
  id: string;
  headline: string | null;
  isShown: boolean;
  provider: string;
  /** Of its article that is most like the lead. */
  score: number;
  threshold: number;
}

const MAX_ARTICLES = 50;
const MAX_STORIES = 4;

/** The other stories that hold what is most like an article, the most alike first; four at most. */
export async function listNearStories({ questions }: Desk, articleId: string): Promise<NearStory[]> {
  const { storyId, similar } = await questions.similarToArticle(articleId, MAX_ARTICLES).catch(nothingNear);
  const near = new Map<string, NearStory>();
  for (const one of similar) {
    if (one.storyId === null || one.storyId === storyId || near.has(one.storyId)) continue;
    const { headline, isShown, provider } = one;
    const { score, threshold } = one.evidence;
    near.set(one.storyId, { id: one.storyId, headline, isShown, provider, score, threshold });
  }
  return [...near.values()].slice(0, MAX_STORIES);
}

/** An article that left its story meanwhile is like nothing. */
function nothingNear(error: unknown): { storyId: null; similar: [] } {
  if (error instanceof AppError && (error.code === 'conflict' || error.code === 'not_found'))
    return { storyId: null, similar: [] };
  throw error;
}
