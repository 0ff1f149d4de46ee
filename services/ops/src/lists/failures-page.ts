import { html, renderTime, type SafeHtml } from '@writethru/runtime';
import type { FailedAttempt } from '@writethru/store';

import { formatCount } from '../format.ts';
import { renderTable } from '../page/section.ts';

/** How far back a list of failures goes, by what the address calls it: the columns of the failures section. */
export const WITHIN = { '1h': 3_600, '3h': 10_800, '24h': 86_400, '7d': 604_800 } as const;

export type WithinName = keyof typeof WITHIN;

export interface FailuresFacts {
  attempts: readonly FailedAttempt[];
  total: number;
  /** What the list is narrowed to. */
  reason: string | null;
  within: WithinName;
}

/** The address of the list of failures of a reason within a time. */
export function failuresHref(reason: string, within: WithinName): string {
  return `/ops/failures?${new URLSearchParams({ reason, within }).toString()}`;
}

/** Attempts at articles that failed, the newest first. */
export function renderFailures({ attempts, total, reason, within }: FailuresFacts, zone: string): SafeHtml {
  return html`<h1>Failures of the last ${within.replace(/(\d+)/, '$1 ')}</h1>
    ${reason === null ? '' : html`<p class="fault"><bdi>${reason}</bdi></p>`}
    ${
      total === 0
        ? html`<p class="empty">
            No attempt at an article failed${reason === null ? '' : ' for this reason'} within this time.
          </p>`
        : renderTable(
            `The last ${attempts.length} of ${formatCount(total)}`,
            ['When', 'Article', '#Attempt', 'It is now', ...(reason === null ? ['Reason'] : [])],
            attempts.map((attempt) => [
              renderTime(attempt.at, zone),
              html`<a href="/ops/articles/${attempt.articleId}"
                ><bdi>${attempt.provider}</bdi> <bdi>${attempt.guid}</bdi></a
              >`,
              String(attempt.attempt),
              attempt.state,
              ...(reason === null ? [html`<bdi>${attempt.reason}</bdi>`] : []),
            ]),
          )
    }
    <p><a href="/ops#failures">All reasons</a></p>`;
}
