import { addCounts, emptyCounts, quantileOf } from '@writethru/domain';

import { writeFeedColumns } from '../feeds.ts';
import { queryRows, type Db } from '../pool.ts';

/** A feed as the page shows it. Shares run from 0 to 1. */
export interface FeedFacts {
  provider: string;
  /** Empty where the provider labels nothing. */
  feed: string;
  lastReceivedAt: string;
  silenceSeconds: number;
  /** Usual at this hour of the day: 99 of 100 arrivals came within it. Null while there is too little to learn from. */
  usualGapSeconds: number | null;
  /** Settled by people, in the place of what was learned; null where nothing is. */
  expectedGapSeconds: number | null;
  /** While there is one, silence is not told. */
  mute: { until: string | null; reason: string } | null;
  /** Silence past this is told. Null: not watched, or muted. */
  silentAfterSeconds: number | null;
  gapsLearnedFrom: number;
  /** Of the last 24 hours, the newest last. */
  receivedByHour: number[];
  receivedLastDay: number;
  sourceLagP50Seconds: number | null;
  sourceLagP95Seconds: number | null;
  duplicateShareLastDay: number | null;
  /** Of the last two weeks. */
  usualDuplicateShare: number | null;
  futureDatedLastDay: number;
}

const HOUR_MS = 3_600_000;
const HOURS = 24;

const FEEDS = `
select f.provider, f.feed, ${writeFeedColumns('$1::timestamptz')}, f.usual_duplicate_share, f.gaps_learned_from
  from ops_feeds f left join feed_settings g on g.provider = f.provider and g.feed = f.feed
 order by f.provider, f.feed`;

const LAST_DAY = `
select provider, feed, hour, received, clustered, duplicates, future_dated, source_lag_counts::float8[]
  from ops_feed_hours where hour > $1::timestamptz - interval '24 hours' and hour <= $1`;

interface FeedRow {
  provider: string;
  feed: string;
  last_received_at: Date;
  usual_gap_seconds: number | null;
  expected_gap_seconds: number | null;
  mute_reason: string | null;
  muted_until: Date | null;
  silent_after_seconds: number | null;
  usual_duplicate_share: number | null;
  gaps_learned_from: number;
}

interface HourRow {
  provider: string;
  feed: string;
  hour: Date;
  received: number;
  clustered: number;
  duplicates: number;
  future_dated: number;
  source_lag_counts: number[];
}

/** Every feed that ever sent, with its last 24 hours; the hour of `now` is the last of them, and not over. */
export async function readFeeds(db: Db, now: Date): Promise<FeedFacts[]> {
  const feeds = await queryRows<FeedRow>(db, FEEDS, [now]);
  const hours = await queryRows<HourRow>(db, LAST_DAY, [now]);
  const byFeed = new Map<string, HourRow[]>(feeds.map((row) => [keyOf(row), []]));
  for (const hour of hours) byFeed.get(keyOf(hour))?.push(hour);
  return feeds.map((row) => toFacts(row, byFeed.get(keyOf(row)) ?? [], now));
}

/** Forgets the hours that nothing looks at any more. */
export async function pruneFeedHours(db: Db, now: Date): Promise<void> {
  await queryRows(db, `delete from ops_feed_hours where hour < $1::timestamptz - interval '35 days'`, [now]);
}

function toFacts(row: FeedRow, hours: readonly HourRow[], now: Date): FeedFacts {
  const lags = hours.reduce((counts, hour) => addCounts(counts, hour.source_lag_counts), emptyCounts());
  const clustered = sumOf(hours, 'clustered');
  const thisHourMs = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  const receivedByHour = Array.from({ length: HOURS }, (_empty, at) => {
    const startMs = thisHourMs - (HOURS - 1 - at) * HOUR_MS;
    return hours.find((hour) => hour.hour.getTime() === startMs)?.received ?? 0;
  });
  return {
    provider: row.provider,
    feed: row.feed,
    lastReceivedAt: row.last_received_at.toISOString(),
    silenceSeconds: Math.max(0, (now.getTime() - row.last_received_at.getTime()) / 1000),
    usualGapSeconds: row.usual_gap_seconds,
    expectedGapSeconds: row.expected_gap_seconds,
    mute:
      row.mute_reason === null
        ? null
        : { until: row.muted_until?.toISOString() ?? null, reason: row.mute_reason },
    silentAfterSeconds: row.silent_after_seconds,
    gapsLearnedFrom: row.gaps_learned_from,
    receivedByHour,
    receivedLastDay: sumOf(hours, 'received'),
    sourceLagP50Seconds: quantileOf(lags, 0.5),
    sourceLagP95Seconds: quantileOf(lags, 0.95),
    duplicateShareLastDay: clustered === 0 ? null : sumOf(hours, 'duplicates') / clustered,
    usualDuplicateShare: row.usual_duplicate_share,
    futureDatedLastDay: sumOf(hours, 'future_dated'),
  };
}

function sumOf(
  hours: readonly HourRow[],
  what: 'received' | 'clustered' | 'duplicates' | 'future_dated',
): number {
  return hours.reduce((sum, hour) => sum + hour[what], 0);
}

function keyOf({ provider, feed }: { provider: string; feed: string }): string {
  return JSON.stringify([provider, feed]);
}
