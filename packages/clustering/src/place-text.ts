import type { ComponentFacts } from './model.ts';
import { partition } from './partition.ts';

/**
 * Which articles would be in one story with `articleId` if `facts` were all there is: for a text that is not stored,
 * put among the facts of the components that it touches. Empty where it would stand alone.
 */
export function findCompanions(facts: ComponentFacts, articleId: string): string[] {
  const story =
    partition(facts).stories.find((articles) => articles.some(({ id }) => id === articleId)) ?? [];
  return story.filter(({ id }) => id !== articleId).map(({ id }) => id);
}
