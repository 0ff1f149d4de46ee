import type { Evidence, Relation } from '@writethru/domain';

import type { MemberArticle } from './model.ts';

/** An article's place in its story. */
export interface VersionDecision {
  article: MemberArticle;
  /** Its time in the order of versions, milliseconds since the epoch. */
  orderAtMs: number;
  relation: Relation;
  matchedArticleId: string | null;
  evidence: Evidence;
}

/** What is decided for an article apart from its place in time. */
export type Related = Omit<VersionDecision, 'article' | 'orderAtMs'>;
