import type { ArticleMarker, VisibilityFacts } from '@writethru/domain';

/**
 * What the decision is made from. No clock, no running statistics, no id that depends on the way in: ids only name
 * things here, and ties are broken by what the articles say.
 */

/** An article as a member of a fingerprint. Times in milliseconds since the epoch. */
export interface MemberArticle extends VisibilityFacts {
  id: string;
  provider: string;
  guid: string;
  version: number;
  contentHash: string;
  effectiveAtMs: number;
  isBackfill: boolean;
  /** What it says it is. */
  markers: readonly ArticleMarker[];
  /** Numbers and names of its text, in its order: what a change is told by. */
  numbers: readonly string[];
  names: readonly string[];
  /** Alternative ids and story keys of a trusted provider; of any other: none. */
  linkKeys: readonly string[];
}

/** A distinct text of one day, with all articles that carry it; or one article without text. */
export interface TextNode {
  id: number;
  /** Days since 1970-01-01, UTC. */
  day: number;
  textHash: string;
  /** Distinct shingles. 0: too short to compare, or no text. */
  shingleCount: number;
  /** 0: no text. */
  wordCount: number;
  /** Shingles held in reading order, at most 30. */
  leadCount: number;
  articles: MemberArticle[];
}

/** The facts of two texts, `a < b`. */
export interface Pair {
  a: number;
  b: number;
  /** Enough shared index keys, or the same text. A pair that only a provider's key joins counts for nothing else. */
  isCandidate: boolean;
  /** Distinct shingles in both. */
  shared: number;
  /** How many of a's lead shingles stand anywhere in b, and the reverse. */
  aLeadInB: number;
  bLeadInA: number;
}

/** Editors' word on two (provider, guid): every version of them. */
export interface EditorConstraint {
  kind: 'must_link' | 'cannot_link';
  aProvider: string;
  aGuid: string;
  bProvider: string;
  bGuid: string;
}

export interface ComponentFacts {
  nodes: readonly TextNode[];
  pairs: readonly Pair[];
  constraints: readonly EditorConstraint[];
}

/** One key for the chain of versions that a provider sends under one guid. */
export function chainKey(article: { provider: string; guid: string }): string {
  return `${article.provider}\u0000${article.guid}`;
}

/**
 * The order of articles where nothing else decides: by what they say, never by our id, which is the order of arrival.
 */
export function compareArticles(a: MemberArticle, b: MemberArticle): number {
  return (
    compareText(a.contentHash, b.contentHash) ||
    compareText(a.provider, b.provider) ||
    compareText(a.guid, b.guid) ||
    a.version - b.version
  );
}

/** The order of versions in a story: by effective time, then as `compareArticles`. */
export function compareVersions(a: MemberArticle, b: MemberArticle): number {
  return a.effectiveAtMs - b.effectiveAtMs || compareArticles(a, b);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
