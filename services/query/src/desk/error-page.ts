import { STATUS } from '@writethru/contract';
import type { AppError, ErrorCode } from '@writethru/domain';
import { html, type SafeHtml } from '@writethru/runtime';

const ADVICE: Partial<Record<ErrorCode, { title: string; advice: string }>> = {
  not_found: {
    title: 'Nothing there',
    advice: 'It may have been merged away, or be under embargo. The box above finds articles and stories.',
  },
  forbidden: {
    title: 'Not with this key',
    advice: 'Ask whoever gave you the key for a role that may do this.',
  },
  malformed: {
    title: 'That is not a question we can read',
    advice: 'Change what is named here, and ask again.',
  },
  invalid_input: { title: 'That can’t be taken', advice: 'Change what is named here, and send it again.' },
  conflict: {
    title: 'Not as things stand',
    advice: 'Wait until the article is in a story, or look at the story as it is now.',
  },
  too_large: { title: 'Too long', advice: 'Shorten the text, and send it again.' },
  unavailable: {
    title: 'The store does not answer',
    advice:
      'Nothing is lost. Load this page again in a moment; the ops page says what is wrong and since when.',
  },
};

/** What went wrong, and what to do about it. Of a bug nothing is told but the id that the log has. */
export function renderError(
  error: AppError,
  requestId: string | undefined,
): { title: string; main: SafeHtml } {
  const isBug = error.code === 'bug';
  const { title, advice } = ADVICE[error.code] ?? {
    title: 'Something went wrong',
    advice: 'Load the page again. If it comes back, the log has it under this request id.',
  };
  const main = html`<section class="notice">
    <p class="code">${STATUS[error.code]}</p>
    <h1>${title}</h1>
    ${isBug ? html`` : html`<p>${error.message}</p>`}
    ${
      error.faults.length === 0
        ? html``
        : html`<ul>
            ${error.faults.map(({ pointer, detail }) => html`<li><code>${pointer}</code> ${detail}</li>`)}
          </ul>`
    }
    <p>${advice}</p>
    <p><a href="/desk">To the stories</a></p>
    ${requestId === undefined ? html`` : html`<p class="quiet">Request ${requestId}</p>`}
  </section>`;
  return { title, main };
}
