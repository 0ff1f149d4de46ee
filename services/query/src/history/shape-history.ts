import type { ArticleLabel, HistoryAction, HistoryRow, Viewer } from '@writethru/store';

import { isUntold, showTo } from '../viewer.ts';
import { listChanges, listChangedIds, type Change } from './list-changes.ts';

export interface HistoryView {
  labels: ReadonlyMap<string, ArticleLabel>;
  viewer: Viewer;
  /** Whether who and why are kept from the viewer: free text can tell of what is hidden. */
  hidesReasons: boolean;
}

/** Every article that rows of a history name. */
export function listNamedIds(rows: readonly HistoryRow[]): string[] {
  return [
    ...new Set(
      rows.flatMap((row) => [...(row.action?.articleIds ?? []), ...listChanges(row).flatMap(listChangedIds)]),
    ),
  ];
}

/** Rows of a history as a viewer may be told of them. What changed nothing that he may hear of is left out. */
export function shapeHistory(rows: readonly HistoryRow[], view: HistoryView) {
  return rows.map((row) => shapeRow(row, view)).filter((entry) => entry !== null);
}

function shapeRow(row: HistoryRow, view: HistoryView) {
  const { at, storyId, event, action } = row;
  const edit = action === null ? null : shapeAction(action, view);
  const all = listChanges(row);
  const changes = all.flatMap((change) => shapeChange(change, view));
  // Of a decision about articles that may not be told of, that there was one is a hint already.
  const isChangeTold = all.some(isNamed)
    ? changes.some(({ article, formerArticle }) => article ?? formerArticle)
    : changes.length > 0;
  const isTold = event === null ? isActionTold(action, edit?.articles.length ?? 0, view) : isChangeTold;
  if (!isTold) return null;
  const type = event === null ? ('edit' as const) : ('decision' as const);
  return { at, storyId, type, cause: event?.cause ?? ('editor' as const), edit, changes };
}

function isActionTold(action: HistoryAction | null, toldCount: number, { viewer }: HistoryView): boolean {
  if (viewer.isEditor || action === null) return action !== null;
  return !action.isOtherHidden && (toldCount > 0 || action.articleIds.length === 0);
}

function isNamed({ articleId, formerArticleId }: Change): boolean {
  return articleId !== undefined || formerArticleId !== undefined;
}

function shapeAction(action: HistoryAction, view: HistoryView) {
  const { id, kind, actor, reason, articleIds, otherStoryId, undoes, undoneBy } = action;
  return {
    actionId: id,
    kind,
    actor: view.hidesReasons ? null : actor,
    reason: view.hidesReasons ? null : reason,
    articles: articleIds.flatMap((articleId) => shapeLabel(articleId, view) ?? []),
    otherStoryId,
    undoes,
    undoneBy,
  };
}

/** Nothing where the article that it is about may not be told of. */
function shapeChange(change: Change, view: HistoryView) {
  const { articleId, formerArticleId, matchedArticleId, ...told } = change;
  const article = articleId === undefined ? undefined : shapeLabel(articleId, view);
  const former = formerArticleId === undefined ? undefined : shapeLabel(formerArticleId, view);
  if (isNamed(change) && article === undefined && former === undefined) return [];
  const isMatchTold =
    typeof matchedArticleId === 'string' && shapeLabel(matchedArticleId, view) !== undefined;
  return [
    {
      ...told,
      ...(article !== undefined && { article }),
      ...(former !== undefined && { formerArticle: former }),
      ...(matchedArticleId !== undefined && { matchedArticleId: isMatchTold ? matchedArticleId : null }),
    },
  ];
}

function shapeLabel(articleId: string, { labels, viewer }: HistoryView) {
  const label = labels.get(articleId);
  if (label === undefined || isUntold(viewer, label.visibility)) return undefined;
  const { visibility, headline, ...names } = label;
  const shown = showTo(viewer, visibility);
  return { ...names, pubStatus: visibility.pubStatus, headline: shown.isShown ? headline : null, ...shown };
}
