import { DisjointSets } from './disjoint-sets.ts';
import {
  chainKey,
  compareArticles,
  compareText,
  type ComponentFacts,
  type MemberArticle,
  type TextNode,
} from './model.ts';
import type { PairTable } from './pair-table.ts';
import { listProviderLinks } from './provider-links.ts';

/** Articles that stay together whatever the texts say: one text, one provider's chain, or an editor's must-link. */
export interface Unit {
  /** Place in the order by which ties are broken. */
  rank: number;
  articles: MemberArticle[];
  /** The texts that its articles carry, without repeats. */
  nodes: TextNode[];
  /** How many items (provider, guid) with text it stands for: its weight in an average. */
  weight: number;
  chainKeys: ReadonlySet<string>;
}

interface Atom {
  node: TextNode;
  articles: MemberArticle[];
}

/** Units in the order of their smallest article, and the pairs of them that an editor keeps apart. */
export interface Units {
  units: Unit[];
  areKeptApart(a: Unit, b: Unit): boolean;
}

/**
 * Contracts nodes into units. An editor's cannot-link parts even articles of one text; it yields to nothing, and of
 * contradictory must-links the first in order holds (the API refuses such constraints, so none should be here).
 */
export function makeUnits(facts: ComponentFacts, pairs: PairTable): Units {
  const apart = new Set<string>();
  for (const constraint of facts.constraints) {
    if (constraint.kind !== 'cannot_link') continue;
    const [a, b] = endsOf(constraint);
    apart.add(`${a}\u0001${b}`).add(`${b}\u0001${a}`);
  }
  const atoms = facts.nodes.flatMap((node) => splitNode(node, apart));
  const atomOf = new Map<string, Atom>();
  const atomsOfChain = new Map<string, Atom[]>();
  for (const atom of atoms) {
    for (const article of atom.articles) {
      atomOf.set(article.id, atom);
      const key = chainKey(article);
      atomsOfChain.set(key, [...(atomsOfChain.get(key) ?? []), atom]);
    }
  }
  const joined = new KeptApartSets(atoms, apart);
  const mustLinks = facts.constraints.filter((constraint) => constraint.kind === 'must_link').map(endsOf);
  for (const [a, b] of mustLinks.sort((x, y) => compareText(x.join(), y.join()))) {
    const ends = [...(atomsOfChain.get(a) ?? []), ...(atomsOfChain.get(b) ?? [])];
    for (const end of ends) if (atomsOfChain.has(a) && atomsOfChain.has(b)) joined.unite(ends[0]!, end);
  }
  for (const { earlier, later } of listProviderLinks(facts.nodes, pairs)) {
    joined.unite(atomOf.get(earlier.article.id)!, atomOf.get(later.article.id)!);
  }
  const units = joined.groups().map(toUnit);
  units.sort((a, b) => compareArticles(a.articles[0]!, b.articles[0]!));
  for (const [rank, unit] of units.entries()) unit.rank = rank;
  return { units, areKeptApart: (a, b) => areSetsApart(a.chainKeys, b.chainKeys, apart) };
}

function endsOf(constraint: {
  aProvider: string;
  aGuid: string;
  bProvider: string;
  bGuid: string;
}): [string, string] {
  return [
    chainKey({ provider: constraint.aProvider, guid: constraint.aGuid }),
    chainKey({ provider: constraint.bProvider, guid: constraint.bGuid }),
  ];
}

function areSetsApart(a: ReadonlySet<string>, b: ReadonlySet<string>, apart: ReadonlySet<string>): boolean {
  if (apart.size === 0) return false;
  for (const left of a) for (const right of b) if (apart.has(`${left}\u0001${right}`)) return true;
  return false;
}

/** One atom a node, unless an editor keeps two of its articles apart: then one for each (provider, guid). */
function splitNode(node: TextNode, apart: ReadonlySet<string>): Atom[] {
  const keys = new Set(node.articles.map(chainKey));
  if (!areSetsApart(keys, keys, apart)) return [{ node, articles: node.articles }];
  return [...keys].map((key) => ({
    node,
    articles: node.articles.filter((article) => chainKey(article) === key),
  }));
}

/** Union-find that refuses a union which an editor forbids. */
class KeptApartSets {
  private readonly sets = new DisjointSets<Atom>();
  private readonly keys = new Map<Atom, Set<string>>();
  private readonly atoms: readonly Atom[];
  private readonly apart: ReadonlySet<string>;

  constructor(atoms: readonly Atom[], apart: ReadonlySet<string>) {
    this.atoms = atoms;
    this.apart = apart;
    for (const atom of atoms) this.keys.set(atom, new Set(atom.articles.map(chainKey)));
  }

  unite(a: Atom, b: Atom): void {
    const [rootA, rootB] = [this.sets.find(a), this.sets.find(b)];
    if (rootA === rootB) return;
    const [keysA, keysB] = [this.keys.get(rootA)!, this.keys.get(rootB)!];
    if (areSetsApart(keysA, keysB, this.apart)) return;
    this.sets.union(rootA, rootB);
    this.keys.set(this.sets.find(rootA), new Set([...keysA, ...keysB]));
  }

  groups(): Atom[][] {
    return this.sets.group(this.atoms);
  }
}

function toUnit(atoms: Atom[]): Unit {
  const withText = new Set(
    atoms.filter((atom) => atom.node.wordCount > 0).flatMap((atom) => atom.articles.map(chainKey)),
  );
  const articles = atoms.flatMap((atom) => atom.articles).sort(compareArticles);
  return {
    rank: 0,
    articles,
    nodes: [...new Set(atoms.map((atom) => atom.node))],
    weight: withText.size,
    chainKeys: new Set(articles.map(chainKey)),
  };
}
