import { html, renderTime, type Page, type SafeHtml } from '@writethru/runtime';

import type { Watched } from '../watch.ts';
import { makeAuditSection } from './audit-section.ts';
import { makeFailuresSection } from './failures-section.ts';
import { makeFeedsSection } from './feeds-section.ts';
import { renderFirstLine, renderStale } from './first-line.ts';
import { makeLagSection, type LagFacts } from './lag-section.ts';
import { makeMachinesSection } from './machines-section.ts';
import { makeQuarantineSection } from './quarantine-section.ts';
import { makeQueueSection } from './queue-section.ts';
import { renderSections, type Section } from './section.ts';
import { makeStoriesSection } from './stories-section.ts';
import { renderStrip } from './strip.ts';

const REFRESH_SECONDS = 10;

export interface PageFacts {
  watched: Watched;
  lag: LagFacts;
  queueKind: string;
  /** Whether single jobs can be looked at. */
  hasBoard: boolean;
  zone: string;
  hasDesk: boolean;
  /** Whether the reader may release, discard, retry and pause. */
  mayAct: boolean;
}

/** The ops page: is news late, which feed, why. Complete without a script. */
export function renderPage(facts: PageFacts): Omit<Page, 'styles' | 'scripts'> {
  const { watched, zone } = facts;
  const { sample, status, known } = watched;
  return {
    title: status.health,
    section: '/ops',
    refreshSeconds: REFRESH_SECONDS,
    main: html`${renderFirstLine(status, sample.takenAt, zone)}
      ${
        known === null
          ? renderNothing()
          : html`${known.takenAt < sample.takenAt ? renderStale(known.takenAt, zone) : ''}
            ${renderStrip(known.store)} ${renderSections(makeSections(facts, known))}`
      }
      <p class="quiet" data-part="taken">
        Looked ${renderTime(sample.takenAt, zone)}.
        <span data-live>Renews itself every ${REFRESH_SECONDS} s.</span>
      </p>`,
  };
}

function makeSections(
  { watched: { sample }, lag, queueKind, hasBoard, zone, hasDesk, mayAct }: PageFacts,
  { store }: NonNullable<Watched['known']>,
): Section[] {
  const { backlog, quarantined, snapshot, actions } = store;
  return [
    makeLagSection(lag, zone),
    ...(snapshot === null ? [] : [makeFeedsSection(snapshot.feeds, zone, hasDesk)]),
    makeQueueSection(sample, store, { kind: queueKind, hasBoard, mayAct }),
    ...(snapshot === null ? [] : [makeFailuresSection(snapshot.failures, zone, mayAct)]),
    makeQuarantineSection(quarantined, backlog.quarantined, zone),
    ...(snapshot === null
      ? []
      : [makeStoriesSection(snapshot, hasDesk), makeMachinesSection(snapshot, zone)]),
    makeAuditSection(actions, zone),
  ];
}

function renderNothing(): SafeHtml {
  return html`<p class="empty">
    No figures while Postgres is away. Intake answers 503, so feeds keep what they could not send. Check that
    the database of DATABASE_URL runs and takes connections.
  </p>`;
}
