import { readRoundTrips } from '@writethru/store';
import { Counter, Histogram, type Registry } from 'prom-client';

export type Stage = 'fingerprint' | 'publish' | 'search' | 'unite';

/** How an article's attempt ended: in its story, in another attempt, or in quarantine. */
export type AttemptOutcome = 'success' | 'retry' | 'dead';

/** What a clusterer measures of its own work. */
export interface ClustererMeter {
  /** Runs a stage of a batch, and counts how long it took, be it that it failed. Answers and throws as `work` does. */
  time<Result>(stage: Stage, work: () => Promise<Result>): Promise<Result>;
  countAttempts(outcome: AttemptOutcome, articles: number): void;
  /** Unites that were begun again, since a component had moved before its lock was had. */
  countRetries(retries: number): void;
}

/** That of a process that measures nothing. */
export const NO_METER: ClustererMeter = {
  time: (_stage, work) => work(),
  countAttempts: () => {},
  countRetries: () => {},
};

const STAGE_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Makes the meter of a clusterer, in the registry of its process. */
export function makeClustererMeter(registry: Registry): ClustererMeter {
  const stages = new Histogram({
    name: 'wire_stage_duration_seconds',
    help: 'Time that this process took for a stage of a batch of articles.',
    labelNames: ['stage'],
    buckets: STAGE_BUCKETS_SECONDS,
    registers: [registry],
  });
  const attempts = new Counter({
    name: 'wire_job_attempts_total',
    help: 'Attempts of this process at an article: success, retry where it is tried again, dead where it is quarantined.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const retried = new Counter({
    name: 'wire_unite_retries_total',
    help: 'Unites of this process that were begun again, since a component had moved before its lock was had.',
    registers: [registry],
  });
  new Counter({
    name: 'wire_database_round_trips_total',
    help: 'How often this process has asked Postgres something and waited for the answer.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(readRoundTrips());
    },
  });
  for (const stage of ['fingerprint', 'publish', 'search', 'unite']) stages.zero({ stage });
  for (const outcome of ['success', 'retry', 'dead']) attempts.inc({ outcome }, 0);
  return {
    async time(stage, work) {
      const end = stages.startTimer({ stage });
      try {
        return await work();
      } finally {
        end();
      }
    },
    countAttempts: (outcome, articles) => attempts.inc({ outcome }, articles),
    countRetries: (retries) => retried.inc(retries),
  };
}
