/** How a new partition differs from the stories that there are. Ids are those of stories. */
export interface PartitionDiff {
  articles: number;
  storiesBefore: number;
  storiesAfter: number;
  /** Stories that would not hold exactly the articles that they hold. */
  changed: number;
  /** Of the stories before, 0 to 100, rounded up to two digits: nothing is 0 that is something. */
  changedPercent: number;
  /** Stories whose articles would be in several: how many. */
  splits: { storyId: string; parts: number }[];
  /** Stories, or parts of them, that would be one. */
  merges: { storyIds: string[] }[];
}

/** Compares `groups` of article ids, the new stories, with the story that each article is in. Pure; linear. */
export function diffPartition(
  groups: readonly (readonly string[])[],
  storyOf: ReadonlyMap<string, string>,
): PartitionDiff {
  const sizes = new Map<string, number>();
  for (const story of storyOf.values()) sizes.set(story, (sizes.get(story) ?? 0) + 1);
  const partsOf = new Map<string, number>();
  const changed = new Set<string>();
  const merges: { storyIds: string[] }[] = [];
  for (const group of groups) {
    const stories = [...new Set(group.flatMap((id) => storyOf.get(id) ?? []))].sort();
    for (const story of stories) {
      partsOf.set(story, (partsOf.get(story) ?? 0) + 1);
      if (stories.length > 1 || sizes.get(story) !== group.length) changed.add(story);
    }
    if (stories.length > 1) merges.push({ storyIds: stories });
  }
  const splits = [...partsOf]
    .filter(([, parts]) => parts > 1)
    .map(([storyId, parts]) => ({ storyId, parts }));
  return {
    articles: storyOf.size,
    storiesBefore: sizes.size,
    storiesAfter: groups.length,
    changed: changed.size,
    changedPercent: sizes.size === 0 ? 0 : Math.ceil((changed.size * 10_000) / sizes.size) / 100,
    splits,
    merges,
  };
}
