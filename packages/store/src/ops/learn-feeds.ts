import { addCounts, emptyCounts, quantileOf, totalOf } from '@writethru/domain';

import { queryRows, type Db } from '../pool.ts';

/** Fewer gaps than this teach nothing. */
const MIN_GAPS = 20;
/** Gaps of one hour of the day, and of those beside it, teach for that hour where there are so many. */
const MIN_GAPS_OF_HOUR = 50;
const MIN_SILENCE_SECONDS = 300;
const MAX_SILENCE_SECONDS = 21_600;

const DUE = `
select provider, feed from ops_feeds
 where learned_at < $1::timestamptz - interval '10 minutes' order by learned_at limit 50`;

const HISTORY = `
select extract(hour from hour)::int as hour, gap_counts::float8[], clustered, duplicates, hour < $3::timestamptz - interval '1 day' as is_past
  from ops_feed_hours where provider = $1 and feed = $2 and hour >= $3::timestamptz - interval '14 days'`;

const LEARN = `
update ops_feeds set usual_gap_seconds = $3, silent_after_seconds = $4, usual_duplicate_share = $5, gaps_learned_from = $6,
       learned_at = $7
 where provider = $1 and feed = $2`;

/**
 * Learns what is usual of the feeds that are due, from their last two weeks: the gap that 99 of 100 arrivals came
 * within at this hour of the day, and the share of duplicates. Silence is told past five times the gap and a minute
 * more, but never within five minutes and never later than six hours (the rule of Mozilla's ingest monitor, which
 * scales by `(p99 gap in minutes + 1) * 5`). A feed with fewer than twenty gaps is not watched.
 */
export async function learnFeeds(db: Db, now: Date): Promise<void> {
  const due = await queryRows<{ provider: string; feed: string }>(db, DUE, [now]);
  for (const { provider, feed } of due) {
    const rows = await queryRows<History>(db, HISTORY, [provider, feed, now]);
    const gaps = gapsFor(now.getUTCHours(), rows);
    const seen = totalOf(gaps);
    const usualGap = seen < MIN_GAPS ? null : quantileOf(gaps, 0.99);
    await queryRows(db, LEARN, [
      provider,
      feed,
      usualGap,
      usualGap === null ? null : silentAfter(usualGap),
      duplicateShareOf(rows.filter((row) => row.is_past)),
      seen,
      now,
    ]);
  }
}

interface History {
  hour: number;
  gap_counts: number[];
  clustered: number;
  duplicates: number;
  is_past: boolean;
}

function gapsFor(hour: number, rows: readonly History[]): number[] {
  const sum = (some: readonly History[]): number[] =>
    some.reduce((counts, row) => addCounts(counts, row.gap_counts), emptyCounts());
  const near = sum(rows.filter((row) => [0, 1, 23].includes((row.hour - hour + 24) % 24)));
  return totalOf(near) >= MIN_GAPS_OF_HOUR ? near : sum(rows);
}

function silentAfter(usualGapSeconds: number): number {
  return Math.max(MIN_SILENCE_SECONDS, Math.min(MAX_SILENCE_SECONDS, 5 * (usualGapSeconds + 60)));
}

function duplicateShareOf(rows: readonly History[]): number | null {
  const clustered = rows.reduce((sum, row) => sum + row.clustered, 0);
  return clustered === 0 ? null : rows.reduce((sum, row) => sum + row.duplicates, 0) / clustered;
}
