import { html, renderTime, type SafeHtml } from '@writethru/runtime';
import type { FailureGroup } from '@writethru/store';

import { formatCount } from '../format.ts';
import { renderTable, type Section } from './section.ts';

const COLUMNS = ['Reason', '#1 h', '#3 h', '#24 h', '#7 d', 'First seen in 7 d', 'Last seen', 'A sample'];

/** Failed attempts of articles alone: reason by time. */
export function makeFailuresSection(failures: readonly FailureGroup[], zone: string): Section {
  const lastHour = failures.reduce((sum, group) => sum + group.lastHour, 0);
  return {
    id: 'failures',
    title: 'Failures',
    summary:
      failures.length === 0
        ? 'none in 7 d'
        : `${formatCount(lastHour)} in the last hour, of ${failures.length} reasons in 7 d`,
    weight: lastHour > 0 ? 6 : 0,
    body:
      failures.length === 0
        ? html`<p class="empty">No attempt at an article failed within seven days.</p>`
        : renderTable(
            'Failed attempts, by reason and time',
            COLUMNS,
            failures.map((group) => renderRow(group, zone)),
          ),
  };
}

function renderRow(group: FailureGroup, zone: string): (string | SafeHtml)[] {
  return [
    html`<bdi>${group.reason}</bdi>`,
    formatCount(group.lastHour),
    formatCount(group.lastThreeHours),
    formatCount(group.lastDay),
    formatCount(group.lastWeek),
    renderTime(new Date(group.firstAt), zone),
    renderTime(new Date(group.lastAt), zone),
    html`<a href="/ops/articles/${group.sampleArticleId}">an article</a>`,
  ];
}
