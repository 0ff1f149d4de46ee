import { compareInChain } from './chains.ts';
import { chainKey, compareVersions, type MemberArticle, type TextNode } from './model.ts';

/** A text of at least this share of the longest one is a full version. */
const FULL_PERCENT = 80;

/**
 * The version that stands for the story: the latest full one. Never an article that is withheld or canceled, nor an
 * earlier version of such a one; nor one whose embargo lies after `nowMs`. Null where none is left.
 */
export function electLead(
  articles: readonly MemberArticle[],
  nodeOf: ReadonlyMap<string, TextNode>,
  nowMs: number,
): MemberArticle | null {
  const newestOfChain = new Map<string, MemberArticle>();
  for (const article of articles) {
    const newest = newestOfChain.get(chainKey(article));
    if (newest === undefined || compareInChain(article, newest) > 0)
      newestOfChain.set(chainKey(article), article);
  }
  const standing = articles.filter(
    (article) =>
      article.pubStatus === 'usable' &&
      newestOfChain.get(chainKey(article))!.pubStatus === 'usable' &&
      (article.embargoedUntilMs === null || article.embargoedUntilMs <= nowMs),
  );
  const wordsOf = (article: MemberArticle): number => nodeOf.get(article.id)!.wordCount;
  const longest = Math.max(0, ...standing.map(wordsOf));
  const full = standing.filter((article) => wordsOf(article) * 100 >= longest * FULL_PERCENT);
  return [...full].sort(compareVersions).at(-1) ?? null;
}
