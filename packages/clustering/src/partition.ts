import { linkByAverage } from './average-linkage.ts';
import { isBesideStories } from './beside.ts';
import { findDigests } from './digests.ts';
import { DisjointSets } from './disjoint-sets.ts';
import type { ComponentFacts, MemberArticle, TextNode } from './model.ts';
import { PairTable } from './pair-table.ts';
import { isNearlyAll, RULE, type PartitionRule } from './rule.ts';
import { MAX_SCORE, PAIR_RULE, type PairRule } from './score-pair.ts';
import { makeUnits, type Unit, type Units } from './units.ts';

export interface Partition {
  /** Each inner array is one story's articles. */
  stories: MemberArticle[][];
  /** Nodes that are digests: their links are void, but for those to nearly the same text. */
  digests: ReadonlySet<number>;
  /** How many true components were too large and had to be cut at a higher threshold. */
  cutComponents: number;
}

/** The constants of an algorithm version. */
export interface Rules {
  pair: PairRule;
  partition: PartitionRule;
}

const IN_FORCE: Rules = { pair: PAIR_RULE, partition: RULE };

type Edges = Map<Unit, Map<Unit, number>>;

/**
 * The stories of a component: a pure function of its articles, the facts of their texts, and the editors' word.
 * Works on any superset of a true component, so it does not matter what else is locked along with it.
 */
export function partition(facts: ComponentFacts, rules: Rules = IN_FORCE): Partition {
  const rule = rules.partition;
  const pairs = new PairTable(facts.nodes, facts.pairs, rules.pair);
  const digests = findDigests(facts.nodes, pairs);
  const units = makeUnits(facts, pairs);
  const scores = scoreUnits(units, pairs, digests, rule);
  const stories: MemberArticle[][] = [];
  let cutComponents = 0;
  for (const component of connect(units.units, scores, rule.matchScore)) {
    const fitting = fitToBound(component, scores, rule);
    if (fitting.length > 1) cutComponents++;
    for (const part of fitting) {
      const inside = restrict(part, scores);
      for (const group of linkByAverage(part, inside, units.areKeptApart, rule.linkageScore)) {
        stories.push(group.flatMap((unit) => unit.articles));
      }
    }
  }
  return { stories, digests, cutComponents };
}

/** Scores of all pairs of units that share text: the best of any two of their texts. */
function scoreUnits(
  units: Units,
  pairs: PairTable,
  digests: ReadonlySet<number>,
  rule: PartitionRule,
): Edges {
  const unitsOf = new Map<number, Unit[]>();
  for (const unit of units.units) {
    for (const node of unit.nodes) unitsOf.set(node.id, [...(unitsOf.get(node.id) ?? []), unit]);
  }
  const edges: Edges = new Map(units.units.map((unit) => [unit, new Map<Unit, number>()]));
  const raise = (a: Unit, b: Unit, score: number): void => {
    if (a === b || score <= 0 || units.areKeptApart(a, b)) return;
    if (score <= (edges.get(a)!.get(b) ?? 0)) return;
    edges.get(a)!.set(b, score);
    edges.get(b)!.set(a, score);
  };
  for (const unit of units.units) {
    for (const node of unit.nodes) {
      // Articles of one text that an editor parted from others of it.
      if (node.wordCount > 0) for (const twin of unitsOf.get(node.id)!) raise(unit, twin, MAX_SCORE);
      pairs.eachCandidate(node, (other) => {
        // Scores are symmetric: the other end would say the same.
        if (other.id < node.id) return;
        const score = scoreUnlessVoid(node, other, pairs, digests, rule);
        for (const owner of unitsOf.get(other.id) ?? []) raise(unit, owner, score);
      });
    }
  }
  return edges;
}

function scoreUnlessVoid(
  a: TextNode,
  b: TextNode,
  pairs: PairTable,
  digests: ReadonlySet<number>,
  rule: PartitionRule,
): number {
  if (a.textHash !== b.textHash && isBesideStories(a) !== isBesideStories(b)) return 0;
  const isVoid = (digests.has(a.id) || digests.has(b.id)) && !isNearlyAll(a, b, pairs.shared(a, b), rule);
  return isVoid ? 0 : pairs.score(a, b);
}

function connect(units: readonly Unit[], scores: Edges, threshold: number): Unit[][] {
  const sets = new DisjointSets<Unit>();
  const inside = new Set(units);
  for (const unit of units) {
    // Both ends have the score: one of them is enough.
    scores.get(unit)!.forEach((score, other) => {
      if (score >= threshold && other.rank > unit.rank && inside.has(other)) sets.union(unit, other);
    });
  }
  return sets.group(units);
}

/** Cuts a component that is too large for average linkage, at ever higher thresholds, until every part fits. */
function fitToBound(
  component: Unit[],
  scores: Edges,
  rule: PartitionRule,
  threshold = rule.matchScore,
): Unit[][] {
  if (component.length <= rule.maxLinkageUnits) return [component];
  if (threshold >= MAX_SCORE) return component.map((unit) => [unit]);
  const higher = Math.min(MAX_SCORE, threshold + rule.thresholdStep);
  return connect(component, scores, higher).flatMap((part) => fitToBound(part, scores, rule, higher));
}

function restrict(part: readonly Unit[], scores: Edges): Edges {
  const inside = new Set(part);
  return new Map(
    part.map((unit) => [unit, new Map([...scores.get(unit)!].filter(([other]) => inside.has(other)))]),
  );
}
