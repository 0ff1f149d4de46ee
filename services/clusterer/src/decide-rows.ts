import { chainKey, decideComponent, toComponentFacts, type Placement } from '@writethru/clustering';
import { judgeVisibility, newId, type LeadPolicy } from '@writethru/domain';
import type { ComponentSnapshot, DecisionRows, DueRow, SnapshotArticle } from '@writethru/store';

import { addStoryRows, type StoryChange } from './story-rows.ts';
import { tellMerges, type Because } from './story-events.ts';

export interface DecideOptions {
  nowMs: number;
  leadPolicy: LeadPolicy;
  /** Why the component is decided again, where no new article is the reason. */
  because?: Because;
}

/** Decides one component and answers what that changes: only rows and events that differ from what is stored. */
export function decideRows(snapshot: ComponentSnapshot, options: DecideOptions): DecisionRows {
  const before = new Map(snapshot.articles.map((article) => [article.id, article]));
  const placements = new Map<string, Placement>();
  for (const article of snapshot.articles)
    if (article.placement) placements.set(article.id, article.placement);
  const decision = decideComponent(toComponentFacts([snapshot]), placements, {
    makeId: newId,
    lead: {
      policy: options.leadPolicy,
      ranks: snapshot.leadFacts.ranks,
      pins: new Map(snapshot.leadFacts.pins.map((pin) => [chainKey(pin), pin.pinnedAtMs])),
      nowMs: options.nowMs,
    },
  });
  const rows: DecisionRows = {
    stories: [],
    merged: decision.merged,
    versions: [],
    ...diffRelated(snapshot, decision.related),
    dues: listDues(snapshot.articles, options.nowMs),
    events: [],
  };
  const change: StoryChange = {
    snapshot,
    before,
    mergedIds: new Set(decision.merged.map((story) => story.id)),
    because: options.because ?? null,
  };
  for (const story of decision.stories) addStoryRows(rows, story, change);
  rows.events.push(...tellMerges(decision.merged, change));
  return rows;
}

function diffRelated(
  snapshot: ComponentSnapshot,
  related: DecisionRows['related'],
): Pick<DecisionRows, 'related' | 'unrelated'> {
  const keyOf = (row: { articleId: string; toArticleId: string }): string =>
    `${row.articleId} ${row.toArticleId}`;
  const stored = new Set(snapshot.related.map(keyOf));
  const wanted = new Set(related.map(keyOf));
  return {
    related: related.filter((row) => !stored.has(keyOf(row))),
    unrelated: snapshot.related.filter((row) => !wanted.has(keyOf(row))),
  };
}

/** One for each embargo that has not lifted: the component is decided again when it does. */
function listDues(articles: readonly SnapshotArticle[], nowMs: number): DueRow[] {
  const dues: DueRow[] = [];
  for (const article of articles) {
    if (judgeVisibility(article, nowMs) !== 'embargoed') continue;
    const dueAtMs = Math.max(article.embargoedUntilMs ?? 0, article.standingEmbargoedUntilMs ?? 0);
    dues.push({ articleId: article.id, dueAtMs });
  }
  return dues;
}
