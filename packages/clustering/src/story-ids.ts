import { compareText, type MemberArticle } from './model.ts';

/** Where an article stood before this decision. */
export interface Placement {
  storyId: string;
  /** Where the article was before a replay that is being taken back: that story is to live again. */
  formerStoryId?: string;
  /** The story that the article was first in, where that one has been merged away since; else null. */
  mergedOriginId: string | null;
}

export interface NamedStory {
  id: string;
  articles: MemberArticle[];
  /** How the id came: kept, made now, or made or brought back because `splitFrom` broke. */
  origin: 'kept' | 'new' | 'split';
  splitFrom: string | null;
}

export interface NamedStories {
  stories: NamedStory[];
  /** Stories that live on in another one. */
  merged: { id: string; into: string }[];
}

/**
 * Gives each group of articles its story id. A story keeps its id where most of its articles are; ties go to the
 * older story. A story that is left without a group lives on where most of its articles went. A group that broke off
 * takes back the id that its articles first had, if that one is free, else a new one. A former story comes before all
 * present ones.
 */
export function nameStories(
  groups: readonly MemberArticle[][],
  placements: ReadonlyMap<string, Placement>,
  makeId: () => string,
): NamedStories {
  const current = groups.flatMap((group, index) =>
    countBy(group, (article) => placements.get(article.id)?.storyId, index),
  );
  const former = groups.flatMap((group, index) =>
    countBy(group, (article) => placements.get(article.id)?.formerStoryId, index),
  );
  const claims = [...former.sort(compareClaims), ...current.sort(compareClaims)];
  const idOf = new Map<number, string>();
  const taken = new Set<string>();
  for (const claim of claims) {
    if (idOf.has(claim.group) || taken.has(claim.storyId)) continue;
    idOf.set(claim.group, claim.storyId);
    taken.add(claim.storyId);
  }
  const merged = new Map<string, string>();
  for (const claim of current) {
    const into = idOf.get(claim.group);
    if (taken.has(claim.storyId) || merged.has(claim.storyId) || into === undefined) continue;
    merged.set(claim.storyId, into);
  }
  const stories = groups.map((articles, index): NamedStory => {
    const kept = idOf.get(index);
    const stoodIn = current.filter((claim) => claim.group === index);
    if (kept !== undefined && stoodIn.some((claim) => claim.storyId === kept))
      return { id: kept, articles, origin: 'kept', splitFrom: null };
    const splitFrom = stoodIn[0]?.storyId ?? null;
    if (kept !== undefined) return { id: kept, articles, origin: 'split', splitFrom };
    if (splitFrom === null) return { id: makeId(), articles, origin: 'new', splitFrom: null };
    const origins = countBy(
      articles,
      (article) => placements.get(article.id)?.mergedOriginId ?? undefined,
      index,
    );
    origins.sort((a, b) => b.count - a.count || compareText(a.storyId, b.storyId));
    const free = origins.find((origin) => !taken.has(origin.storyId) && !merged.has(origin.storyId));
    const id = free?.storyId ?? makeId();
    taken.add(id);
    return { id, articles, origin: 'split', splitFrom };
  });
  return { stories, merged: [...merged].map(([id, into]) => ({ id, into })) };
}

function compareClaims(a: Claim, b: Claim): number {
  return b.count - a.count || compareText(a.storyId, b.storyId) || a.group - b.group;
}

interface Claim {
  group: number;
  storyId: string;
  count: number;
}

function countBy(
  articles: readonly MemberArticle[],
  storyOf: (article: MemberArticle) => string | undefined,
  group: number,
): Claim[] {
  const counts = new Map<string, number>();
  for (const article of articles) {
    const storyId = storyOf(article);
    if (storyId !== undefined) counts.set(storyId, (counts.get(storyId) ?? 0) + 1);
  }
  return [...counts].map(([storyId, count]) => ({ group, storyId, count }));
}
