import { html, renderTime, type SafeHtml } from '@writethru/runtime';
import type { QuarantinedArticle } from '@writethru/store';

import { actHref } from '../actions/describe.ts';
import { formatCount } from '../format.ts';
import { renderTable } from '../page/section.ts';

export interface QuarantineFacts {
  groups: readonly { reason: string; count: number }[];
  rows: readonly QuarantinedArticle[];
  /** What the list is narrowed to. */
  reason: string | null;
  total: number;
  mayAct: boolean;
}

/** The quarantine: its reasons with what can be done to each, then its articles, the newest first. */
export function renderQuarantine(facts: QuarantineFacts, zone: string): SafeHtml {
  const { groups, rows, reason, total, mayAct } = facts;
  if (groups.length === 0) {
    return html`<h1>Quarantine</h1>
      <p class="empty">Empty: every article that ended has a story, or was discarded.</p>`;
  }
  return html`<h1>Quarantine</h1>
    ${renderTable(
      'By reason',
      ['Reason', '#Articles', ...(mayAct ? ['Do'] : [])],
      groups.map((group) => [
        html`<a href="/ops/quarantine?reason=${encodeURIComponent(group.reason)}"
          ><bdi>${group.reason}</bdi></a
        >`,
        formatCount(group.count),
        ...(mayAct ? [renderDeeds({ reason: group.reason }, group.count)] : []),
      ]),
    )}
    ${renderTable(
      `The last ${rows.length} of ${formatCount(total)}${reason === null ? '' : ' with this reason'}`,
      ['Article', 'Reason', '#Attempts', 'Since', ...(mayAct ? ['Do'] : [])],
      rows.map((row) => [
        html`<a href="/ops/articles/${row.articleId}"><bdi>${row.provider}</bdi> <bdi>${row.guid}</bdi></a>`,
        html`<bdi>${row.reason}</bdi>`,
        String(row.attempts),
        renderTime(row.endedAt, zone),
        ...(mayAct ? [renderDeeds({ articleId: row.articleId }, 1)] : []),
      ]),
    )}
    ${reason === null ? '' : html`<p><a href="/ops/quarantine">All reasons</a></p>`}`;
}

/** What an operator may do to some articles of the quarantine. */
export function renderDeeds(filter: { reason: string } | { articleId: string }, count: number): SafeHtml {
  const many = count === 1 ? '' : ` ${formatCount(count)}`;
  return html`<span class="deeds"
    ><a href="${actHref('release', filter)}">Release${many}…</a>
    <a href="${actHref('discard', filter)}">Discard${many}…</a></span
  >`;
}
