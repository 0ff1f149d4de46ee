import { listChainLinks, type ChainLink } from './chains.ts';
import { compareText, compareVersions, type TextNode } from './model.ts';
import type { PairTable } from './pair-table.ts';
import { isInWindow } from './rule.ts';

/** Two articles that a provider's own ids join. `linkKey` is null for versions of one guid. */
export interface ProviderLink {
  earlier: ChainLink;
  later: ChainLink;
  linkKey: string | null;
}

/**
 * All links that providers make: versions under one guid, and articles that share an alternative id or a story key.
 * Only articles of trusted providers carry such keys; a key used again past the window joins nothing: it has expired.
 */
export function listProviderLinks(nodes: readonly TextNode[], pairs: PairTable): ProviderLink[] {
  const byGuid = listChainLinks(nodes, pairs).map(([earlier, later]) => ({ earlier, later, linkKey: null }));
  return [...byGuid, ...listKeyLinks(nodes)];
}

function listKeyLinks(nodes: readonly TextNode[]): ProviderLink[] {
  const holders = new Map<string, ChainLink[]>();
  for (const node of nodes) {
    for (const article of node.articles) {
      for (const key of article.linkKeys) {
        const held = holders.get(key);
        if (held === undefined) holders.set(key, [{ node, article }]);
        else held.push({ node, article });
      }
    }
  }
  const links: ProviderLink[] = [];
  for (const linkKey of [...holders.keys()].sort(compareText)) {
    const held = holders.get(linkKey)!.sort((x, y) => compareVersions(x.article, y.article));
    for (let at = 1; at < held.length; at++) {
      const [earlier, later] = [held[at - 1]!, held[at]!];
      if (isInWindow(earlier.node, later.node)) links.push({ earlier, later, linkKey });
    }
  }
  return links;
}
