import { quantileOf } from '@writethru/domain';
import type { FeedFacts, OpsSnapshot, Pause } from '@writethru/store';

import { formatSeconds, formatShare } from './format.ts';
import type { Sample } from './sample.ts';

/** Something that is wrong. */
export interface Cause {
  /** Which fault it is: time is counted from when it began. */
  kind: string;
  /** One sentence for a person. */
  text: string;
}

/** Unfinished articles older than this make news late: twice the target of 60 s. */
const LATE_SECONDS = 120;
const TARGET_SECONDS = 60;
const STALE_MS = 60_000;
/** Five times the share that the objective allows, and enough of them to be no accident. */
const FAILED_SHARE = 0.05;
const FAILED_COUNT = 10;

/** What is wrong by a sample, the worst first. `isApart`: Postgres and the queue have disagreed for a minute. */
export function listCauses(sample: Sample, isApart: boolean): Cause[] {
  if (sample.store === null)
    return [{ kind: 'postgres', text: 'Postgres does not answer: nothing is accepted.' }];
  const { snapshot, pause, throttling } = sample.store;
  const causes = [
    pause === null ? null : describePause(pause),
    snapshot === null ? null : findNoClusterer(snapshot),
    findLateness(sample.store.backlog.oldestAgeSeconds, snapshot),
    throttling === null ? null : describeThrottling(throttling),
    sample.queue === null ? QUEUE_AWAY : null,
    findEviction(sample.queue),
    snapshot === null ? null : findFailures(snapshot),
    isApart ? APART : null,
    snapshot === null ? null : findStaleness(snapshot, sample.takenAt),
    snapshot === null ? null : findSilence(snapshot.feeds),
  ];
  return causes.filter((cause) => cause !== null);
}

const QUEUE_AWAY: Cause = {
  kind: 'queue',
  text: 'The queue does not answer. Articles are accepted and clustered without it, later than usual.',
};
const APART: Cause = {
  kind: 'apart',
  text: 'Postgres and the queue have disagreed for a minute about what waits.',
};

/** The first sentence is the reason; the others are for who sent the article. */
function describeThrottling(told: string): Cause {
  return { kind: 'throttling', text: `Intake turns articles away. ${told.split('. ')[0]!}.` };
}

function describePause({ actor, reason }: Pause): Cause {
  return { kind: 'paused', text: `${actor} has paused clustering: ${reason}` };
}

function findNoClusterer({ processes }: OpsSnapshot): Cause | null {
  if (processes.some(({ service }) => service === 'clusterer')) return null;
  return { kind: 'no_clusterer', text: 'No clusterer is alive: articles are accepted, and wait.' };
}

function findLateness(oldestAgeSeconds: number, snapshot: OpsSnapshot | null): Cause | null {
  if (oldestAgeSeconds > LATE_SECONDS) {
    const age = formatSeconds(oldestAgeSeconds);
    return { kind: 'late', text: `News is late: the oldest article has waited ${age} for its story.` };
  }
  const p95 = snapshot === null ? null : quantileOf(snapshot.lastFiveMinutes.lagCounts, 0.95);
  if (p95 === null || p95 <= TARGET_SECONDS) return null;
  return {
    kind: 'late',
    text: `News is late: of the last five minutes 1 in 20 took over ${formatSeconds(p95)} to its story.`,
  };
}

function findEviction(queue: Sample['queue']): Cause | null {
  const policy = queue?.redis?.evictionPolicy ?? 'noeviction';
  if (policy === 'noeviction') return null;
  return {
    kind: 'eviction',
    text: `Redis drops jobs when it is full: its policy is ${policy}, not noeviction.`,
  };
}

function findFailures({ lastTenMinutes: { quarantined, clustered } }: OpsSnapshot): Cause | null {
  const share = quarantined / Math.max(1, quarantined + clustered);
  if (quarantined <= FAILED_COUNT || share <= FAILED_SHARE) return null;
  return {
    kind: 'failures',
    text: `${formatShare(share)} of the articles of the last ten minutes were quarantined.`,
  };
}

function findStaleness({ takenAt }: OpsSnapshot, now: Date): Cause | null {
  const ageMs = now.getTime() - Date.parse(takenAt);
  if (ageMs <= STALE_MS) return null;
  return {
    kind: 'stale',
    text: `Rates and feeds are ${formatSeconds(ageMs / 1000)} old: the sampler does not get through.`,
  };
}

function findSilence(feeds: readonly FeedFacts[]): Cause | null {
  const silent = feeds.filter(isSilent).sort((a, b) => b.silenceSeconds - a.silenceSeconds);
  const [first] = silent;
  if (first === undefined) return null;
  const others = silent.length === 1 ? '' : `, and ${silent.length - 1} more`;
  // A sample that an older program took has no word on it.
  const expected = first.expectedGapSeconds ?? null;
  const most =
    expected === null
      ? `usually ${formatSeconds(first.usualGapSeconds ?? 0)} at most`
      : `expected ${formatSeconds(expected)} at most`;
  return {
    kind: `silence ${nameFeed(first)}`,
    text: `${nameFeed(first)} has been silent for ${formatSeconds(first.silenceSeconds)}, ${most}${others}.`,
  };
}

/** Whether a feed has been silent for longer than it usually is. One that is not watched never is. */
export function isSilent({ silenceSeconds, silentAfterSeconds }: FeedFacts): boolean {
  return silentAfterSeconds !== null && silenceSeconds > silentAfterSeconds;
}

/** What people call a feed: the provider, and its label where it has one. */
export function nameFeed({ provider, feed }: { provider: string; feed: string }): string {
  return feed === '' ? provider : `${provider} / ${feed}`;
}
