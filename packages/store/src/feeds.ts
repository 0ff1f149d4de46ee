import { newId } from '@writethru/domain';

import { queryMaybeOne, queryRows, type Client, type Db, type Pool } from './pool.ts';
import { inTransaction } from './transaction.ts';

/** Silence of a feed is not told: until a time, or for good where it is null. */
export interface FeedMute {
  until: Date | null;
  reason: string;
}

/** What is settled about a feed. */
export interface FeedSettings {
  /** Silence past this is told, whatever was learned; null: what was learned holds. */
  expectedGapSeconds: number | null;
  mute: FeedMute | null;
}

/** By what a feed is known: the provider and its label, which is empty for what carries none. */
export interface FeedName {
  provider: string;
  feed: string;
}

/** A feed that has settings, or has sent something. */
export interface Feed extends FeedName, FeedSettings {
  lastReceivedAt: Date | null;
  /** As learned; null while there is too little to learn from. */
  usualGapSeconds: number | null;
  /** Silence past this is told. Null: not watched, or muted. */
  silentAfterSeconds: number | null;
  updatedAt: Date | null;
  updatedBy: string | null;
}

/** What holds of `feed_settings g` and `ops_feeds f` at a time, which is given as SQL. */
export function writeFeedColumns(now: string): string {
  const mute = `case when coalesce(g.muted_until > ${now}, true) then g.mute_reason end`;
  return `f.last_received_at, f.usual_gap_seconds, g.expected_gap_seconds, ${mute} as mute_reason, g.muted_until,
       case when ${mute} is null then coalesce(g.expected_gap_seconds, f.silent_after_seconds) end as silent_after_seconds`;
}

const COLUMNS = `
select n.provider, n.feed, ${writeFeedColumns('clock_timestamp()')}, c.created_at, c.actor
  from names n
  left join ops_feeds f on (f.provider, f.feed) = (n.provider, n.feed)
  left join feed_settings g on (g.provider, g.feed) = (n.provider, n.feed)
  left join lateral (
    select created_at, actor from feed_changes c
     where (c.provider, c.feed) = (n.provider, n.feed) order by created_at desc limit 1
  ) c on true
 order by n.provider, n.feed`;

const LIST = `
with names as (
  (select provider, feed from ops_feeds
    where (provider, feed) > ($1, $2) and ($3::text is null or provider = $3) order by provider, feed limit $4)
  union
  (select provider, feed from feed_settings
    where (provider, feed) > ($1, $2) and ($3::text is null or provider = $3) order by provider, feed limit $4)
  order by provider, feed limit $4
) ${COLUMNS}`;

const READ = `with names as (select $1::text as provider, $2::text as feed) ${COLUMNS}`;

const WRITE = `
update feed_settings set expected_gap_seconds = $3, mute_reason = $4, muted_until = $5
 where provider = $1 and feed = $2`;

interface Row {
  provider: string;
  feed: string;
  last_received_at: Date | null;
  usual_gap_seconds: number | null;
  expected_gap_seconds: number | null;
  silent_after_seconds: number | null;
  mute_reason: string | null;
  muted_until: Date | null;
  created_at: Date | null;
  actor: string | null;
}

/** Feeds by name, those after `after`, `limit` at most; of one provider where one is named. */
export async function listFeeds(
  db: Db,
  after: FeedName,
  provider: string | null,
  limit: number,
): Promise<Feed[]> {
  return (await queryRows<Row>(db, LIST, [after.provider, after.feed, provider, limit])).map(toFeed);
}

/** Changes some settings of a feed, and puts on record who did. Answers all that holds from now on. */
export async function setFeed(
  pool: Pool,
  { provider, feed }: FeedName,
  wanted: Partial<FeedSettings>,
  who: { keyId: string; actor: string },
): Promise<Feed> {
  return inTransaction(pool, async (client) => {
    const name = [provider, feed];
    await queryRows(
      client,
      'insert into feed_settings (provider, feed) values ($1, $2) on conflict do nothing',
      name,
    );
    await queryRows(
      client,
      'select 1 from feed_settings where provider = $1 and feed = $2 for no key update',
      name,
    );
    const before = await readFeed(client, name);
    const { expectedGapSeconds, mute } = { ...before, ...wanted };
    const changes = Object.entries(wanted).flatMap(([setting, to]) => {
      const from = before[setting as keyof FeedSettings];
      return JSON.stringify(from) === JSON.stringify(to) ? [] : [[setting, { from, to }] as const];
    });
    if (changes.length === 0) return before;
    await queryRows(client, WRITE, [...name, expectedGapSeconds, mute?.reason, mute?.until]);
    await queryRows(
      client,
      'insert into feed_changes (id, provider, feed, changes, key_id, actor) values ($1, $2, $3, $4, $5, $6)',
      [newId(), ...name, JSON.stringify(Object.fromEntries(changes)), who.keyId, who.actor],
    );
    return readFeed(client, name);
  });
}

async function readFeed(client: Client, name: readonly string[]): Promise<Feed> {
  return toFeed((await queryMaybeOne<Row>(client, READ, [...name]))!);
}

function toFeed(row: Row): Feed {
  return {
    provider: row.provider,
    feed: row.feed,
    lastReceivedAt: row.last_received_at,
    usualGapSeconds: row.usual_gap_seconds,
    expectedGapSeconds: row.expected_gap_seconds,
    silentAfterSeconds: row.silent_after_seconds,
    mute: row.mute_reason === null ? null : { until: row.muted_until, reason: row.mute_reason },
    updatedAt: row.created_at,
    updatedBy: row.actor,
  };
}
