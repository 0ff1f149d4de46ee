import type { AppError } from '@writethru/domain';
import { html, type SafeHtml } from '@writethru/runtime';

export interface JudgeForm {
  /** The page that takes the verdict. */
  action: string;
  /** Ids of the two articles. */
  a: string;
  b: string;
  /** The place in a list of pairs, to go on from there by keys; null where the pair stands alone. */
  at: number | null;
}

/** The question whether two articles are one story, with a button for each answer. */
export function renderJudgeForm({ action, a, b, at }: JudgeForm): SafeHtml {
  return html`<form class="judge" method="post" action="${action}">
    <input type="hidden" name="a" value="${a}" />
    <input type="hidden" name="b" value="${b}" />
    ${
      at === null
        ? html`<span class="question">What do you say?</span> ${renderVerdict('one', 'One story')}
            ${renderVerdict('two', 'Two stories')}`
        : html`<input type="hidden" name="at" value="${at}" />
            <span class="question">Are they one story?</span> ${renderVerdict('one', 'Yes, one', 'y')}
            ${renderVerdict('two', 'No, two', 'n')}
            <a class="skip-pair" href="${action}?at=${at + 1}" data-key="s" aria-keyshortcuts="s"
              ><span>Skip</span> <kbd>s</kbd></a
            >`
    }
  </form>`;
}

/** Where pairs follow each other, a button has its key. */
function renderVerdict(verdict: 'one' | 'two', text: string, key?: 'y' | 'n'): SafeHtml {
  if (key === undefined) return html`<button name="verdict" value="${verdict}">${text}</button>`;
  return html`<button name="verdict" value="${verdict}" data-key="${key}" aria-keyshortcuts="${key}">
    ${text} <kbd>${key}</kbd>
  </button>`;
}

/** What became of the last verdict: the edit that it made, or why it was refused. */
export function renderJudged({ doneId, error }: { doneId: string | null; error: AppError | null }): SafeHtml {
  if (error !== null) return renderFault(error);
  if (doneId === null) return html``;
  return html`<p class="done" role="status">Kept. <a href="/desk/edits/${doneId}">Look, or undo it</a></p>`;
}

function renderFault({ message, details }: AppError): SafeHtml {
  const [actionId] = Array.isArray(details['actionIds']) ? details['actionIds'].map(String) : [];
  return html`<p class="fault" role="alert">
    ${message}
    ${actionId === undefined ? html`` : html`<a href="/desk/edits/${actionId}">The earlier edit</a>`}
  </p>`;
}
