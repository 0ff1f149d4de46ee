import { createHash } from 'node:crypto';

import { groupByStory } from './score.ts';

/**
 * A name for a partition: 16 hex digits of a hash over its stories as sets of guids. Two runs have the same one if and
 * only if they put the same articles together; story ids and order do not matter.
 */
export function hashPartition(storyOf: ReadonlyMap<string, string>): string {
  const stories = [...groupByStory(storyOf).values()].map((guids) => JSON.stringify(guids.toSorted()));
  return hashLines(stories);
}

/** A name for where alerts hang, in the same way. */
export function hashPlaces(placeOf: ReadonlyMap<string, string>): string {
  return hashLines([...placeOf].map((place) => JSON.stringify(place)));
}

function hashLines(lines: readonly string[]): string {
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex').slice(0, 16);
}
