import type { Relation } from '@writethru/domain';

import type { MemberArticle, TextNode } from './model.ts';
import type { PairTable } from './pair-table.ts';
import { RULE } from './rule.ts';
import { compareFacts, compareTexts, type Carried } from './text-evidence.ts';
import type { Related } from './version-decision.ts';

/** A text this much shorter than the one it is matched with is an abridgement of it; the reverse an expansion. */
const ABRIDGED_PERCENT = 80;

interface Match extends Carried {
  score: number;
  isSameText: boolean;
}

/** The texts of a story so far, in the order of versions: copies of one text cost as much as one. */
export class TextsSoFar {
  private readonly seen = new Map<number, { node: TextNode; byProvider: Map<string, MemberArticle> }>();
  readonly pairs: PairTable;

  constructor(pairs: PairTable) {
    this.pairs = pairs;
  }

  add(article: MemberArticle, node: TextNode): void {
    if (node.wordCount === 0) return;
    const held = this.seen.get(node.id) ?? { node, byProvider: new Map<string, MemberArticle>() };
    // Of one provider's copies of a text the latest is the one that a correction or a repeat is of.
    held.byProvider.delete(article.provider);
    held.byProvider.set(article.provider, article);
    this.seen.set(node.id, held);
  }

  /** Matching texts, the closest first; among equals `provider`'s own, then the earliest text. */
  listMatches({ article, node }: Carried): Match[] {
    const matches: Match[] = [];
    for (const { node: other, byProvider } of this.seen.values()) {
      const isSameText = other.textHash === node.textHash;
      const score = isSameText ? Infinity : this.pairs.score(node, other);
      if (score < RULE.matchScore) continue;
      const own = byProvider.get(article.provider);
      const match = own ?? byProvider.values().next().value!;
      matches.push({ article: match, node: other, score, isSameText });
    }
    const ownRank = (match: Match): number => (match.article.provider === article.provider ? 0 : 1);
    // Sorting is stable and the map is in the order of versions.
    return matches.sort((a, b) => compareScores(a, b) || ownRank(a) - ownRank(b));
  }
}

function compareScores(a: Match, b: Match): number {
  return a.score === b.score ? 0 : b.score - a.score;
}

/** How an article relates to the earlier texts of its story; null where none matches. */
export function relateByText(carried: Carried, texts: TextsSoFar): Related | null {
  if (carried.node.wordCount === 0) return null;
  const matches = texts.listMatches(carried);
  if (matches.length === 0) return null;
  const { match, relation } = chooseRelation(carried, matches);
  const { article } = carried;
  const isChange = ['update_of', 'correction_of', 'refile_of'].includes(relation);
  return {
    relation,
    matchedArticleId: match.article.id,
    evidence: {
      ...compareTexts(carried, match, texts.pairs),
      decidedBy: 'algorithm',
      rule: match.isSameText ? 'identical_text' : 'near_duplicate',
      ...(article.markers.length > 0 && { markers: [...article.markers] }),
      ...(isChange && !match.isSameText && compareFacts(article, match.article)),
    },
  };
}

function chooseRelation(
  { article, node }: Carried,
  matches: readonly Match[],
): { match: Match; relation: Relation } {
  const closest = matches[0]!;
  if (article.pubStatus === 'canceled') return { match: closest, relation: 'cancels' };
  // The same copy elsewhere: whatever its marker says, it says it of the agency's version.
  if (closest.isSameText && closest.article.provider !== article.provider)
    return { match: closest, relation: 'reprint_of' };
  const own = matches.find((match) => match.article.provider === article.provider);
  const marked = relationByMarker(article);
  if (own !== undefined && marked !== null) return { match: own, relation: marked };
  if (closest.isSameText) return { match: closest, relation: 'duplicate_of' };
  const longer = matches.find((match) => match.node.wordCount > node.wordCount);
  if (article.markers.includes('abridged') && longer !== undefined)
    return { match: longer, relation: 'abridgement_of' };
  return { match: closest, relation: relationBySize(article, node, closest) };
}

function relationByMarker(article: MemberArticle): Relation | null {
  if (article.markers.includes('correction')) return 'correction_of';
  if (article.markers.includes('refile')) return 'refile_of';
  if (article.markers.includes('repeat')) return 'repeat_of';
  return article.markers.includes('update') ? 'update_of' : null;
}

function relationBySize(article: MemberArticle, node: TextNode, match: Match): Relation {
  const [words, matchedWords] = [node.wordCount, match.node.wordCount];
  if (words * 100 < matchedWords * ABRIDGED_PERCENT) return 'abridgement_of';
  if (matchedWords * 100 < words * ABRIDGED_PERCENT) return 'expansion_of';
  return article.provider === match.article.provider ? 'update_of' : 'reprint_of';
}
