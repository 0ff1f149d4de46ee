import { html, renderTime, type SafeHtml } from '@writethru/runtime';

import { formatSeconds } from '../format.ts';
import type { Status } from '../status.ts';

const SIGNS = { HEALTHY: '●', DEGRADED: '▲', DOWN: '■' } as const;

/** The first line: how things are, why, and since when. What else is wrong stands below it. */
export function renderFirstLine(status: Status, now: Date, zone: string): SafeHtml {
  const others = status.causes.slice(1);
  return html`<div class="first ${status.health.toLowerCase()}" data-part="first">
    <h1><span aria-hidden="true">${SIGNS[status.health]}</span> ${status.health}</h1>
    <p role="status">${status.cause}</p>
    <p class="since">Since ${renderTime(status.since, zone)}, ${renderAge(status.since, now)}</p>
    ${
      others.length === 0
        ? ''
        : html`<ul class="others">
            ${others.map(({ text, since }) => html`<li>${text} <span class="quiet">${renderAge(since, now)}</span></li>`)}
          </ul>`
    }
  </div>`;
}

function renderAge(since: Date, now: Date): string {
  return `for ${formatSeconds(Math.max(0, Math.round((now.getTime() - since.getTime()) / 1000)))}`;
}

/** Told where what is shown is not of now. */
export function renderStale(takenAt: Date, zone: string): SafeHtml {
  return html`<p class="stale" role="alert" data-part="stale">
    <strong>Stale:</strong> the figures below are of ${renderTime(takenAt, zone)}, the last that Postgres
    gave.
  </p>`;
}
