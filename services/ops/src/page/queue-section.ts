import { html, type SafeHtml } from '@writethru/runtime';

import { formatCount, formatSeconds } from '../format.ts';
import { countQueued, type Sample } from '../sample.ts';
import { renderTable, type Section } from './section.ts';

/** What waits, by Postgres's account and by the queue's own. */
export function makeQueueSection(
  sample: Sample,
  store: NonNullable<Sample['store']>,
  { kind, hasBoard, mayAct }: { kind: string; hasBoard: boolean; mayAct: boolean },
): Section {
  const { backlog, pause } = store;
  const queued = countQueued(sample.queue);
  const rows = Object.entries(sample.queue?.counts ?? {}).map(([state, count]) => [
    state,
    formatCount(count),
  ]);
  return {
    id: 'queue',
    title: 'Queue',
    summary:
      sample.queue === null
        ? `${kind} does not answer; it holds hints only, so nothing is lost`
        : `${formatCount(backlog.accepted + backlog.published)} articles wait, ${formatCount(queued)} jobs on ${kind}`,
    weight: sample.queue === null || pause !== null ? 9 : 0,
    body: html`${renderTable(
      'Articles without a story, by Postgres, now',
      ['State', '#Articles'],
      [
        ['accepted', formatCount(backlog.accepted)],
        ['published, search under way', formatCount(backlog.published)],
        ['oldest has waited', formatSeconds(backlog.oldestAgeSeconds)],
        ...(backlog.leftToImport === 0
          ? []
          : [['left to writethru import', formatCount(backlog.leftToImport)] as [string, string]]),
      ],
    )}
    ${
      sample.queue === null
        ? html`<p class="empty">
            The queue (${kind}) does not answer. Clusterers find what waits in Postgres by themselves, up to a
            quarter of a minute later. Check that it runs and can be reached.
          </p>`
        : renderTable(`Jobs by the queue’s own count (${kind}), now`, ['State', '#Jobs'], rows)
    }
    ${hasBoard ? html`<p><a href="/ops/jobs">Single jobs</a></p>` : ''}
    ${mayAct ? renderDeed(pause !== null) : ''}`,
  };
}

function renderDeed(isPaused: boolean): SafeHtml {
  return isPaused
    ? html`<p><a href="/ops/resume">Resume clustering…</a></p>`
    : html`<p><a href="/ops/pause">Pause clustering…</a></p>`;
}
