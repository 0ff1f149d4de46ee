import { bucketOf, emptyCounts } from '@writethru/domain';

import { queryRows, type Db } from '../pool.ts';
import type { EndedGroup, ReceivedGroup } from './measure-window.ts';

/** Feeds past so many are counted together: a label can be anything. */
const MAX_FEEDS = 500;
const REST = { provider: '(others)', feed: '' };
const NOTHING = emptyCounts();

const ADD_HOUR = `
insert into ops_feed_hours as h (hour, provider, feed, received, clustered, duplicates, future_dated, source_lag_counts, gap_counts)
values (date_trunc('hour', $1::timestamptz), $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (provider, feed, hour) do update
   set received = h.received + excluded.received, clustered = h.clustered + excluded.clustered,
       duplicates = h.duplicates + excluded.duplicates, future_dated = h.future_dated + excluded.future_dated,
       source_lag_counts = (select array_agg(a + b order by place)
         from unnest(h.source_lag_counts, excluded.source_lag_counts) with ordinality as c (a, b, place)),
       gap_counts = (select array_agg(a + b order by place)
         from unnest(h.gap_counts, excluded.gap_counts) with ordinality as c (a, b, place))`;

// The first arrival of a feed has nothing before it.
const SEE = `
insert into ops_feeds as f (provider, feed, last_received_at) values ($1, $2, $3)
on conflict (provider, feed) do update set last_received_at = greatest(f.last_received_at, excluded.last_received_at)`;

/** Adds what a window brought to its feeds. `at` is the window's end. */
export async function addToFeeds(
  db: Db,
  at: Date,
  received: readonly ReceivedGroup[],
  ended: readonly EndedGroup[],
): Promise<void> {
  const known = await queryRows<{ provider: string; feed: string; last_received_at: Date }>(
    db,
    'select provider, feed, last_received_at from ops_feeds',
  );
  const lastAt = new Map(known.map((row) => [keyOf(row), row.last_received_at]));
  const place = (group: { provider: string; feed: string }): { provider: string; feed: string } => {
    if (lastAt.has(keyOf(group)) || lastAt.size < MAX_FEEDS) return group;
    return REST;
  };
  for (const group of received) {
    const feed = place(group);
    const before = lastAt.get(keyOf(feed));
    const gaps = emptyCounts();
    if (before !== undefined && group.firstAt > before)
      gaps[bucketOf((group.firstAt.getTime() - before.getTime()) / 1000)]!++;
    await addHour(db, at, feed, {
      received: group.count,
      futureDated: group.futureDated,
      sourceLagCounts: group.sourceLagCounts,
      gapCounts: gaps,
    });
    await queryRows(db, SEE, [feed.provider, feed.feed, group.lastAt]);
    lastAt.set(keyOf(feed), group.lastAt);
  }
  for (const group of ended) {
    if (group.ending === 'quarantined') continue;
    const duplicates = group.ending === 'duplicate' ? group.count : 0;
    await addHour(db, at, place(group), { clustered: group.count, duplicates });
  }
}

async function addHour(
  db: Db,
  at: Date,
  { provider, feed }: { provider: string; feed: string },
  add: {
    received?: number;
    clustered?: number;
    duplicates?: number;
    futureDated?: number;
    sourceLagCounts?: readonly number[];
    gapCounts?: readonly number[];
  },
): Promise<void> {
  const { received = 0, clustered = 0, duplicates = 0, futureDated = 0 } = add;
  await queryRows(db, ADD_HOUR, [
    at,
    provider,
    feed,
    received,
    clustered,
    duplicates,
    futureDated,
    add.sourceLagCounts ?? NOTHING,
    add.gapCounts ?? NOTHING,
  ]);
}

function keyOf({ provider, feed }: { provider: string; feed: string }): string {
  return JSON.stringify([provider, feed]);
}
