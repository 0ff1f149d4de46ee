import { countQueued, type Sample } from './sample.ts';

export type Health = 'HEALTHY' | 'DEGRADED' | 'DOWN';

export interface Status {
  health: Health;
  /** One sentence for a person. */
  cause: string;
  /** Since when it has been so. */
  since: Date;
  /** Since when Postgres and the queue have told different stories; null while they agree. */
  disagreeingSince: Date | null;
}

/** Unfinished articles older than this make news late: twice the target of 60 s. */
const LATE_SECONDS = 120;
const DISAGREEMENT_MS = 60_000;

/**
 * What a sample means, given what the one before meant. Pure. Backlog and age are Postgres's account; the queue's own
 * counts stand beside it, and a minute of disagreement (work and no jobs, or jobs and no work) is a fault of its own.
 */
export function judge(sample: Sample, before: Status | null): Status {
  const disagreeingSince = isDisagreement(sample) ? (before?.disagreeingSince ?? sample.takenAt) : null;
  const { health, cause } = diagnose(sample, disagreeingSince);
  const since = before !== null && before.health === health ? before.since : sample.takenAt;
  return { health, cause, since, disagreeingSince };
}

function isDisagreement(sample: Sample): boolean {
  const queued = countQueued(sample.queue);
  if (sample.store === null || queued === null) return false;
  const unfinished = sample.store.backlog.accepted + sample.store.backlog.published;
  return (unfinished === 0) !== (queued === 0);
}

function diagnose(sample: Sample, disagreeingSince: Date | null): { health: Health; cause: string } {
  if (sample.store === null)
    return { health: 'DOWN', cause: 'Postgres does not answer: nothing is accepted.' };
  const { backlog } = sample.store;
  if (backlog.oldestAgeSeconds > LATE_SECONDS) {
    const age = Math.round(backlog.oldestAgeSeconds);
    return {
      health: 'DEGRADED',
      cause: `News is late: the oldest article has waited ${age} s for its story.`,
    };
  }
  if (sample.queue === null) {
    return {
      health: 'DEGRADED',
      cause: 'The queue does not answer. Articles are accepted and clustered without it, later than usual.',
    };
  }
  if (disagreeingSince !== null && sample.takenAt.getTime() - disagreeingSince.getTime() >= DISAGREEMENT_MS) {
    return {
      health: 'DEGRADED',
      cause: 'Postgres and the queue have disagreed for a minute about what waits.',
    };
  }
  return { health: 'HEALTHY', cause: 'News becomes stories as it comes.' };
}
