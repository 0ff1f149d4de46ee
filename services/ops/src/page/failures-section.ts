import { html, renderTime, type SafeHtml } from '@writethru/runtime';
import type { FailureGroup } from '@writethru/store';

import { actHref } from '../actions/describe.ts';
import { formatCount } from '../format.ts';
import { failuresHref, type WithinName } from '../lists/failures-page.ts';
import { renderTable, type Section } from './section.ts';

const COLUMNS = [
  'Reason',
  '#1 h',
  '#3 h',
  '#24 h',
  '#7 d',
  '#Waiting',
  'First seen in 7 d',
  'Last seen',
  'A sample',
];

/** Failed attempts of articles alone: reason by time. */
export function makeFailuresSection(
  failures: readonly FailureGroup[],
  zone: string,
  mayAct: boolean,
): Section {
  const lastHour = failures.reduce((sum, group) => sum + group.lastHour, 0);
  return {
    id: 'failures',
    title: 'Failures',
    summary:
      failures.length === 0
        ? 'none in 7 d'
        : `${formatCount(lastHour)} in the last hour; ${failures.length} ${failures.length === 1 ? 'reason' : 'reasons'} in 7 d`,
    weight: lastHour > 0 ? 6 : 0,
    body:
      failures.length === 0
        ? html`<p class="empty">No attempt at an article failed within seven days.</p>`
        : renderTable(
            'Failed attempts, by reason and time',
            COLUMNS,
            failures.map((group) => renderRow(group, zone, mayAct)),
          ),
  };
}

function renderRow(group: FailureGroup, zone: string, mayAct: boolean): (string | SafeHtml)[] {
  return [
    html`<bdi>${group.reason}</bdi>`,
    renderCount(group.lastHour, group.reason, '1h'),
    renderCount(group.lastThreeHours, group.reason, '3h'),
    renderCount(group.lastDay, group.reason, '24h'),
    renderCount(group.lastWeek, group.reason, '7d'),
    renderWaiting(group, mayAct),
    renderTime(new Date(group.firstAt), zone),
    renderTime(new Date(group.lastAt), zone),
    html`<a href="/ops/articles/${group.sampleArticleId}">an article</a>`,
  ];
}

/** A number that leads to what it counts. */
function renderCount(count: number, reason: string, within: WithinName): SafeHtml {
  if (count === 0) return html`0`;
  return html`<a href="${failuresHref(reason, within)}">${formatCount(count)}</a>`;
}

/** Articles that wait for another attempt, with what an operator can do about it. */
function renderWaiting({ waiting, reason }: FailureGroup, mayAct: boolean): SafeHtml {
  if (waiting === 0 || !mayAct) return html`${formatCount(waiting)}`;
  return html`<a href="${actHref('retry', { reason })}">Retry ${formatCount(waiting)}…</a>`;
}
