import {
  listQuarantined,
  readBacklog,
  readFlow,
  readSizes,
  type Backlog,
  type Flow,
  type Pool,
  type QuarantinedArticle,
} from '@writethru/store';

/** The queue's own counts of jobs by state; null where it did not answer. */
export type QueueCounts = Record<string, number> | null;

/** What is known at one moment. `store` is null where Postgres did not answer. */
export interface Sample {
  takenAt: Date;
  store: {
    backlog: Backlog;
    flow: Flow;
    sizes: { storiesEstimate: number; eventsPosition: number };
    quarantined: QuarantinedArticle[];
  } | null;
  queue: QueueCounts;
}

const QUARANTINE_ROWS = 20;

export interface SampleDeps {
  pool: Pool;
  countJobs: () => Promise<Record<string, number>>;
  /** The clock. Default: the machine's. */
  now?: () => Date;
  /** How often it looks by itself. Default 5,000. */
  sampleEveryMs?: number;
}

/** Asks Postgres and the queue. Never throws: what does not answer is null. */
export async function takeSample(deps: SampleDeps): Promise<Sample> {
  const [store, queue] = await Promise.all([
    readStore(deps.pool).catch(() => null),
    deps.countJobs().catch(() => null),
  ]);
  return { takenAt: deps.now?.() ?? new Date(), store, queue };
}

async function readStore(pool: Pool): Promise<NonNullable<Sample['store']>> {
  const [backlog, flow, sizes, quarantined] = await Promise.all([
    readBacklog(pool),
    readFlow(pool),
    readSizes(pool),
    listQuarantined(pool, QUARANTINE_ROWS),
  ]);
  return { backlog, flow, sizes, quarantined };
}

/** Jobs that wait or run, by the queue's account; null where it did not answer. */
export function countQueued(queue: QueueCounts): number | null {
  if (queue === null) return null;
  return ['waiting', 'active', 'delayed', 'prioritized', 'paused'].reduce(
    (sum, state) => sum + (queue[state] ?? 0),
    0,
  );
}
