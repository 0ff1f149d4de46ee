import { queryMaybeOne, queryRows, type Db } from '../pool.ts';
import type { OpsCounter } from './counters.ts';
import { addReasons, type FailureGroup, type KeptFailureGroup } from './failures.ts';
import type { PostgresFacts } from './postgres-facts.ts';
import type { OpsProcess } from './processes.ts';
import type { FeedFacts } from './read-feeds.ts';
import type { SkippedKeys } from './skipped-keys.ts';
import { addHeadlines, type GrowingStory, type StoryGrowth } from './story-growth.ts';
import type { FlowTotals } from './samples.ts';

/** What the queue says of itself. */
export interface QueueFacts {
  kind: 'redis' | 'postgres';
  /** Jobs by state. */
  counts: Record<string, number>;
  /** Null on Postgres. */
  redis: RedisFacts | null;
}

export interface RedisFacts {
  version: string;
  memoryUsedBytes: number;
  /** 0: no limit. */
  memoryMaxBytes: number;
  evictionPolicy: string;
}

/** The service-level objective: how many live articles had their story within a minute of receipt. */
export interface SloFacts {
  /** The share of articles that should have their story in time. */
  target: number;
  withinSeconds: number;
  days: number;
  articles: number;
  late: number;
  /** Over the last hour: late articles as a multiple of what the target allows. */
  burnRateLastHour: number;
}

/** The state of things, as the sampler last saw it. Every number names its window. */
export interface OpsSnapshot {
  takenAt: string;
  /** Flows are measured up to here: a few seconds before, so that what is being committed is not missed. */
  measuredTo: string;
  lastMinute: FlowTotals;
  lastFiveMinutes: FlowTotals;
  lastTenMinutes: FlowTotals;
  lastHour: FlowTotals;
  lastDay: FlowTotals;
  /** The two weeks before the last day: what is usual. */
  twoWeeksBefore: FlowTotals;
  slo: SloFacts;
  feeds: FeedFacts[];
  failures: FailureGroup[];
  growth: GrowingStory[];
  skippedKeys: SkippedKeys;
  processes: OpsProcess[];
  /** Null where it did not answer. */
  queue: QueueFacts | null;
  postgres: PostgresFacts;
  counters: OpsCounter[];
  storiesEstimate: number;
  eventsPosition: number;
}

/** As it is kept. */
export interface StoredSnapshot extends Omit<OpsSnapshot, 'failures' | 'growth'> {
  failures: KeptFailureGroup[];
  growth: StoryGrowth[];
}

/**
 * The last sample: the one source of the page, its stream and `/metrics`, so that what they cost does not grow with
 * those who look. Written every ten seconds by whichever ops process holds the sampler's lock (`takeOpsSample`).
 * Null before the first. Throws AppError `unavailable` while the store is away.
 */
export async function readOpsSnapshot(db: Db): Promise<OpsSnapshot | null> {
  const row = await queryMaybeOne<{ snapshot: StoredSnapshot }>(db, 'select snapshot from ops_snapshot');
  if (row === null) return null;
  const { failures, growth } = row.snapshot;
  return {
    ...row.snapshot,
    failures: await addReasons(db, failures),
    growth: await addHeadlines(db, growth),
  };
}

/** Up to where flows are measured; null before the first sample. */
export async function readMeasuredTo(db: Db): Promise<Date | null> {
  const row = await queryMaybeOne<{ measured_to: Date }>(db, 'select measured_to from ops_snapshot');
  return row?.measured_to ?? null;
}

/** Puts the snapshot in the place of the one before. */
export async function writeOpsSnapshot(db: Db, snapshot: StoredSnapshot): Promise<void> {
  await queryRows(
    db,
    `insert into ops_snapshot (measured_to, taken_at, snapshot) values ($1, $2, $3)
     on conflict (is_only) do update set measured_to = excluded.measured_to, taken_at = excluded.taken_at,
       snapshot = excluded.snapshot`,
    [snapshot.measuredTo, snapshot.takenAt, JSON.stringify(snapshot)],
  );
}
