import type { Evidence, Relation } from '@writethru/domain';

import { compareInChain } from './chains.ts';
import { chainKey, compareVersions, type MemberArticle, type TextNode } from './model.ts';
import type { PairTable } from './pair-table.ts';
import { RULE } from './rule.ts';

const HOUR_MS = 3_600_000;
/** A text this much shorter than the one it is matched with is an abridgement of it; the reverse an expansion. */
const ABRIDGED_PERCENT = 80;

export interface VersionDecision {
  article: MemberArticle;
  relation: Relation;
  matchedArticleId: string | null;
  evidence: Evidence;
}

/**
 * How each article of one story relates to an earlier one, in the order of versions. A function of the story's
 * articles and their texts alone.
 */
export function relateVersions(
  articles: readonly MemberArticle[],
  nodeOf: ReadonlyMap<string, TextNode>,
  pairs: PairTable,
): VersionDecision[] {
  const ordered = [...articles].sort(compareVersions);
  const firstOfNode = new Map<number, MemberArticle>();
  const chains = new Map<string, MemberArticle[]>();
  return ordered.map((article, at) => {
    const node = nodeOf.get(article.id)!;
    const key = chainKey(article);
    const earlierInChain = (chains.get(key) ?? []).filter((other) => compareInChain(other, article) < 0);
    const decision =
      at === 0
        ? originalVersion(article)
        : (relateByChain(article, node, earlierInChain, nodeOf) ??
          relateByText(article, node, firstOfNode, nodeOf, pairs) ??
          relateByStory(article, node, ordered[0]!, pairs, nodeOf));
    chains.set(key, [...(chains.get(key) ?? []), article]);
    if (!firstOfNode.has(node.id)) firstOfNode.set(node.id, article);
    return decision;
  });
}

function originalVersion(article: MemberArticle): VersionDecision {
  const relation = article.pubStatus === 'canceled' ? 'cancels' : 'original';
  return {
    article,
    relation,
    matchedArticleId: null,
    evidence: { decidedBy: 'algorithm', rule: 'same_story' },
  };
}

function relateByChain(
  article: MemberArticle,
  node: TextNode,
  earlierInChain: readonly MemberArticle[],
  nodeOf: ReadonlyMap<string, TextNode>,
): VersionDecision | null {
  const previous = [...earlierInChain].sort(compareInChain).at(-1);
  if (previous === undefined) return null;
  const evidence: Evidence = {
    decidedBy: 'provider',
    rule: 'provider_key',
    hoursApart: hoursBetween(article, previous),
  };
  const isSameText = nodeOf.get(previous.id)!.textHash === node.textHash;
  const relation = article.pubStatus === 'canceled' ? 'cancels' : isSameText ? 'repeat_of' : 'update_of';
  return { article, relation, matchedArticleId: previous.id, evidence };
}

function relateByText(
  article: MemberArticle,
  node: TextNode,
  firstOfNode: ReadonlyMap<number, MemberArticle>,
  nodeOf: ReadonlyMap<string, TextNode>,
  pairs: PairTable,
): VersionDecision | null {
  const twin = firstOfNode.get(node.id);
  if (twin !== undefined && node.wordCount > 0) return sameText(article, twin);
  let best: { match: MemberArticle; score: number } | null = null;
  for (const match of firstOfNode.values()) {
    const other = nodeOf.get(match.id)!;
    if (other.textHash === node.textHash) return sameText(article, match);
    const score = pairs.score(node, other);
    // The map is in the order of versions, so among equal scores the earliest stays.
    if (score >= RULE.matchScore && (best === null || score > best.score)) best = { match, score };
  }
  if (best === null) return null;
  const other = nodeOf.get(best.match.id)!;
  const evidence = textEvidence(article, best.match, node, other, pairs, 'near_duplicate');
  return {
    article,
    relation: relationBySize(article, best.match, node, other),
    matchedArticleId: best.match.id,
    evidence,
  };
}

function sameText(article: MemberArticle, twin: MemberArticle): VersionDecision {
  return {
    article,
    relation: article.provider === twin.provider ? 'duplicate_of' : 'reprint_of',
    matchedArticleId: twin.id,
    evidence: {
      decidedBy: 'algorithm',
      rule: 'identical_text',
      jaccard: 1,
      containment: 1,
      score: 10_000,
      hoursApart: hoursBetween(article, twin),
    },
  };
}

function relationBySize(
  article: MemberArticle,
  match: MemberArticle,
  node: TextNode,
  other: TextNode,
): Relation {
  if (node.wordCount * 100 < other.wordCount * ABRIDGED_PERCENT) return 'abridgement_of';
  if (other.wordCount * 100 < node.wordCount * ABRIDGED_PERCENT) return 'expansion_of';
  return article.provider === match.provider ? 'update_of' : 'reprint_of';
}

/** Joined through others, or by an editor: matched with the story's first version, with what the two texts share. */
function relateByStory(
  article: MemberArticle,
  node: TextNode,
  first: MemberArticle,
  pairs: PairTable,
  nodeOf: ReadonlyMap<string, TextNode>,
): VersionDecision {
  const evidence = textEvidence(article, first, node, nodeOf.get(first.id)!, pairs, 'same_story');
  const relation = article.pubStatus === 'canceled' ? 'cancels' : 'update_of';
  return { article, relation, matchedArticleId: first.id, evidence };
}

function textEvidence(
  article: MemberArticle,
  match: MemberArticle,
  node: TextNode,
  other: TextNode,
  pairs: PairTable,
  rule: Evidence['rule'],
): Evidence {
  const shared = pairs.shared(node, other);
  const smaller = Math.min(node.shingleCount, other.shingleCount);
  const together = node.shingleCount + other.shingleCount - shared;
  return {
    decidedBy: 'algorithm',
    rule,
    jaccard: together === 0 ? 0 : roundShare(shared / together),
    containment: smaller === 0 ? 0 : roundShare(shared / smaller),
    score: pairs.score(node, other),
    hoursApart: hoursBetween(article, match),
  };
}

function roundShare(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}

function hoursBetween(a: MemberArticle, b: MemberArticle): number {
  return Math.round((Math.abs(a.effectiveAtMs - b.effectiveAtMs) / HOUR_MS) * 100) / 100;
}
