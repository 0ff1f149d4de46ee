import { html, renderTime, type SafeHtml } from '@writethru/runtime';
import type { OpsAction } from '@writethru/store';

import { describeFilter } from '../actions/describe.ts';
import { formatCount } from '../format.ts';
import { renderState, renderTable, type Section } from './section.ts';

const COLUMNS = ['When', 'Who', 'What', 'Why', '#Articles', 'State'];

/** What operators did, the newest first. */
export function makeAuditSection(actions: readonly OpsAction[], zone: string): Section {
  const running = actions.filter(({ state }) => state === 'running').length;
  return {
    id: 'audit',
    title: 'Actions',
    summary:
      actions.length === 0 ? 'none yet' : running > 0 ? `${running} under way` : `the last ${actions.length}`,
    weight: running > 0 ? 3 : 0,
    body:
      actions.length === 0
        ? html`<p class="empty">Nobody has released, discarded, retried or paused anything yet.</p>`
        : renderActions(actions, zone),
  };
}

/** The audit as a table. */
function renderActions(actions: readonly OpsAction[], zone: string): SafeHtml {
  return renderTable(
    'Actions, the newest first',
    COLUMNS,
    actions.map((action) => [
      renderTime(action.createdAt, zone),
      html`<bdi>${action.actor}</bdi>`,
      html`<a href="/ops/actions/${action.id}">${action.kind}</a> ${describeFilter(action.filter)}`,
      html`<bdi>${action.reason}</bdi>`,
      action.total === 0 ? '–' : `${formatCount(action.done)} of ${formatCount(action.total)}`,
      renderActionState(action),
    ]),
  );
}

/** How an action stands. */
export function renderActionState({ state }: OpsAction): SafeHtml {
  if (state === 'running') return renderState('warn', 'under way');
  return state === 'aborted' ? renderState('bad', 'aborted') : renderState('good', 'done');
}
