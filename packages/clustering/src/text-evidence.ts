import type { ChangedWords, Evidence } from '@writethru/domain';

import type { MemberArticle, TextNode } from './model.ts';
import type { PairTable } from './pair-table.ts';

const HOUR_MS = 3_600_000;
const MAX_CHANGED = 20;

/** An article with the text that it carries. */
export interface Carried {
  article: MemberArticle;
  node: TextNode;
}

/** What two texts have in common, and how far apart their articles are. */
export function compareTexts(a: Carried, b: Carried, pairs: PairTable): Omit<Evidence, 'decidedBy' | 'rule'> {
  const hoursApart = hoursBetween(a.article, b.article);
  if (a.node.textHash === b.node.textHash)
    return { jaccard: 1, containment: 1, containedInMatch: 1, containsMatch: 1, score: 10_000, hoursApart };
  const shared = pairs.sharedByKey(a.node, b.node);
  const together = a.node.shingleCount + b.node.shingleCount - shared;
  return {
    jaccard: shareOf(shared, together),
    containment: shareOf(shared, Math.min(a.node.shingleCount, b.node.shingleCount)),
    containedInMatch: shareOf(shared, a.node.shingleCount),
    containsMatch: shareOf(shared, b.node.shingleCount),
    score: pairs.score(a.node, b.node),
    hoursApart,
  };
}

/** The numbers and names that one article has and an earlier one has not, and the reverse; nothing where none. */
export function compareFacts(
  article: MemberArticle,
  earlier: MemberArticle,
): Pick<Evidence, 'changedNumbers' | 'changedNames'> {
  const numbers = listChangedWords(earlier.numbers, article.numbers);
  const names = listChangedWords(earlier.names, article.names);
  return {
    ...(isChange(numbers) && { changedNumbers: numbers }),
    ...(isChange(names) && { changedNames: names }),
  };
}

function isChange({ removed, added }: ChangedWords): boolean {
  return removed.length + added.length > 0;
}

/** The words of one list that another lacks, both ways: 20 of each at most. */
export function listChangedWords(before: readonly string[], after: readonly string[]): ChangedWords {
  const [held, now] = [new Set(before), new Set(after)];
  const removed = before.filter((word) => !now.has(word)).slice(0, MAX_CHANGED);
  const added = after.filter((word) => !held.has(word)).slice(0, MAX_CHANGED);
  return { removed, added };
}

function hoursBetween(a: MemberArticle, b: MemberArticle): number {
  return Math.round((Math.abs(a.effectiveAtMs - b.effectiveAtMs) / HOUR_MS) * 100) / 100;
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;
}
