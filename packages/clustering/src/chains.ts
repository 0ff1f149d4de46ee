import { chainKey, compareArticles, type MemberArticle, type TextNode } from './model.ts';
import type { PairTable } from './pair-table.ts';
import { isReusedGuid } from './rule.ts';

/** An end of a link: an article, and the text that it carries. */
export interface ChainLink {
  node: TextNode;
  article: MemberArticle;
}

/**
 * The links that providers make by sending versions under one guid: each version to the one before it. A link is void
 * where the guid was used again for another story: past the window, both with text, and hardly anything contained.
 */
export function listChainLinks(nodes: readonly TextNode[], pairs: PairTable): [ChainLink, ChainLink][] {
  const chains = new Map<string, ChainLink[]>();
  for (const node of nodes) {
    for (const article of node.articles) {
      const key = chainKey(article);
      const chain = chains.get(key);
      if (chain === undefined) chains.set(key, [{ node, article }]);
      else chain.push({ node, article });
    }
  }
  const links: [ChainLink, ChainLink][] = [];
  for (const key of [...chains.keys()].sort()) {
    const chain = chains.get(key)!.sort((x, y) => compareInChain(x.article, y.article));
    for (let at = 1; at < chain.length; at++) {
      const [earlier, later] = [chain[at - 1]!, chain[at]!];
      if (!isReusedGuid(earlier.node, later.node, pairs.sharedByKey(earlier.node, later.node))) {
        links.push([earlier, later]);
      }
    }
  }
  return links;
}

/** The order of a chain: by version. Two articles of a guid never share one. */
export function compareInChain(a: MemberArticle, b: MemberArticle): number {
  return a.version - b.version || compareArticles(a, b);
}
