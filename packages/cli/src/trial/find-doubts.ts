import type { AnswerOf } from '@writethru/client';

export type ArticleRow = AnswerOf<'listArticles'>['articles'][number];

type Similar = AnswerOf<'listSimilar'>['similar'][number];

/** What is like an article, as far as doubts need it. */
export interface SimilarPage {
  storyId: string | null;
  similar: (Pick<Similar, 'articleId' | 'storyId' | 'provider' | 'guid'> & { evidence: { score: number } })[];
}

/** Two articles, and how alike they are: 0 to 10,000. */
export interface Doubt {
  aId: string;
  bId: string;
  score: number;
}

/** The pairs that a person should look at first. */
export interface Doubts {
  /** Articles that are in their story by the least, with the one in it that is most like them. */
  joins: Doubt[];
  /** Pairs that are not one story and the most alike; no story twice, or a digest would fill the list. */
  misses: Doubt[];
}

/**
 * Picks the `count` most doubtful joins and nearest misses from what `similar` answered for every article. What one
 * provider sent under one guid is no doubt: it says itself that it is one.
 */
export function findDoubts(
  articles: readonly ArticleRow[],
  similarOf: ReadonlyMap<string, SimilarPage>,
  count: number,
): Doubts {
  const joins = new Map<string, Doubt>();
  const misses = new Map<string, Doubt>();
  for (const article of articles) {
    const page = similarOf.get(article.id);
    if (page === undefined || page.storyId === null) continue;
    const isChain = (other: { provider: string; guid: string }): boolean =>
      other.provider === article.provider && other.guid === article.guid;
    const inStory = page.similar.filter(({ storyId }) => storyId === page.storyId);
    const nearest = inStory[0];
    if (nearest !== undefined && !inStory.some(isChain))
      keep(joins, [article.id, nearest.articleId], nearest.evidence.score);
    for (const other of page.similar) {
      if (other.storyId === null || other.storyId === page.storyId) continue;
      const key = [page.storyId, other.storyId].toSorted().join();
      const held = misses.get(key);
      if (held === undefined || other.evidence.score > held.score)
        misses.set(key, { aId: article.id, bId: other.articleId, score: other.evidence.score });
    }
  }
  return {
    joins: [...joins.values()].toSorted((a, b) => a.score - b.score).slice(0, count),
    misses: takeDistinct(
      [...misses].toSorted(([, a], [, b]) => b.score - a.score),
      count,
    ),
  };
}

function takeDistinct(ranked: readonly (readonly [string, Doubt])[], count: number): Doubt[] {
  const seen = new Set<string>();
  const taken: Doubt[] = [];
  for (const [stories, doubt] of ranked) {
    const both = stories.split(',');
    if (taken.length === count || both.some((story) => seen.has(story))) continue;
    for (const story of both) seen.add(story);
    taken.push(doubt);
  }
  return taken;
}

function keep(doubts: Map<string, Doubt>, [aId, bId]: [string, string], score: number): void {
  doubts.set([aId, bId].toSorted().join(), { aId, bId, score });
}
