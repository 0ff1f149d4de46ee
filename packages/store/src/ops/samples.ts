import { queryRows, type Db } from '../pool.ts';
import type { Window } from './measure-window.ts';

/** What is measured over a stretch of time, and how things stood at its end. */
export interface OpsSample {
  /** When the stretch began. */
  at: Date;
  spanSeconds: number;
  received: number;
  clustered: number;
  quarantined: number;
  failures: number;
  newStories: number;
  duplicates: number;
  candidates: number;
  /** By LAG_BOUNDS_SECONDS: received to clustered, live articles alone. */
  lagCounts: number[];
  oldestAgeSeconds: number;
  backlog: number;
  quarantine: number;
  /** Null where the queue did not answer. */
  queued: number | null;
}

/** Seconds that one sample of a series stands for. */
export type Resolution = 10 | 60 | 3600;

const KEPT_SECONDS: Record<Resolution, number> = {
  10: 86_400,
  60: 14 * 86_400,
  3600: 400 * 86_400,
};

const INSERT = `
insert into ops_samples (resolution_seconds, at, span_seconds, received, clustered, quarantined, failures, new_stories,
                         duplicates, candidates, lag_counts, oldest_age_seconds, backlog, quarantine, queued)
values (10, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict do nothing`;

// Sums of flows; of states the worst, and of the quarantine the last.
const ROLL_UP = `
insert into ops_samples (resolution_seconds, at, span_seconds, received, clustered, quarantined, failures, new_stories,
                         duplicates, candidates, lag_counts, oldest_age_seconds, backlog, quarantine, queued)
select $2::int, $3::timestamptz, sum(span_seconds), sum(received), sum(clustered), sum(quarantined), sum(failures),
       sum(new_stories), sum(duplicates), sum(candidates),
       (select array_agg(total order by place)
          from (select place, sum(count) as total
                  from ops_samples p, unnest(p.lag_counts) with ordinality as c (count, place)
                 where p.resolution_seconds = $1 and p.at >= $3::timestamptz and p.at < $3::timestamptz + make_interval(secs => $2::int)
                 group by place) sums),
       max(oldest_age_seconds), max(backlog), (array_agg(quarantine order by at desc))[1], max(queued)
  from ops_samples
 where resolution_seconds = $1 and at >= $3::timestamptz and at < $3::timestamptz + make_interval(secs => $2::int)
having count(*) > 0
on conflict (resolution_seconds, at) do update
   set span_seconds = excluded.span_seconds, received = excluded.received, clustered = excluded.clustered,
       quarantined = excluded.quarantined, failures = excluded.failures, new_stories = excluded.new_stories,
       duplicates = excluded.duplicates, candidates = excluded.candidates, lag_counts = excluded.lag_counts,
       oldest_age_seconds = excluded.oldest_age_seconds, backlog = excluded.backlog,
       quarantine = excluded.quarantine, queued = excluded.queued`;

/** Keeps a sample, adds it to its minute and its hour, and forgets those that are too old. */
export async function keepSample(db: Db, sample: OpsSample): Promise<void> {
  await queryRows(db, INSERT, [
    sample.at,
    sample.spanSeconds,
    sample.received,
    sample.clustered,
    sample.quarantined,
    sample.failures,
    sample.newStories,
    sample.duplicates,
    sample.candidates,
    sample.lagCounts,
    sample.oldestAgeSeconds,
    sample.backlog,
    sample.quarantine,
    sample.queued,
  ]);
  await queryRows(db, ROLL_UP, [10, 60, beginOf(sample.at, 60)]);
  await queryRows(db, ROLL_UP, [60, 3600, beginOf(sample.at, 3600)]);
  for (const [resolution, keptSeconds] of Object.entries(KEPT_SECONDS)) {
    await queryRows(
      db,
      `delete from ops_samples where resolution_seconds = $1 and at < $2::timestamptz - make_interval(secs => $3)`,
      [Number(resolution), sample.at, keptSeconds],
    );
  }
}

function beginOf(at: Date, seconds: number): Date {
  const stretchMs = seconds * 1000;
  return new Date(Math.floor(at.getTime() / stretchMs) * stretchMs);
}

/** The samples of one resolution that begin within a window, in order. Gaps are left out. */
export async function listSamples(db: Db, resolution: Resolution, window: Window): Promise<OpsSample[]> {
  return queryRows<OpsSample>(
    db,
    `select at, span_seconds as "spanSeconds", received, clustered, quarantined, failures,
            new_stories as "newStories", duplicates, candidates, lag_counts::float8[] as "lagCounts",
            oldest_age_seconds as "oldestAgeSeconds", backlog, quarantine, queued
       from ops_samples where resolution_seconds = $1 and at >= $2 and at < $3 order by at`,
    [resolution, window.from, window.to],
  );
}

/** What flowed over a stretch of time. */
export type FlowTotals = Omit<OpsSample, 'at' | 'oldestAgeSeconds' | 'backlog' | 'quarantine' | 'queued'>;

const TOTALS = `
select coalesce(sum(span_seconds), 0)::float8 as "spanSeconds", coalesce(sum(received), 0)::float8 as received,
       coalesce(sum(clustered), 0)::float8 as clustered, coalesce(sum(quarantined), 0)::float8 as quarantined,
       coalesce(sum(failures), 0)::float8 as failures, coalesce(sum(new_stories), 0)::float8 as "newStories",
       coalesce(sum(duplicates), 0)::float8 as duplicates, coalesce(sum(candidates), 0)::float8 as candidates,
       coalesce((select array_agg(total order by place)
          from (select place, sum(count)::float8 as total
                  from ops_samples p, unnest(p.lag_counts) with ordinality as c (count, place)
                 where p.resolution_seconds = $1 and p.at >= $2 and p.at < $3 group by place) sums), '{}') as "lagCounts"
  from ops_samples where resolution_seconds = $1 and at >= $2 and at < $3`;

/** The samples of a window, added up. */
export async function sumSamples(db: Db, resolution: Resolution, window: Window): Promise<FlowTotals> {
  const [row] = await queryRows<FlowTotals>(db, TOTALS, [resolution, window.from, window.to]);
  return row!;
}
