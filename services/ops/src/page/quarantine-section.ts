import { html, renderTime, type SafeHtml } from '@writethru/runtime';
import type { QuarantinedArticle } from '@writethru/store';

import { formatCount } from '../format.ts';
import { renderTable, type Section } from './section.ts';

/** The articles that could not be clustered, the newest first. */
export function makeQuarantineSection(
  rows: readonly QuarantinedArticle[],
  total: number,
  zone: string,
): Section {
  return {
    id: 'quarantine',
    title: 'Quarantine',
    summary:
      total === 0 ? 'empty: every article that ended has a story' : `${formatCount(total)} articles, now`,
    weight: total > 0 ? 5 : 0,
    body:
      total === 0
        ? html`<p class="empty">Empty: every article that ended has a story.</p>`
        : html`${renderTable(
              `The last ${rows.length} of ${formatCount(total)}`,
              ['Article', 'Reason', '#Attempts', 'Since'],
              rows.map((row) => renderRow(row, zone)),
            )}
            <p><a href="/ops/quarantine">All of the quarantine: preview, release, discard</a></p>`,
  };
}

function renderRow(row: QuarantinedArticle, zone: string): (string | SafeHtml)[] {
  return [
    html`<a href="/ops/articles/${row.articleId}"><bdi>${row.provider}</bdi> <bdi>${row.guid}</bdi></a>`,
    html`<bdi>${row.reason}</bdi>`,
    String(row.attempts),
    renderTime(row.endedAt, zone),
  ];
}
