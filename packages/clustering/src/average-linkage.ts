import type { Unit, Units } from './units.ts';

/** Scores between units of one true component, 0 to 10,000; a pair that is absent counts 0. */
export type UnitScores = ReadonlyMap<Unit, ReadonlyMap<Unit, number>>;

interface Group {
  members: Unit[];
  weight: number;
  /** The smallest rank of its members: how ties are broken. */
  rank: number;
  /** Sum over all cross pairs of score × both weights. */
  sums: Map<Group, number>;
}

/**
 * Joins units into stories: as long as the mean score over all cross pairs of two groups is at least
 * `linkageScore`, the two with the highest mean are joined. Always from scratch, so the way in does not matter;
 * whole numbers, so neither does the order of summing. Equal means go by rank.
 */
export function linkByAverage(
  units: readonly Unit[],
  scores: UnitScores,
  apart: Units['areKeptApart'],
  linkageScore: number,
): Unit[][] {
  const groups = new Map<Unit, Group>();
  for (const unit of units) {
    groups.set(unit, { members: [unit], weight: unit.weight, rank: unit.rank, sums: new Map() });
  }
  for (const [unit, others] of scores) {
    const group = groups.get(unit)!;
    for (const [other, score] of others) {
      group.sums.set(groups.get(other)!, score * unit.weight * other.weight);
    }
  }
  const alive = new Set(groups.values());
  for (;;) {
    const best = findBest(alive, apart, linkageScore);
    if (best === null) break;
    const [a, b] = best;
    alive.delete(b);
    mergeInto(a, b);
  }
  return [...alive].map((group) => group.members);
}

function findBest(
  alive: ReadonlySet<Group>,
  apart: Units['areKeptApart'],
  linkageScore: number,
): [Group, Group] | null {
  let best: [Group, Group] | null = null;
  let bestMean = -1;
  for (const a of alive) {
    for (const [b, sum] of a.sums) {
      if (a.rank >= b.rank || sum < linkageScore * a.weight * b.weight) continue;
      // A thousandth of a score point is finer than any two different thresholds; below it, rank decides.
      const mean = Math.floor((sum * 1000) / (a.weight * b.weight));
      if (mean < bestMean) continue;
      if (mean === bestMean && best !== null && !isBefore(a, b, best)) continue;
      if (a.members.some((left) => b.members.some((right) => apart(left, right)))) continue;
      best = [a, b];
      bestMean = mean;
    }
  }
  return best;
}

function isBefore(a: Group, b: Group, best: [Group, Group]): boolean {
  return a.rank < best[0].rank || (a.rank === best[0].rank && b.rank < best[1].rank);
}

function mergeInto(a: Group, b: Group): void {
  a.members.push(...b.members);
  a.weight += b.weight;
  a.sums.delete(b);
  for (const [other, sum] of b.sums) {
    other.sums.delete(b);
    if (other === a) continue;
    const total = (a.sums.get(other) ?? 0) + sum;
    a.sums.set(other, total);
    other.sums.set(a, total);
  }
}
