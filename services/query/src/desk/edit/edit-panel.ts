import type { AppError } from '@writethru/domain';
import { html, type SafeHtml } from '@writethru/runtime';

import { renderHeadline } from '../words.ts';
import type { EditForm } from './read-edit.ts';
import type { NearStory } from './near-stories.ts';

/** The form that the checkboxes of the timeline belong to. */
const EDIT_FORM = 'edit-form';

/** What an editor is offered on the page of a story, and what became of his last try. */
export interface EditPanel {
  near: readonly NearStory[];
  form: EditForm | null;
  error: AppError | null;
}

/** Pin, split, move and merge, each with the reason that it needs. Works without script. */
export function renderEditPanel(storyId: string, { near, form, error }: EditPanel): SafeHtml {
  return html`<section class="edit" aria-labelledby="edit">
    <h2 id="edit">Edit</h2>
    ${error === null ? html`` : renderFault(error)}
    <form id="${EDIT_FORM}" method="post" action="/desk/stories/${storyId}/edit">
      <p class="reason">
        <label for="reason"
          >Why <span class="quiet">(kept with the edit, and shown in the history)</span></label
        >
        <input
          id="reason"
          name="reason"
          required
          maxlength="1000"
          autocomplete="off"
          value="${form?.reason ?? ''}"
        />
      </p>
      <div class="columns">
        <fieldset>
          <legend>The versions picked above</legend>
          <p class="quiet">All versions of their guids go with them, later ones too.</p>
          <p class="actions">
            <button name="act" value="pin">Pin as lead</button>
            <button name="act" value="split">Split off</button>
          </p>
        </fieldset>
        <fieldset>
          <legend>Another story</legend>
          ${near.map((story) => renderNear(story, form?.chosen === story.id))}
          <p>
            <label for="other"
              >${near.length === 0 ? 'Its' : 'Or another: its'} id, or the address of its page</label
            >
            <input id="other" name="other" maxlength="500" autocomplete="off" value="${form?.other ?? ''}" />
          </p>
          <p class="actions">
            <button name="act" value="move">Move the picked there</button>
            <button name="act" value="merge">Merge all with it</button>
          </p>
        </fieldset>
      </div>
    </form>
  </section>`;
}

function renderFault({ message, details }: AppError): SafeHtml {
  const actionIds = Array.isArray(details['actionIds']) ? details['actionIds'].map(String) : [];
  return html`<p class="fault" role="alert">
    ${message}
    ${actionIds.map((id, at) => html` <a href="/desk/edits/${id}">The earlier edit${at === 0 ? '' : ` ${at + 1}`}</a>`)}
  </p>`;
}

function renderNear(story: NearStory, isChosen: boolean): SafeHtml {
  return html`<p class="near">
    <label
      ><input type="radio" name="chosen" value="${story.id}" ${isChosen ? html`checked` : ''} />
      ${renderHeadline(story)}</label
    >
    <span class="meta"
      ><bdi>${story.provider}</bdi> · ${story.score.toLocaleString('en')} of
      ${story.threshold.toLocaleString('en')} · <a href="/desk/stories/${story.id}">look</a></span
    >
  </p>`;
}

/** The box in a row of the timeline that picks its version for an edit. */
export function renderPick(version: { articleId: string; sequence: number }, isPicked: boolean): SafeHtml {
  return html`<label class="pick"
    ><input
      type="checkbox"
      name="article"
      form="${EDIT_FORM}"
      value="${version.articleId}"
      aria-label="Pick version ${version.sequence}"
      ${isPicked ? html`checked` : ''}
    />Pick</label
  >`;
}
