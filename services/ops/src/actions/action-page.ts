import { html, renderTime, type SafeHtml } from '@writethru/runtime';
import type { OpsAction } from '@writethru/store';

import { formatCount } from '../format.ts';
import { renderActionState } from '../page/audit-section.ts';
import { describeFilter } from './describe.ts';

/** One action: how far it is, and the button that ends it early for those who may. */
export function renderAction(action: OpsAction, zone: string, mayAct: boolean): SafeHtml {
  const taken = action.done + action.passedOver;
  return html`<div data-part="first">
    <h1>${action.kind} ${describeFilter(action.filter)}</h1>
    <p role="status">
      ${renderActionState(action)}
      ${action.total === 0 ? '' : html`${formatCount(taken)} of ${formatCount(action.total)} articles`}
      ${action.passedOver === 0 ? '' : html`, of which ${formatCount(action.passedOver)} had moved on meanwhile`}
    </p>
    ${
      action.total === 0
        ? ''
        : html`<progress max="${action.total}" value="${taken}" aria-label="Progress"></progress>`
    }
    <p>
      <bdi>${action.actor}</bdi>, ${renderTime(action.createdAt, zone)}: <bdi>${action.reason}</bdi>
      ${action.abortedBy === null ? '' : html`<br />Aborted by <bdi>${action.abortedBy}</bdi>`}
    </p>
    ${
      mayAct && action.state === 'running'
        ? html`<form method="post" action="/ops/actions/${action.id}/abort"><button>Abort</button></form>`
        : ''
    }
    <p><a href="/ops#audit">To the ops page</a></p>
  </div>`;
}
