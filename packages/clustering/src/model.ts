import type { ArticleMarker, Evidence, Relation, VisibilityFacts } from '@writethru/domain';

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
  /** Of an erased article, and of one that was matched with it: how it related before. It stays so while both are here. */
  frozen?: FrozenRelation | null;
}

/** A relation that nothing is left to decide anew from. */
export interface FrozenRelation {
  relation: Relation;
  matchedArticleId: string | null;
  evidence: Evidence;
}

/** The facts of one text that the rule for two texts takes. */
export interface TextFacts {
  /** Days since 1970-01-01, UTC. */
  day: number;
  textHash: string;
  /** Of the headline's words; empty where the headline does not count (no headline, or a long text). */
  headlineHash: string;
  /** Distinct shingles. 0: too short to compare, or no text. */
  shingleCount: number;
  /** 0: no text. */
  wordCount: number;
  /** Shingles in a window at the top of the text: 30, or all of a shorter text. */
  leadCount: number;
  /** Distinct numbers. */
  numberCount: number;
  /** Distinct words of the headline; 0 where it does not count. */
  headlineWordCount: number;
}

/** A distinct text of one day, with all articles that carry it; or one article without text. */
export interface TextNode extends TextFacts {
  id: number;
  articles: MemberArticle[];
}

/** What two texts share, seen from the first. */
export interface PairOverlap {
  /** Distinct shingles in both. */
  shared: number;
  /** Of a window of `leadCount` shingles at the top of a, how many stand in b: the best window; and the reverse. */
  aLeadInB: number;
  bLeadInA: number;
  /** Distinct numbers, and distinct words of the headline, in both. */
  sharedNumbers: number;
  sharedHeadlineWords: number;
}

/** The facts of two texts, `a < b`. */
export interface Pair extends PairOverlap {
  a: number;
  b: number;
  /** Enough shared index keys, or the same text. A pair that only a provider's key joins counts for nothing else. */
  isCandidate: boolean;
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
