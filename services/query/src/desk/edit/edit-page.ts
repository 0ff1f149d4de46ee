import type { getEdit } from '@writethru/contract';
import type { AppError } from '@writethru/domain';
import { html, type SafeHtml } from '@writethru/runtime';

import type { AnswerTo } from '../ask.ts';
import type { Clock } from '../times.ts';
import { countThings, EDIT_DONE, renderHeadline } from '../words.ts';

type Edit = AnswerTo<typeof getEdit>;

export interface ConcernedStory {
  id: string;
  headline: string | null;
  isShown: boolean;
  versionCount: number;
}

export interface EditParts {
  edit: Edit;
  /** Those that the articles concerned are in now. */
  stories: readonly ConcernedStory[];
  /** What was given for the undo, and why it was refused. */
  reason: string;
  error: AppError | null;
}

/** What an editor's action did, who did it and why, and the form that takes it back. */
export function renderEdit(parts: EditParts, clock: Clock): SafeHtml {
  const { edit, stories } = parts;
  return html`<h1>${EDIT_DONE[edit.kind]}${edit.isApplied ? '' : ', in a moment'}</h1>
    <p class="byline">
      <b><bdi>${edit.actor}</bdi></b> ${clock.full(edit.at)}
    </p>
    <blockquote><p dir="auto">${edit.reason}</p></blockquote>
    <div role="status">${renderState(edit)}</div>
    <section aria-labelledby="now">
      <h2 id="now">${stories.length === 1 ? 'The story now' : 'The stories now'}</h2>
      <ul class="found">
        ${stories.map(
          (story) =>
            html`<li>
              <a href="/desk/stories/${story.id}">${renderHeadline(story)}</a>
              <p class="meta">${countThings(story.versionCount, 'version')}</p>
            </li>`,
        )}
      </ul>
    </section>
    ${renderUndo(parts)}`;
}

function renderState({ actionId, isApplied, undoes, undoneBy }: Edit): SafeHtml {
  const undone =
    undoneBy === null
      ? html``
      : html`<p>It was undone: <a href="/desk/edits/${undoneBy}">see by whom</a>.</p>`;
  const takenBack =
    undoes === null ? html`` : html`<p>It took <a href="/desk/edits/${undoes}">this</a> back.</p>`;
  const waiting = isApplied
    ? html``
    : html`<p>
        It is on record, and the clusterer has not come to it yet.
        <a href="/desk/edits/${actionId}">Look again</a>
      </p>`;
  return html`${waiting}${undone}${takenBack}`;
}

function renderUndo({ edit, reason, error }: EditParts): SafeHtml {
  if (edit.undoneBy !== null || edit.kind === 'undo' || edit.kind === 'erase') return html``;
  return html`<section class="edit" aria-labelledby="undo">
    <h2 id="undo">Undo it</h2>
    ${error === null ? html`` : html`<p class="fault" role="alert">${error.message}</p>`}
    <p>What it said is in force no more, and the rule decides anew.</p>
    <form method="post" action="/desk/edits/${edit.actionId}">
      <p class="reason">
        <label for="reason">Why</label>
        <input id="reason" name="reason" required maxlength="1000" autocomplete="off" value="${reason}" />
      </p>
      <p class="actions"><button>Undo</button></p>
    </form>
  </section>`;
}
