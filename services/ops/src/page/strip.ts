import { quantileOf } from '@writethru/domain';
import { html, type SafeHtml } from '@writethru/runtime';
import type { OpsSnapshot } from '@writethru/store';

import { formatCount, formatSeconds, formatShare } from '../format.ts';
import type { Sample } from '../sample.ts';
import { renderState, type Tone } from './section.ts';

interface Tile {
  name: string;
  value: string;
  /** What it counts, and over how long. */
  window: string;
  href: string;
  tone: Tone;
}

const TARGET_SECONDS = 60;
const OLD_SECONDS = 120;
const LONG_DRAIN_SECONDS = 600;

/** The numbers that are read across a room. */
export function renderStrip(store: NonNullable<Sample['store']>): SafeHtml {
  const tiles = listTiles(store);
  return html`<dl class="strip" data-part="strip" aria-label="At a glance">
      ${tiles.map(
        ({ name, value, window, href, tone }) =>
          html`<div class="tile ${tone}">
            <dt>${name}</dt>
            <dd class="value"><a href="${href}">${value}</a></dd>
            <dd class="window">${window}</dd>
          </div>`,
      )}
    </dl>
    ${renderFlow(store)} ${store.snapshot === null ? '' : renderObjective(store.snapshot)}`;
}

function listTiles({ backlog, snapshot }: NonNullable<Sample['store']>): Tile[] {
  const p95 = snapshot === null ? null : quantileOf(snapshot.lastFiveMinutes.lagCounts, 0.95);
  const perMinute = (count: number): number =>
    (count * 60) / Math.max(1, snapshot?.lastMinute.spanSeconds ?? 60);
  const received = snapshot === null ? null : perMinute(snapshot.lastMinute.received);
  const ended =
    snapshot === null ? null : perMinute(snapshot.lastMinute.clustered + snapshot.lastMinute.quarantined);
  return [
    {
      name: 'Lag p95',
      value: formatSeconds(p95),
      window: `received to story, 5 min; target ${TARGET_SECONDS} s`,
      href: '#lag',
      tone: p95 === null ? 'quiet' : p95 > TARGET_SECONDS ? 'bad' : 'good',
    },
    {
      name: 'Oldest waiting',
      value: formatSeconds(backlog.oldestAgeSeconds),
      window: 'now, by Postgres',
      href: '#queue',
      tone: backlog.oldestAgeSeconds > OLD_SECONDS ? 'bad' : 'good',
    },
    {
      name: 'In',
      value: formatCount(received),
      window: 'articles, last minute',
      href: '#feeds',
      tone: 'quiet',
    },
    {
      name: 'Out',
      value: formatCount(ended),
      window: 'articles, last minute',
      href: '#stories',
      tone: 'quiet',
    },
    drainTile(backlog.accepted + backlog.published, ended),
    failureTile(snapshot),
    {
      name: 'Quarantine',
      value: formatCount(backlog.quarantined),
      window: 'articles, now',
      href: '/ops/quarantine',
      tone: backlog.quarantined > 0 ? 'warn' : 'good',
    },
    {
      name: 'Waiting',
      value: formatCount(backlog.accepted + backlog.published),
      window: 'articles without a story, now',
      href: '#queue',
      tone: 'quiet',
    },
  ];
}

/** How long the backlog takes at the rate of the last minute. */
function drainTile(backlog: number, endedPerMinute: number | null): Tile {
  const seconds = endedPerMinute === null ? null : (backlog * 60) / endedPerMinute;
  const isStill = backlog > 0 && endedPerMinute === 0;
  return {
    name: 'Drain',
    value: backlog === 0 ? '0 s' : isStill ? 'stands' : formatSeconds(seconds),
    window: 'backlog at the rate of the last minute',
    href: '#queue',
    tone: isStill || (seconds ?? 0) > LONG_DRAIN_SECONDS ? 'warn' : 'good',
  };
}

function failureTile(snapshot: OpsSnapshot | null): Tile {
  const { quarantined = 0, clustered = 0 } = snapshot?.lastTenMinutes ?? {};
  const ended = quarantined + clustered;
  const share = ended === 0 ? null : quarantined / ended;
  return {
    name: 'Failed',
    value: formatShare(share),
    window: 'quarantined of ended, 10 min',
    href: '#failures',
    tone: (share ?? 0) > 0.01 ? 'bad' : 'good',
  };
}

function renderFlow({ throttling, pause }: NonNullable<Sample['store']>): SafeHtml {
  return html`<p class="flow" data-part="flow">
    Intake: ${throttling === null ? renderState('good', 'OPEN') : renderState('bad', 'THROTTLING (503)')} ·
    Clustering: ${pause === null ? renderState('good', 'RUNNING') : renderState('warn', 'PAUSED')}
  </p>`;
}

function renderObjective({ slo }: OpsSnapshot): SafeHtml {
  const promise = `${formatShare(slo.target)} within ${slo.withinSeconds} s over ${slo.days} days`;
  if (slo.articles === 0)
    return html`<p class="objective" data-part="objective">
      SLO: ${promise}. No live article has ended yet.
    </p>`;
  const share = 1 - slo.late / slo.articles;
  const allowed = slo.articles * (1 - slo.target);
  const left = Math.max(0, 1 - slo.late / Math.max(allowed, 1e-9));
  const text = `${formatShare(left)} of the budget left`;
  return html`<p class="objective" data-part="objective">
    <strong>SLO ${slo.days} d: ${formatShare(share)}</strong> of ${formatCount(slo.articles)} live articles
    were in time; promised are ${promise}.
    <meter
      min="0"
      max="1"
      low="0.1"
      high="0.5"
      optimum="1"
      value="${left.toFixed(3)}"
      aria-label="${text}"
    ></meter>
    ${text}, burnt at ${slo.burnRateLastHour.toFixed(1)} times the allowed rate in the last hour.
  </p>`;
}
