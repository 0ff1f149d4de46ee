import { listCauses, type Cause } from './causes.ts';
import { formatCount } from './format.ts';
import { countQueued, type Sample } from './sample.ts';

export type Health = 'HEALTHY' | 'DEGRADED' | 'DOWN';

export interface Status {
  health: Health;
  /** The worst that is wrong, in one sentence for a person. */
  cause: string;
  /** All that is wrong, the worst first, each since when. */
  causes: readonly (Cause & { since: Date })[];
  /** Since when the worst has been so; where nothing is wrong, since when. */
  since: Date;
  /** Since when Postgres and the queue have told different stories; null while they agree. */
  disagreeingSince: Date | null;
}

const DISAGREEMENT_MS = 60_000;

/**
 * What a sample means, given what the one before meant. Pure. Backlog and age are Postgres's account; the queue's own
 * counts stand beside it, and a minute of disagreement (work and no jobs, or jobs and no work) is a fault of its own.
 */
export function judge(sample: Sample, before: Status | null): Status {
  const disagreeingSince = isDisagreement(sample) ? (before?.disagreeingSince ?? sample.takenAt) : null;
  const isApart =
    disagreeingSince !== null && sample.takenAt.getTime() - disagreeingSince.getTime() >= DISAGREEMENT_MS;
  const causes = listCauses(sample, isApart).map((cause) => ({
    ...cause,
    since: before?.causes.find(({ kind }) => kind === cause.kind)?.since ?? sample.takenAt,
  }));
  const [worst] = causes;
  const isStillWell = worst === undefined && before?.health === 'HEALTHY';
  return {
    health: healthOf(sample, worst),
    cause: worst?.text ?? describeWell(sample),
    causes,
    since: worst?.since ?? (isStillWell ? before.since : sample.takenAt),
    disagreeingSince,
  };
}

/** Quarantine is no fault of the moment, but nobody should have to look for it. */
function describeWell({ store }: Sample): string {
  const held = store?.backlog.quarantined ?? 0;
  if (held === 0) return 'News becomes stories as it comes.';
  const those = held === 1 ? '1 article is' : `${formatCount(held)} articles are`;
  return `News becomes stories as it comes; ${those} in quarantine.`;
}

function healthOf(sample: Sample, worst: Cause | undefined): Health {
  if (sample.store === null) return 'DOWN';
  return worst === undefined ? 'HEALTHY' : 'DEGRADED';
}

function isDisagreement(sample: Sample): boolean {
  const queued = countQueued(sample.queue);
  if (sample.store === null || queued === null) return false;
  const unfinished = sample.store.backlog.accepted + sample.store.backlog.published;
  return (unfinished === 0) !== (queued === 0);
}
