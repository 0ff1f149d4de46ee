import type { Pair, TextNode } from './model.ts';
import { isInWindow } from './rule.ts';
import { PAIR_RULE, scorePair, type PairRule } from './score-pair.ts';

/** Pairs by both ends. A pair that is not held shares nothing. */
export class PairTable {
  private readonly byNode = new Map<number, Map<number, Pair>>();
  private readonly nodes: ReadonlyMap<number, TextNode>;
  private readonly rule: PairRule;

  constructor(nodes: readonly TextNode[], pairs: readonly Pair[], rule: PairRule = PAIR_RULE) {
    this.rule = rule;
    this.nodes = new Map(nodes.map((node) => [node.id, node]));
    for (const pair of pairs) {
      if (!this.nodes.has(pair.a) || !this.nodes.has(pair.b)) continue;
      this.neighbours(pair.a).set(pair.b, pair);
      this.neighbours(pair.b).set(pair.a, pair);
    }
  }

  /** Shared shingles by any pair held, be it no candidate or outside the window: for the provider's keys alone. */
  sharedByKey(a: TextNode, b: TextNode): number {
    return this.byNode.get(a.id)?.get(b.id)?.shared ?? 0;
  }

  /** Shared shingles of two candidates; 0 for any other two. */
  shared(a: TextNode, b: TextNode): number {
    const pair = this.byNode.get(a.id)?.get(b.id);
    return pair?.isCandidate === true && isInWindow(a, b) ? pair.shared : 0;
  }

  /** 0 to 10,000; 0 for a pair that is no candidate. */
  score(a: TextNode, b: TextNode): number {
    const pair = this.byNode.get(a.id)?.get(b.id);
    if (pair?.isCandidate !== true || !isInWindow(a, b)) return 0;
    return pair.a === a.id ? scorePair(a, b, pair, this.rule) : scorePair(b, a, pair, this.rule);
  }

  /** Visits the candidates of `node`, with their pairs. A crowd has a hundred thousand: nothing is made for one. */
  eachCandidate(node: TextNode, visit: (other: TextNode, pair: Pair) => void): void {
    this.byNode.get(node.id)?.forEach((pair, otherId) => {
      const other = this.nodes.get(otherId)!;
      if (pair.isCandidate && isInWindow(node, other)) visit(other, pair);
    });
  }

  private neighbours(id: number): Map<number, Pair> {
    let found = this.byNode.get(id);
    if (found === undefined) {
      found = new Map();
      this.byNode.set(id, found);
    }
    return found;
  }
}
