import { chainKey, type MemberArticle, type TextNode } from './model.ts';
import type { PairTable } from './pair-table.ts';
import { compareInChain } from './chains.ts';
import { RULE } from './rule.ts';

/**
 * The articles of a story that still carry a killed text: those of other providers than the one that killed it, whose
 * text matches any version of the killed guid. By article id, with the id of the article that kills. A guid that was
 * sent again, usable, after its kill makes no suspects.
 */
export function findSuspects(
  articles: readonly MemberArticle[],
  nodeOf: ReadonlyMap<string, TextNode>,
  pairs: PairTable,
): Map<string, string> {
  const chains = new Map<string, MemberArticle[]>();
  for (const article of articles)
    chains.set(chainKey(article), [...(chains.get(chainKey(article)) ?? []), article]);
  const suspects = new Map<string, string>();
  for (const chain of chains.values()) {
    const newest = chain.reduce((best, article) => (compareInChain(article, best) > 0 ? article : best));
    if (newest.pubStatus !== 'canceled') continue;
    const killed = chain.map((article) => nodeOf.get(article.id)!).filter((node) => node.wordCount > 0);
    for (const article of articles) {
      if (article.provider === newest.provider || article.pubStatus === 'canceled') continue;
      const node = nodeOf.get(article.id)!;
      if (killed.some((text) => carriesText(node, text, pairs)) && !suspects.has(article.id))
        suspects.set(article.id, newest.id);
    }
  }
  return suspects;
}

function carriesText(node: TextNode, killed: TextNode, pairs: PairTable): boolean {
  if (node.wordCount === 0) return false;
  return node.textHash === killed.textHash || pairs.score(node, killed) >= RULE.matchScore;
}
