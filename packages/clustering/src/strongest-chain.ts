import type { ChainLink } from '@writethru/domain';

import { listChainLinks } from './chains.ts';
import { chainKey, type ComponentFacts, type MemberArticle, type TextNode } from './model.ts';
import { PairTable } from './pair-table.ts';
import { MAX_SCORE } from './score-pair.ts';

/** One step from an article to the next. */
export interface ChainStep {
  from: string;
  to: string;
  by: ChainLink;
  /** 0 to 10,000 where texts decide; null where a key or an editor does. */
  score: number | null;
}

interface Edge {
  to: MemberArticle;
  by: ChainLink;
  score: number | null;
}

/**
 * How two articles of one story hang together: the chain whose weakest step is the strongest, and of equal ones the
 * shortest. `among` are the story's articles: nothing else is stepped on. Empty where they are the same article or no
 * chain is left (an editor's split can leave none).
 */
export function findStrongestChain(
  facts: ComponentFacts,
  among: ReadonlySet<string>,
  fromId: string,
  toId: string,
): ChainStep[] {
  const edges = listEdges(facts, among);
  const best = new Map<string, { strength: number; hops: number; step: ChainStep | null }>();
  best.set(fromId, { strength: Infinity, hops: 0, step: null });
  const open = new Set([fromId]);
  for (;;) {
    const current = takeStrongest(open, best);
    if (current === null || current === toId) break;
    const { strength, hops } = best.get(current)!;
    for (const { to, by, score } of edges.get(current) ?? []) {
      const reached = { strength: Math.min(strength, score ?? MAX_SCORE + 1), hops: hops + 1 };
      const held = best.get(to.id);
      if (held !== undefined && !isBetter(reached, held)) continue;
      best.set(to.id, { ...reached, step: { from: current, to: to.id, by, score } });
      open.add(to.id);
    }
  }
  const steps: ChainStep[] = [];
  for (let step = best.get(toId)?.step; step; step = best.get(step.from)!.step) steps.unshift(step);
  return steps;
}

function isBetter(a: { strength: number; hops: number }, b: { strength: number; hops: number }): boolean {
  return a.strength > b.strength || (a.strength === b.strength && a.hops < b.hops);
}

function takeStrongest(
  open: Set<string>,
  best: ReadonlyMap<string, { strength: number; hops: number }>,
): string | null {
  let chosen: string | null = null;
  for (const id of open) if (chosen === null || isBetter(best.get(id)!, best.get(chosen)!)) chosen = id;
  if (chosen !== null) open.delete(chosen);
  return chosen;
}

function listEdges(facts: ComponentFacts, among: ReadonlySet<string>): Map<string, Edge[]> {
  const pairs = new PairTable(facts.nodes, facts.pairs);
  const edges = new Map<string, Edge[]>([...among].map((id) => [id, []]));
  const membersOf = (node: TextNode): MemberArticle[] => node.articles.filter(({ id }) => among.has(id));
  const join = (a: MemberArticle, b: MemberArticle, by: ChainLink, score: number | null): void => {
    if (a.id === b.id) return;
    edges.get(a.id)?.push({ to: b, by, score });
    edges.get(b.id)?.push({ to: a, by, score });
  };
  const byKey = new Map<string, MemberArticle[]>();
  for (const node of facts.nodes) {
    // Of many articles with one text any is as good as another: the first stands for them.
    const [first, ...others] = membersOf(node);
    if (first === undefined) continue;
    if (node.wordCount > 0) for (const other of others) join(first, other, 'same_text', MAX_SCORE);
    pairs.eachCandidate(node, (other) => {
      const twin = membersOf(other)[0];
      const score = pairs.score(node, other);
      if (other.id > node.id && twin !== undefined && score > 0)
        join(first, twin, node.textHash === other.textHash ? 'same_text' : 'text', score);
    });
    for (const article of membersOf(node))
      byKey.set(chainKey(article), [...(byKey.get(chainKey(article)) ?? []), article]);
  }
  for (const [earlier, later] of listChainLinks(facts.nodes, pairs))
    if (among.has(earlier.article.id) && among.has(later.article.id))
      join(earlier.article, later.article, 'provider_key', null);
  for (const constraint of facts.constraints) {
    if (constraint.kind !== 'must_link') continue;
    const [a] = byKey.get(chainKey({ provider: constraint.aProvider, guid: constraint.aGuid })) ?? [];
    const [b] = byKey.get(chainKey({ provider: constraint.bProvider, guid: constraint.bGuid })) ?? [];
    if (a !== undefined && b !== undefined) join(a, b, 'editor_link', null);
  }
  return edges;
}
