/** Two texts that were compared. */
export interface ScoredPair {
  a: number;
  b: number;
  score: number;
}

/** A pair that the rule was not sure of. */
export interface Doubt extends ScoredPair {
  isOneStory: boolean;
}

/**
 * The pairs nearest to the threshold, the most doubtful first, as far as `margin` from it. A join is as sure as the best
 * match that a text has in its story, and of each story the least sure one is taken; of two stories that were kept apart
 * the pair that came nearest to joining them, and each story once. `storyOf` is by text: one that has none is left out.
 */
export function chooseDoubts(
  pairs: readonly ScoredPair[],
  storyOf: ReadonlyMap<number, string>,
  { threshold, margin }: { threshold: number; margin: number },
): Doubt[] {
  const best = new Map<number, ScoredPair>();
  const nearest = new Map<string, ScoredPair>();
  for (const pair of pairs) {
    const [one, other] = [storyOf.get(pair.a), storyOf.get(pair.b)];
    if (one === undefined || other === undefined) continue;
    if (one === other) for (const text of [pair.a, pair.b]) keepHigher(best, text, pair);
    else keepHigher(nearest, [one, other].sort().join(), pair);
  }
  const distance = ({ score }: ScoredPair): number => Math.abs(score - threshold);
  const isNear = (pair: ScoredPair): boolean => distance(pair) <= margin;
  const joins = new Map<string, ScoredPair>();
  for (const [text, pair] of best) {
    const story = storyOf.get(text)!;
    const held = joins.get(story);
    if (isNear(pair) && (held === undefined || pair.score < held.score)) joins.set(story, pair);
  }
  const misses = [...nearest]
    .filter(([, pair]) => isNear(pair))
    .sort(([, a], [, b]) => distance(a) - distance(b));
  return [
    ...[...joins.values()].map((pair) => ({ ...pair, isOneStory: true })),
    ...takeStoriesOnce(misses).map((pair) => ({ ...pair, isOneStory: false })),
  ].sort((a, b) => distance(a) - distance(b) || b.b - a.b || b.a - a.a);
}

function keepHigher<Key>(held: Map<Key, ScoredPair>, key: Key, pair: ScoredPair): void {
  const before = held.get(key);
  if (before === undefined || pair.score > before.score) held.set(key, pair);
}

function takeStoriesOnce(ranked: readonly (readonly [string, ScoredPair])[]): ScoredPair[] {
  const seen = new Set<string>();
  return ranked.flatMap(([stories, pair]) => {
    const both = stories.split(',');
    if (both.some((story) => seen.has(story))) return [];
    for (const story of both) seen.add(story);
    return [pair];
  });
}
