import { compareInChain } from './chains.ts';
import { chainKey, compareText, type MemberArticle } from './model.ts';

/** An article with its place in time among the versions of its story. Milliseconds since the epoch. */
export interface OrderedArticle {
  article: MemberArticle;
  orderAtMs: number;
}

/**
 * The versions of a story in order: by effective time, but no version after a later one of the same guid. So version
 * 1 stands before version 2 though it came after it and says no time. Equal times go by provider, guid and version,
 * which keeps a chain in its order.
 */
export function orderVersions(articles: readonly MemberArticle[]): OrderedArticle[] {
  const chains = new Map<string, MemberArticle[]>();
  for (const article of articles) {
    const key = chainKey(article);
    const chain = chains.get(key);
    if (chain === undefined) chains.set(key, [article]);
    else chain.push(article);
  }
  const ordered: OrderedArticle[] = [];
  for (const chain of chains.values()) {
    chain.sort((a, b) => compareInChain(b, a));
    let orderAtMs = Infinity;
    for (const article of chain) {
      orderAtMs = Math.min(orderAtMs, article.effectiveAtMs);
      ordered.push({ article, orderAtMs });
    }
  }
  return ordered.sort(compareOrdered);
}

function compareOrdered(a: OrderedArticle, b: OrderedArticle): number {
  return (
    a.orderAtMs - b.orderAtMs ||
    compareText(a.article.provider, b.article.provider) ||
    compareText(a.article.guid, b.article.guid) ||
    a.article.version - b.article.version
  );
}
