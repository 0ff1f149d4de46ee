import type { listHistory } from '@writethru/contract';
import { html, type SafeHtml } from '@writethru/runtime';

import type { AnswerTo } from '../ask.ts';
import type { Clock } from '../times.ts';
import { EDIT_DONE, renderHeadline, renderRelationAlone } from '../words.ts';

type Entry = AnswerTo<typeof listHistory>['entries'][number];
type Change = Entry['changes'][number];
type Label = NonNullable<Change['article']>;

export interface HistoryView {
  clock: Clock;
  /** Whether the reader may look at edits, and undo them. */
  canEdit: boolean;
}

/** What happened to a story: a row for each decision and each word of an editor, as they are given. */
export function renderHistory(entries: readonly Entry[], view: HistoryView): SafeHtml {
  return html`<ol class="life history">
    ${entries.map(
      (entry) =>
        html`<li>
          <span class="when">${view.clock.moment(entry.at)}</span>
          <div>${entry.type === 'edit' ? renderEdit(entry, view) : renderDecision(entry)}</div>
        </li>`,
    )}
  </ol>`;
}

function renderEdit({ edit }: Entry, { canEdit }: HistoryView): SafeHtml {
  if (edit === null) return html``;
  const { kind, actor, reason, articles, otherStoryId, undoneBy, actionId } = edit;
  return html`<p>
      <b>${EDIT_DONE[kind]}</b>${actor === null ? html`` : html` by <bdi>${actor}</bdi>`}
      ${undoneBy === null ? html`` : html`<span class="badge quiet">undone since</span>`}
      ${otherStoryId === null ? html`` : html` · <a href="/desk/stories/${otherStoryId}">the other story</a>`}
      ${canEdit ? html` · <a href="/desk/edits/${actionId}">${isUndoable(edit) ? 'look or undo' : 'look'}</a>` : html``}
    </p>
    ${reason === null ? html`` : html`<p class="reason" dir="auto">${reason}</p>`}
    ${articles.length === 0 ? html`` : html`<p class="meta">${articles.slice(0, MAX_ARTICLES).map(renderArticle)}</p>`}`;
}

/** An editor's action can speak of many articles; a row names so many. */
const MAX_ARTICLES = 6;

function isUndoable({ kind, undoneBy }: NonNullable<Entry['edit']>): boolean {
  return undoneBy === null && kind !== 'undo' && kind !== 'erase';
}

const CAUSE: Record<Entry['cause'], string> = {
  ingest: '',
  editor: 'as an editor said',
  replay: 'by a replay',
  backfill: 'by a backfill',
  embargo: 'as an embargo lifted',
};

function renderDecision({ changes, cause }: Entry): SafeHtml {
  const because = CAUSE[cause];
  return html`${changes.map((change) => html`<p>${renderChange(change)}</p>`)}
  ${because === '' ? html`` : html`<p class="meta">${because}</p>`}`;
}

function renderChange(change: Change): SafeHtml {
  const { kind, article, formerArticle, relation, otherStoryId, way } = change;
  const who = article === undefined ? html`An article` : renderArticle(article);
  const other =
    otherStoryId === undefined ? html`` : html`<a href="/desk/stories/${otherStoryId}">another story</a>`;
  switch (kind) {
    case 'created':
      return html`<b>The story began</b>`;
    case 'joined':
      return html`${who} joined
      ${relation === undefined || relation === 'original' ? html`` : html`as ${renderRelationAlone(relation)}`}
      ${otherStoryId === undefined ? html`` : html`from ${other}${way === 'split' ? ', which was split' : ''}`}`;
    case 'embargo_lifted':
      return html`${who} joined, as its embargo lifted`;
    case 'left':
      return html`${who} left ${otherStoryId === undefined ? html`` : html`for ${other}`}`;
    case 'merged':
      return html`<b>A story went into this one</b>`;
    case 'lead_changed':
      return html`${article === undefined ? html`Nobody` : who} leads now
      ${formerArticle === undefined ? html`` : html`instead of ${renderArticle(formerArticle)}`}`;
    case 'killed':
      return html`${who} <span class="badge alarm">killed</span>`;
    case 'suspected':
      return html`${who} <span class="badge alarm">still runs a killed text</span>`;
    case 'quarantined':
      return html`${who} was quarantined`;
    case 'erased':
      return html`${who} was erased for good`;
  }
}

function renderArticle(label: Label): SafeHtml {
  return html`<span class="named"
    ><b><bdi>${label.provider}</bdi></b>
    <a href="/desk/articles/${label.articleId}">${renderHeadline(label)}</a>
  </span>`;
}
