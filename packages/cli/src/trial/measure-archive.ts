import { groupByStory } from '../quality/score.ts';
import type { ArticleRow } from './find-doubts.ts';

/** What an archive holds, in figures. Times are ISO 8601; null where there is no article. */
export interface ArchiveFigures {
  articles: number;
  /** Articles by provider, the most first. */
  providers: [string, number][];
  firstEffectiveAt: string | null;
  lastEffectiveAt: string | null;
  /** Those that say no time of their own: they have that of now, and meet nothing of another day. */
  withoutTime: number;
  stories: number;
  /** Stories of more than one article, and the articles in them. */
  storiesOfSeveral: number;
  articlesInThem: number;
  biggestStory: number;
  candidatesPerArticle: number;
}

/** Counts an archive that has been clustered. */
export function measureArchive(articles: readonly ArticleRow[]): ArchiveFigures {
  const byProvider = new Map<string, number>();
  for (const { provider } of articles) byProvider.set(provider, (byProvider.get(provider) ?? 0) + 1);
  const placed = articles.flatMap(({ id, storyId }) => (storyId === null ? [] : [[id, storyId] as const]));
  const sizes = [...groupByStory(new Map(placed)).values()].map((members) => members.length);
  const several = sizes.filter((size) => size > 1);
  const times = articles.map(({ effectiveAt }) => effectiveAt).toSorted();
  const candidates = articles.reduce((sum, { candidateCount }) => sum + (candidateCount ?? 0), 0);
  return {
    articles: articles.length,
    providers: [...byProvider].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)),
    firstEffectiveAt: times[0] ?? null,
    lastEffectiveAt: times.at(-1) ?? null,
    withoutTime: articles.filter(({ effectiveAt, receivedAt }) => effectiveAt === receivedAt).length,
    stories: sizes.length,
    storiesOfSeveral: several.length,
    articlesInThem: several.reduce((sum, size) => sum + size, 0),
    biggestStory: sizes.reduce((most, size) => Math.max(most, size), 0),
    candidatesPerArticle: Number((candidates / Math.max(1, articles.length)).toFixed(2)),
  };
}
