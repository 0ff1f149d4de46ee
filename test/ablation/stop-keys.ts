import { RULE } from '@writethru/clustering';

import { type OfflineCorpus } from '../support/offline-clustering.ts';

/**
 * The keys that more than `limit` stories carry within one window: what `writethru stop-keys learn` would find in a
 * store that holds this corpus in these stories.
 */
export function learnStopKeys(
  { texts }: OfflineCorpus,
  stories: readonly string[][],
  limit: number,
): Set<number> {
  const storyOf = new Map(stories.flatMap((names, story) => names.map((name) => [name, story] as const)));
  const carriers = new Map<number, { day: number; story: number }[]>();
  for (const { node, fingerprint } of texts) {
    for (const { id } of node.articles) {
      const carrier = { day: node.day, story: storyOf.get(id)! };
      for (const key of fingerprint.keys) {
        const held = carriers.get(key);
        if (held === undefined) carriers.set(key, [carrier]);
        else held.push(carrier);
      }
    }
  }
  const common = [...carriers].filter(([, held]) => countMost(held) > limit);
  return new Set(common.map(([key]) => key));
}

/** Of how many stories the texts of one window are, at most. */
function countMost(carriers: { day: number; story: number }[]): number {
  const ordered = carriers.toSorted((a, b) => a.day - b.day);
  let most = 0;
  for (const { day } of ordered) {
    const within = ordered.filter((other) => other.day <= day && other.day >= day - RULE.windowDays);
    most = Math.max(most, new Set(within.map(({ story }) => story)).size);
  }
  return most;
}
