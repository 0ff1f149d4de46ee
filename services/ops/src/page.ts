import { quantileOf } from '@writethru/domain';
import type { QuarantinedArticle } from '@writethru/store';
import { html, renderTime, type Page, type PageView, type SafeHtml } from '@writethru/runtime';
import { formatCount, formatSeconds } from './format.ts';
import { countQueued, type Sample } from './sample.ts';
import type { Status } from './status.ts';
import type { Watched } from './watch.ts';

const REFRESH_SECONDS = 5;

/** The ops page: what an on-call engineer reads first, without a script. */
export function renderPage(
  { sample, status }: Watched,
  queueKind: string,
  { zone }: PageView,
  styleUrl: string,
): Page {
  return {
    title: status.health,
    section: '/ops',
    styles: [styleUrl],
    refreshSeconds: REFRESH_SECONDS,
    main: html`${renderStatus(status, zone)}
      ${sample.store === null ? renderNothing() : renderFigures(sample.store, sample)}
      ${renderQueue(sample, queueKind)}
      ${
        sample.store === null
          ? ''
          : renderQuarantine(sample.store.quarantined, sample.store.backlog.quarantined, zone)
      }
      <p class="quiet">Taken ${renderTime(sample.takenAt, zone)}; reloads every ${REFRESH_SECONDS} s.</p>`,
  };
}

function renderStatus(status: Status, zone: string): SafeHtml {
  const mark = { HEALTHY: '●', DEGRADED: '▲', DOWN: '■' }[status.health];
  return html`<div class="state ${status.health.toLowerCase()}" role="status">
    <h1><span aria-hidden="true">${mark}</span> ${status.health}</h1>
    <p>${status.cause}</p>
    <p class="since">Since ${renderTime(status.since, zone)}</p>
  </div>`;
}

function renderNothing(): SafeHtml {
  return html`<p class="empty">
    No figures while Postgres is away. Intake answers 503, so feeds keep what they could not send. Check that
    the database of DATABASE_URL runs and takes connections.
  </p>`;
}

function renderFigures(store: NonNullable<Sample['store']>, sample: Sample): SafeHtml {
  const { backlog, snapshot } = store;
  const lag = (q: number): number | null =>
    snapshot === null ? null : quantileOf(snapshot.lastFiveMinutes.lagCounts, q);
  return html`<section aria-label="Figures" class="figures">
    ${figure('Waiting', formatCount(backlog.accepted + backlog.published), 'articles, now')}
    ${figure('Oldest', formatSeconds(backlog.oldestAgeSeconds), 'has waited, now')}
    ${figure('Lag p95', formatSeconds(lag(0.95)), 'received to story, 5 min')}
    ${figure('Lag p50', formatSeconds(lag(0.5)), 'received to story, 5 min')}
    ${figure('In', formatCount(snapshot?.lastMinute.received ?? null), 'articles, last minute')}
    ${figure('Out', formatCount(snapshot?.lastMinute.clustered ?? null), 'articles, last minute')}
    ${figure('Quarantine', formatCount(backlog.quarantined), 'articles, now')}
    ${figure('Queue', formatCount(countQueued(sample.queue)), 'jobs, by its own count')}
  </section>`;
}

function figure(name: string, value: string, window: string): SafeHtml {
  return html`<dl>
    <dt>${name}</dt>
    <dd>${value}</dd>
    <dd class="window">${window}</dd>
  </dl>`;
}

function renderQueue(sample: Sample, queueKind: string): SafeHtml {
  if (sample.queue === null) {
    return html`<section>
      <h2>Queue</h2>
      <p class="empty">The queue (${queueKind}) does not answer. It holds hints only: nothing is lost.</p>
    </section>`;
  }
  const rows = Object.entries(sample.queue.counts).filter(([, count]) => count > 0);
  if (rows.length === 0) {
    return html`<section>
      <h2>Queue</h2>
      <p class="empty">No jobs (${queueKind}).</p>
    </section>`;
  }
  return html`<section>
    <h2>Queue (${queueKind})</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col" class="number">Jobs</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([state, count]) =>
            html`<tr>
              <td>${state}</td>
              <td class="number">${formatCount(count)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function renderQuarantine(rows: readonly QuarantinedArticle[], total: number, zone: string): SafeHtml {
  if (rows.length === 0) {
    return html`<section>
      <h2>Quarantine</h2>
      <p class="empty">Empty: every article that ended has a story.</p>
    </section>`;
  }
  return html`<section>
    <h2>Quarantine: the last ${rows.length} of ${formatCount(total)}</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Article</th>
            <th scope="col">Reason</th>
            <th scope="col" class="number">Attempts</th>
            <th scope="col">At</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <td>
                  <bdi>${row.provider}</bdi> <bdi>${row.guid}</bdi><br /><a
                    href="/v1/articles/${row.articleId}"
                    >${row.articleId}</a
                  >
                </td>
                <td><bdi>${row.reason}</bdi></td>
                <td class="number">${row.attempts}</td>
                <td>${renderTime(row.endedAt, zone)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
