import { addCounts, emptyCounts, LAG_BOUNDS_SECONDS } from '@writethru/domain';

import { queryRows, type Db } from '../pool.ts';

/** What became of an article that ended. A `duplicate` says nothing new, be it the provider's own or another's reprint. */
export type Ending = 'new_story' | 'joined' | 'duplicate' | 'revision' | 'quarantined';

/** A stretch of time: `from` counts, `to` does not. */
export interface Window {
  from: Date;
  to: Date;
}

/** Articles of one feed that ended in the same way within a window. */
export interface EndedGroup {
  provider: string;
  feed: string;
  ending: Ending;
  count: number;
  /** Articles that they were compared with, in all. */
  candidates: number;
  /** Of live articles alone, received to clustered, in seconds. */
  lagCounts: number[];
  lagSeconds: number;
}

/** Articles of one feed that came within a window. */
export interface ReceivedGroup {
  provider: string;
  feed: string;
  count: number;
  futureDated: number;
  firstAt: Date;
  lastAt: Date;
  /** Published to received, of live articles that say when they were published. */
  sourceLagCounts: number[];
  sourceLagSeconds: number;
}

// An archive that an operator puts in is no news, and no sign of life of its feed.
const ENDED = `
with ended as (
  select i.provider, coalesce(i.feed, '') as feed, i.is_backfill, coalesce(i.candidate_count, 0) as candidates,
         extract(epoch from i.ended_at - i.received_at)::float8 as lag,
         case when i.state = 'quarantined' then 'quarantined'
              when v.relation in ('duplicate_of', 'reprint_of', 'repeat_of') then 'duplicate'
              when m.id is not null then 'revision'
              when v.matched_article_id is not null then 'joined'
              else 'new_story' end as ending
    from article_identities i
    left join versions v on v.article_id = i.id
    left join article_identities m
      on m.id = v.matched_article_id and m.provider = i.provider and m.guid = i.guid
   where i.ended_at >= $1 and i.ended_at < $2 and i.state in ('clustered', 'quarantined')
     and i.import_id is null
)
select provider, feed, ending,
       case when is_backfill or ending = 'quarantined' then null else width_bucket(lag, $3::float8[]) end as bucket,
       count(*)::int as count, sum(candidates)::float8 as candidates, sum(lag)::float8 as lag
  from ended group by 1, 2, 3, 4`;

const RECEIVED = `
with received as (
  select provider, coalesce(feed, '') as feed, received_at,
         extract(epoch from received_at - effective_at)::float8 as lag, is_backfill
    from article_identities where received_at >= $1 and received_at < $2 and import_id is null
)
select provider, feed,
       case when is_backfill or lag <= 0 then null else width_bucket(lag, $3::float8[]) end as bucket,
       count(*)::int as count, (count(*) filter (where lag < -60))::int as future_dated,
       min(received_at) as first_at, max(received_at) as last_at, sum(lag)::float8 as lag
  from received group by 1, 2, 3`;

/** Articles that ended within the window: by feed and ending. */
export async function measureEnded(db: Db, { from, to }: Window): Promise<EndedGroup[]> {
  const rows = await queryRows<{
    provider: string;
    feed: string;
    ending: Ending;
    bucket: number | null;
    count: number;
    candidates: number;
    lag: number;
  }>(db, ENDED, [from, to, LAG_BOUNDS_SECONDS]);
  const groups = new Map<string, EndedGroup>();
  for (const { provider, feed, ending, bucket, count, candidates, lag } of rows) {
    const key = JSON.stringify([provider, feed, ending]);
    const held = groups.get(key);
    groups.set(key, {
      provider,
      feed,
      ending,
      count: (held?.count ?? 0) + count,
      candidates: (held?.candidates ?? 0) + candidates,
      lagCounts: addCounts(held?.lagCounts ?? [], oneBucket(bucket, count)),
      lagSeconds: (held?.lagSeconds ?? 0) + (bucket === null ? 0 : lag),
    });
  }
  return [...groups.values()];
}

/** Articles that came within the window, by feed. */
export async function measureReceived(db: Db, { from, to }: Window): Promise<ReceivedGroup[]> {
  const rows = await queryRows<{
    provider: string;
    feed: string;
    bucket: number | null;
    count: number;
    future_dated: number;
    first_at: Date;
    last_at: Date;
    lag: number;
  }>(db, RECEIVED, [from, to, LAG_BOUNDS_SECONDS]);
  const groups = new Map<string, ReceivedGroup>();
  for (const row of rows) {
    const { provider, feed, bucket, count } = row;
    const key = JSON.stringify([provider, feed]);
    const held = groups.get(key);
    groups.set(key, {
      provider,
      feed,
      count: (held?.count ?? 0) + count,
      futureDated: (held?.futureDated ?? 0) + row.future_dated,
      firstAt: held === undefined || row.first_at < held.firstAt ? row.first_at : held.firstAt,
      lastAt: held === undefined || row.last_at > held.lastAt ? row.last_at : held.lastAt,
      sourceLagCounts: addCounts(held?.sourceLagCounts ?? [], oneBucket(bucket, count)),
      sourceLagSeconds: (held?.sourceLagSeconds ?? 0) + (bucket === null ? 0 : row.lag),
    });
  }
  return [...groups.values()];
}

function oneBucket(bucket: number | null, count: number): number[] {
  const counts = emptyCounts();
  if (bucket !== null) counts[bucket] = count;
  return counts;
}
