import { html, type SafeHtml } from '@writethru/runtime';
import type { ActionFilter, BulkKind } from '@writethru/store';

import { formatCount } from '../format.ts';
import { describeFilter, EFFECTS, VERBS } from './describe.ts';

/** An action on more articles than this asks for the count to be typed. */
export const TYPED_ABOVE = 1_000;

export interface ActForm {
  kind: BulkKind;
  filter: ActionFilter;
  count: number;
  /** Why the last try was refused. */
  fault?: string;
}

/** The form before an action: how many, what becomes of them, and the reason that is asked for. */
export function renderAct({ kind, filter, count, fault }: ActForm): SafeHtml {
  const noun = count === 1 ? 'article' : 'articles';
  return html`<div class="narrow">
    <h1>${VERBS[kind]} ${formatCount(count)} ${noun}</h1>
    ${fault === undefined ? '' : html`<p class="fault" role="alert">${fault}</p>`}
    <p>${describeFilter(filter)}</p>
    ${
      count === 0
        ? html`<p>None of them is left: they have moved on. <a href="/ops">Back to the ops page</a></p>`
        : html`<p>
              ${EFFECTS[kind]}
              ${count === 1 ? 'It is this one alone.' : `It is these ${formatCount(count)}, and none that comes later.`}
            </p>
            <form method="post" action="/ops/act" class="stacked">
              <input type="hidden" name="kind" value="${kind}" />
              ${Object.entries(filter).map(
                ([name, value]) => html`<input type="hidden" name="${name}" value="${value as string}" />`,
              )}
              <input type="hidden" name="expected" value="${count}" />
              ${renderWhy()} ${count > TYPED_ABOVE ? renderTyped(count) : ''}
              <button>${VERBS[kind]} ${formatCount(count)} ${noun}</button>
            </form>`
    }
  </div>`;
}

/** The field of the reason, which every action needs. */
export function renderWhy(): SafeHtml {
  return html`<label for="why">Why (kept in the audit)</label>
    <textarea id="why" name="why" rows="3" maxlength="500" required></textarea>`;
}

function renderTyped(count: number): SafeHtml {
  return html`<label for="typed">That is many: type ${count} to go on</label>
    <input id="typed" name="typed" inputmode="numeric" autocomplete="off" required />`;
}
