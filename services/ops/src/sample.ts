import { isTransient } from '@writethru/domain';
import {
  listOpsActions,
  listQuarantined,
  readBacklog,
  readOpsSnapshot,
  readPause,
  readThrottling,
  takeOpsSample,
  type Backlog,
  type OpsAction,
  type OpsSnapshot,
  type Pause,
  type Pool,
  type QuarantinedArticle,
  type QueueFacts,
} from '@writethru/store';

/** What is known at one moment. */
export interface Sample {
  takenAt: Date;
  /** Null where Postgres did not answer. */
  store: {
    /** Of this moment, not of the snapshot's. */
    backlog: Backlog;
    quarantined: QuarantinedArticle[];
    /** Null before the first. */
    snapshot: OpsSnapshot | null;
    /** Null while articles are clustered. */
    pause: Pause | null;
    /** Why intake turns articles away: too many wait, or there is no room on the disk. Null while it does not. */
    throttling: string | null;
    actions: OpsAction[];
  } | null;
  /** Null where the queue did not answer. */
  queue: QueueFacts | null;
}

const QUARANTINE_ROWS = 20;
const ACTION_ROWS = 20;

export interface SampleDeps {
  pool: Pool;
  /** Throws where the queue does not answer. */
  askQueue: () => Promise<QueueFacts>;
  log: { warn(facts: Record<string, unknown>, message: string): void };
  /** The clock. Default: the machine's. */
  now?: () => Date;
  /** How often it looks by itself. Default 5,000. */
  sampleEveryMs?: number;
}

/**
 * Asks Postgres and the queue, after a turn at the sampler: where it is due and no other process is at it, this one
 * writes the snapshot. Never throws: what does not answer is null.
 */
export async function takeSample(deps: SampleDeps): Promise<Sample> {
  const queue = await deps.askQueue().catch(() => null);
  await takeOpsSample(deps.pool, queue).catch((error: unknown) => {
    if (!isTransient(error)) deps.log.warn({ err: error }, 'the sampler failed; it will try again');
  });
  const store = await readStore(deps.pool).catch(() => null);
  return { takenAt: deps.now?.() ?? new Date(), store, queue };
}

async function readStore(pool: Pool): Promise<NonNullable<Sample['store']>> {
  const [backlog, snapshot, quarantined, pause, throttling, actions] = await Promise.all([
    readBacklog(pool),
    readOpsSnapshot(pool),
    listQuarantined(pool, { limit: QUARANTINE_ROWS }),
    readPause(pool),
    readThrottling(pool),
    listOpsActions(pool, ACTION_ROWS),
  ]);
  return { backlog, snapshot, quarantined, pause, throttling, actions };
}

/** Jobs that wait or run, by the queue's account; null where it did not answer. */
export function countQueued(queue: Sample['queue']): number | null {
  if (queue === null) return null;
  return ['waiting', 'active', 'delayed', 'prioritized', 'paused'].reduce(
    (sum, state) => sum + (queue.counts[state] ?? 0),
    0,
  );
}
