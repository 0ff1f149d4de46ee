import type { StoryDecision, VersionDecision } from '@writethru/clustering';
import type {
  ComponentSnapshot,
  DecisionRows,
  SnapshotArticle,
  StoryRow,
  VersionRow,
} from '@writethru/store';

import { isSameJson } from './same-json.ts';
import { tellStory, type Because } from './story-events.ts';

/** What is known besides one story's decision. */
export interface StoryChange {
  snapshot: ComponentSnapshot;
  /** The component's articles as they stand now, by id. */
  before: ReadonlyMap<string, SnapshotArticle>;
  /** Stories that end with this decision. */
  mergedIds: ReadonlySet<string>;
  because: Because | null;
}

/** What one story's decision changes for those who may hear of it. */
export interface ToldChange {
  summary: StoryRow;
  /** Versions that are new to the story, or that an embargo kept back until now. */
  joined: VersionDecision[];
  /** Versions that went elsewhere, or that an embargo takes back. */
  left: SnapshotArticle[];
  leadBefore: string | null;
  wasHidden: boolean;
}

/** Adds the rows and events of one story, where anything of it changed. */
export function addStoryRows(rows: DecisionRows, story: StoryDecision, change: StoryChange): void {
  const changed = story.versions
    .map((version) => toVersionRow(version, story))
    .filter((row) => isChanged(row, change.before.get(row.articleId)!));
  const stored = change.snapshot.stories.get(story.id);
  const told: ToldChange = {
    summary: summarise(story),
    joined: story.versions.filter(({ article }) => {
      const { placement } = change.before.get(article.id)!;
      return story.visibleIds.has(article.id) && !(placement?.storyId === story.id && placement.isAnnounced);
    }),
    left: change.snapshot.articles.filter(
      ({ id, placement }) =>
        placement?.storyId === story.id && placement.isAnnounced && !story.visibleIds.has(id),
    ),
    leadBefore: stored?.leadArticleId ?? null,
    wasHidden: stored?.isHidden ?? true,
  };
  const isLeadChanged = told.leadBefore !== story.leadArticleId;
  // Fewer without anyone having left: one was quarantined.
  const isCountChanged = stored !== undefined && stored.versionCount !== told.summary.versionCount;
  if (changed.length === 0 && told.left.length === 0 && !isLeadChanged && !isCountChanged) return;
  told.summary.isTold =
    told.joined.length > 0 ||
    told.left.length > 0 ||
    isLeadChanged ||
    isCountChanged ||
    changed.some((row) => story.visibleIds.has(row.articleId));
  rows.stories.push(told.summary);
  rows.versions.push(...changed);
  if (told.summary.isTold) rows.events.push(...tellStory(story, told, change));
}

/** The story as those see it who may not see what is under embargo. */
function summarise(story: StoryDecision): StoryRow {
  const visible = story.versions.filter(({ article }) => story.visibleIds.has(article.id));
  // A story that is hidden as a whole still needs its span, for those who may see it.
  const spanned = visible.length > 0 ? visible : story.versions;
  const times = spanned.map(({ article }) => article.effectiveAtMs);
  return {
    id: story.id,
    leadArticleId: story.leadArticleId,
    firstEffectiveAtMs: Math.min(...times),
    lastEffectiveAtMs: Math.max(...times),
    versionCount: visible.length,
    providers: [...new Set(visible.map(({ article }) => article.provider))].sort(),
    isHidden: visible.length === 0,
    isTold: false,
  };
}

function isChanged(row: VersionRow, before: SnapshotArticle): boolean {
  const { placement } = before;
  return (
    placement === null ||
    placement.storyId !== row.storyId ||
    placement.orderAtMs !== row.orderAtMs ||
    placement.relation !== row.relation ||
    placement.matchedArticleId !== row.matchedArticleId ||
    placement.suspectOf !== row.suspectOf ||
    placement.isAnnounced !== row.isAnnounced ||
    !isSameJson(placement.evidence, row.evidence)
  );
}

function toVersionRow(version: VersionDecision, story: StoryDecision): VersionRow {
  const { article } = version;
  return {
    articleId: article.id,
    storyId: story.id,
    effectiveAtMs: article.effectiveAtMs,
    orderAtMs: version.orderAtMs,
    provider: article.provider,
    guid: article.guid,
    version: article.version,
    contentHash: article.contentHash,
    relation: version.relation,
    matchedArticleId: version.matchedArticleId,
    evidence: version.evidence,
    suspectOf: story.suspects.get(article.id) ?? null,
    isAnnounced: story.visibleIds.has(article.id),
  };
}
