import type { StoryDecision, VersionDecision } from '@writethru/clustering';
import type { EventCause, EventType } from '@writethru/domain';
import type { EventRow } from '@writethru/store';

import type { StoryChange, ToldChange } from './story-rows.ts';

/** Why a component is decided again, where no new article is the reason. */
export interface Because {
  cause: EventCause;
  /** The editor's action. */
  action?: { id: string; kind: string };
}

/** What the log tells of one story that changed. Nothing of an article under embargo. */
export function tellStory(story: StoryDecision, told: ToldChange, change: StoryChange): EventRow[] {
  const cause = causeOf(told.joined, change);
  const { summary } = told;
  const payload: Record<string, unknown> = {
    leadArticleId: summary.leadArticleId,
    versionCount: summary.versionCount,
    providers: summary.providers,
    firstEffectiveAt: new Date(summary.firstEffectiveAtMs).toISOString(),
    lastEffectiveAt: new Date(summary.lastEffectiveAtMs).toISOString(),
    joined: told.joined.map(({ article }) => article.id),
    left: told.left.map(({ id }) => id),
    relations: told.joined.map(({ article, relation, matchedArticleId, evidence }) => ({
      articleId: article.id,
      relation,
      matchedArticleId,
      rule: evidence.rule,
      decidedBy: evidence.decidedBy,
    })),
  };
  if (told.leadBefore !== story.leadArticleId)
    payload['leadChanged'] = { from: told.leadBefore, to: story.leadArticleId };
  const canceled = told.joined.filter(({ article }) => article.pubStatus === 'canceled');
  if (canceled.length > 0) payload['canceled'] = canceled.map(({ article }) => article.id);
  const suspects = [...story.suspects.keys()].filter(
    (id) => change.before.get(id)?.placement?.suspectOf !== story.suspects.get(id),
  );
  if (suspects.length > 0) payload['suspects'] = suspects.filter((id) => story.visibleIds.has(id));
  if (story.splitFrom !== null) payload['from'] = story.splitFrom;
  if (change.because?.action !== undefined) payload['action'] = change.because.action;
  const events: EventRow[] = [
    { type: typeOf(story, told), storyId: story.id, articleId: null, cause, payload },
  ];
  for (const { article } of told.joined) {
    const from = change.before.get(article.id)!.placement?.storyId;
    if (from === undefined || from === story.id || change.mergedIds.has(from) || from === story.splitFrom)
      continue;
    events.push({
      type: 'article.moved',
      storyId: story.id,
      articleId: article.id,
      cause,
      payload: { from, to: story.id },
    });
  }
  for (const { article } of canceled) events.push(tellKill(story, article, cause));
  return events;
}

/** A kill, with the copies that still carry the text: for those who follow articles and not stories. */
function tellKill(story: StoryDecision, { id }: { id: string }, cause: EventCause): EventRow {
  const suspects = [...story.suspects].flatMap(([suspect, killedBy]) =>
    killedBy === id && story.visibleIds.has(suspect) ? [suspect] : [],
  );
  return { type: 'article.canceled', storyId: story.id, articleId: id, cause, payload: { suspects } };
}

function typeOf(story: StoryDecision, told: ToldChange): EventType {
  if (story.origin === 'split') return 'story.split';
  if (story.origin === 'new' || told.wasHidden) return 'story.created';
  if (told.joined.some(({ relation }) => relation === 'cancels')) return 'story.canceled';
  if (told.joined.some(({ relation }) => relation === 'correction_of')) return 'story.corrected';
  return 'story.updated';
}

/** What the log tells of stories that live on in others. A story that was hidden ends as it lived: untold. */
export function tellMerges(merged: readonly { id: string; into: string }[], change: StoryChange): EventRow[] {
  const fresh = change.snapshot.articles.filter((article) => article.placement === null);
  const cause = causeOf(
    fresh.map((article) => ({ article })),
    change,
  );
  return merged
    .filter(({ id }) => change.snapshot.stories.get(id)?.isHidden !== true)
    .map(({ id, into }) => ({
      type: 'story.merged',
      storyId: id,
      articleId: null,
      cause,
      payload: {
        into,
        ...(change.because?.action !== undefined && { action: change.because.action }),
      },
    }));
}

/** Live news, unless all that is new was old on receipt; where nothing is new, what the decision was asked for. */
function causeOf(joined: readonly Pick<VersionDecision, 'article'>[], change: StoryChange): EventCause {
  if (change.because !== null) return change.because.cause;
  return joined.length > 0 && joined.every(({ article }) => article.isBackfill) ? 'backfill' : 'ingest';
}
