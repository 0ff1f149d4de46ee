import {
  decideComponent,
  type ComponentDecision,
  type ComponentFacts,
  type Placement,
  type StoryDecision,
  type TextNode,
  type VersionDecision,
} from '@writethru/clustering';
import { newId, type EventCause } from '@writethru/domain';
import type {
  ComponentSnapshot,
  DecisionRows,
  EventRow,
  SnapshotArticle,
  VersionRow,
} from '@writethru/store';

import { toNode } from './search-pairs.ts';

/** Decides one component and answers what that changes: only rows and events that differ from what is stored. */
export function decideRows(snapshot: ComponentSnapshot, nowMs: number): DecisionRows {
  const before = new Map(snapshot.articles.map((article) => [article.id, article]));
  const placements = new Map<string, Placement>();
  for (const article of snapshot.articles)
    if (article.placement) placements.set(article.id, article.placement);
  const decision = decideComponent(toFacts(snapshot), placements, { makeId: newId, nowMs });
  const rows: DecisionRows = { stories: [], merged: decision.merged, versions: [], events: [] };
  const mergedIds = new Set(decision.merged.map((story) => story.id));
  for (const story of decision.stories) addStory(rows, story, before, snapshot, mergedIds);
  rows.events.push(...mergeEvents(decision, snapshot.articles));
  return rows;
}

function toFacts(snapshot: ComponentSnapshot): ComponentFacts {
  const nodes = new Map<number, TextNode>(snapshot.fingerprints.map((row) => [row.id, toNode(row)]));
  for (const article of snapshot.articles) nodes.get(article.fingerprintId)!.articles.push(article);
  return {
    // A fingerprint of which no article has got this far is not there yet.
    nodes: [...nodes.values()].filter((node) => node.articles.length > 0),
    pairs: snapshot.links,
    constraints: snapshot.constraints,
  };
}

function addStory(
  rows: DecisionRows,
  story: StoryDecision,
  before: ReadonlyMap<string, SnapshotArticle>,
  snapshot: ComponentSnapshot,
  mergedIds: ReadonlySet<string>,
): void {
  const members = story.versions.map((version) => before.get(version.article.id)!);
  const joined = members.filter((article) => article.placement?.storyId !== story.id);
  const ids = new Set(members.map((article) => article.id));
  const left = snapshot.articles.filter(
    (article) => article.placement?.storyId === story.id && !ids.has(article.id),
  );
  const changed = story.versions.filter((version) =>
    isChanged(version, story.id, before.get(version.article.id)!),
  );
  const stored = snapshot.stories.get(story.id);
  const isLeadChanged = stored?.leadArticleId !== story.leadArticleId;
  // Fewer without anyone having left: one was quarantined.
  const isCountChanged = stored?.versionCount !== story.versions.length;
  if (changed.length === 0 && left.length === 0 && !isLeadChanged && !isCountChanged) return;
  rows.stories.push({
    id: story.id,
    leadArticleId: story.leadArticleId,
    firstEffectiveAtMs: story.firstEffectiveAtMs,
    lastEffectiveAtMs: story.lastEffectiveAtMs,
    versionCount: story.versions.length,
    providers: story.providers,
  });
  rows.versions.push(...changed.map((version) => toVersionRow(version, story.id)));
  const cause = causeOf(joined);
  const summary = {
    leadArticleId: story.leadArticleId,
    versionCount: story.versions.length,
    providers: story.providers,
    firstEffectiveAt: new Date(story.firstEffectiveAtMs).toISOString(),
    lastEffectiveAt: new Date(story.lastEffectiveAtMs).toISOString(),
    joined: joined.map((article) => article.id),
    left: left.map((article) => article.id),
  };
  const type =
    story.origin === 'new' ? 'story.created' : story.origin === 'split' ? 'story.split' : 'story.updated';
  const payload = story.splitFrom === null ? summary : { ...summary, from: story.splitFrom };
  rows.events.push({ type, storyId: story.id, articleId: null, cause, payload });
  for (const article of joined) {
    const from = article.placement?.storyId;
    if (from === undefined || mergedIds.has(from) || from === story.splitFrom) continue;
    rows.events.push({
      type: 'article.moved',
      storyId: story.id,
      articleId: article.id,
      cause,
      payload: { from, to: story.id },
    });
  }
}

function isChanged(version: VersionDecision, storyId: string, before: SnapshotArticle): boolean {
  const placement = before.placement;
  return (
    placement?.storyId !== storyId ||
    placement.relation !== version.relation ||
    placement.matchedArticleId !== version.matchedArticleId ||
    Object.entries(version.evidence).some(
      ([name, value]) => placement.evidence[name as keyof typeof placement.evidence] !== value,
    )
  );
}

function toVersionRow(version: VersionDecision, storyId: string): VersionRow {
  const { article } = version;
  return {
    articleId: article.id,
    storyId,
    effectiveAtMs: article.effectiveAtMs,
    provider: article.provider,
    guid: article.guid,
    version: article.version,
    contentHash: article.contentHash,
    relation: version.relation,
    matchedArticleId: version.matchedArticleId,
    evidence: version.evidence,
  };
}

function mergeEvents(decision: ComponentDecision, articles: readonly SnapshotArticle[]): EventRow[] {
  const cause = causeOf(articles.filter((article) => article.placement === null));
  return decision.merged.map(({ id, into }) => ({
    type: 'story.merged',
    storyId: id,
    articleId: null,
    cause,
    payload: { into },
  }));
}

/** Live news, unless all that is new was old on receipt. */
function causeOf(articles: readonly SnapshotArticle[]): EventCause {
  return articles.length > 0 && articles.every((article) => article.isBackfill) ? 'backfill' : 'ingest';
}
