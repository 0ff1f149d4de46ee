import type { TextNode } from './model.ts';
import type { PairTable } from './pair-table.ts';
import { areRelatedItems, isItemOf } from './rule.ts';

/**
 * The nodes that are digests or live blogs: texts with three items that have nothing to do with each other. Such a text
 * tells of many stories and must join none of them together.
 */
export function findDigests(nodes: readonly TextNode[], pairs: PairTable): Set<number> {
  const digests = new Set<number>();
  const isUnrelated = (a: TextNode, b: TextNode): boolean => !areRelatedItems(a, b, pairs.shared(a, b));
  for (const node of nodes) {
    const items: TextNode[] = [];
    pairs.eachCandidate(node, (other, pair) => {
      if (isItemOf(other, node, pair)) items.push(other);
    });
    if (hasThreeUnrelated(items, isUnrelated)) digests.add(node.id);
  }
  return digests;
}

/** Whether three of the items are unrelated to one another. Symmetric in all: their order does not matter. */
export function hasThreeUnrelated<Item>(
  items: readonly Item[],
  isUnrelated: (a: Item, b: Item) => boolean,
): boolean {
  for (let i = 0; i < items.length; i++) {
    const unrelated = items.slice(i + 1).filter((other) => isUnrelated(items[i]!, other));
    for (let j = 0; j < unrelated.length; j++) {
      for (let k = j + 1; k < unrelated.length; k++)
        if (isUnrelated(unrelated[j]!, unrelated[k]!)) return true;
    }
  }
  return false;
}
