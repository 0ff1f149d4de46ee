import { isBeside, type Evidence } from '@writethru/domain';

import { compareVersions, type MemberArticle, type TextNode } from './model.ts';
import type { PairTable } from './pair-table.ts';
import { isItemOf } from './rule.ts';
import { compareTexts } from './text-evidence.ts';

/** A digest, and an article of a story that it holds. */
export interface RelatedArticle {
  articleId: string;
  toArticleId: string;
  evidence: Evidence;
}

/** Whether a text is a factbox, a timeline or a digest by its own account: it is a version of no story. */
export function isBesideStories(node: TextNode): boolean {
  return node.articles.some((article) => isBeside(article.markers));
}

/**
 * Which stories a digest holds that was found out by its items: each with the text of it that it shares most with.
 * What is beside a story by its own account is told by its marker and its link alone, so it is not listed here.
 */
export function relateDigests(
  nodes: readonly TextNode[],
  digests: ReadonlySet<number>,
  storyOf: ReadonlyMap<string, string>,
  pairs: PairTable,
): RelatedArticle[] {
  const related: RelatedArticle[] = [];
  for (const node of nodes) {
    if (!digests.has(node.id) || isBesideStories(node)) continue;
    const article = firstOf(node);
    for (const { other, to } of findClosest(node, storyOf, pairs).values()) {
      const evidence = compareTexts({ article, node }, { article: to, node: other }, pairs);
      related.push({
        articleId: article.id,
        toArticleId: to.id,
        evidence: { ...evidence, decidedBy: 'algorithm', rule: 'digest_item' },
      });
    }
  }
  return related;
}

interface Closest {
  other: TextNode;
  to: MemberArticle;
  shared: number;
}

/** By story: the text of it that shares most with the digest; among equals the earliest. */
function findClosest(
  digest: TextNode,
  storyOf: ReadonlyMap<string, string>,
  pairs: PairTable,
): Map<string, Closest> {
  const own = storyOf.get(firstOf(digest).id);
  const closest = new Map<string, Closest>();
  pairs.eachCandidate(digest, (other, pair) => {
    if (pairs.score(digest, other) === 0 && !isItemOf(other, digest, pair)) return;
    const to = firstOf(other);
    const story = storyOf.get(to.id);
    if (story === undefined || story === own) return;
    const held = closest.get(story);
    const isCloser =
      held === undefined ||
      pair.shared > held.shared ||
      (pair.shared === held.shared && compareVersions(to, held.to) < 0);
    if (isCloser) closest.set(story, { other, to, shared: pair.shared });
  });
  return closest;
}

function firstOf(node: TextNode): MemberArticle {
  return node.articles.reduce((first, article) => (compareVersions(article, first) < 0 ? article : first));
}
