import { IS_LEFT, IS_NOT_LEFT } from '../archive/left-articles.ts';
import { GROUPED_REASON } from '../ops/action-filter.ts';
import { queryMaybeOne, queryRows, type Db } from '../pool.ts';

/**
 * How many articles are unfinished, without those that are left to an import, counted no further than `limit`: what it
 * costs does not grow with a backlog.
 */
export async function countUnfinished(db: Db, limit: number): Promise<number> {
  const row = await queryMaybeOne<{ count: number }>(
    db,
    `select count(*)::int as count from (
       select 1 from article_identities where state in ('accepted', 'published') and ${IS_NOT_LEFT}
        order by next_try_at limit $1) u`,
    [limit],
  );
  return row?.count ?? 0;
}

/** What waits, by Postgres's own account. Counts stop at `COUNT_LIMIT`. */
export interface Backlog {
  accepted: number;
  published: number;
  quarantined: number;
  /**
   * Age of the oldest article that never ended, in seconds; 0 where there is none. One that had ended and looks for its
   * neighbours again has a story meanwhile.
   */
  oldestAgeSeconds: number;
  /** Since when the article has been in quarantine that has been there longest; null where it is empty. */
  quarantinedSince: Date | null;
  /** Articles that an import took in and left to another, counted up to 100,000. They are in no count above. */
  leftToImport: number;
}

/** Counts past this are not told apart: nobody reads them, and counting on would cost. */
const COUNT_LIMIT = 1_000_001;
const LEFT_LIMIT = 100_000;
/** The oldest is among the first, or behind an archive that is left to an import: then all that are due are looked at. */
const FIRST_LOOKED_AT = 1_000;

const BACKLOG = `
select (select count(*)::int from (select 1 from article_identities
         where state in ('accepted', 'published') and state = 'accepted' and ${IS_NOT_LEFT}
         order by next_try_at limit $1) a) as accepted,
       (select count(*)::int from (select 1 from article_identities
         where state in ('accepted', 'published') and state = 'published' and ${IS_NOT_LEFT}
         order by next_try_at limit $1) p) as published,
       (select count(*)::int from (select 1 from article_identities where state = 'quarantined' limit $1) q) as quarantined,
       coalesce(extract(epoch from clock_timestamp() - coalesce((
         select received_at from (
           select received_at, ended_at, next_try_at from article_identities
            where state in ('accepted', 'published') order by received_at limit $2) first
          where ended_at is null and ${IS_NOT_LEFT} order by received_at limit 1), (
         select min(received_at) from (
           select received_at, ended_at from article_identities
            where state in ('accepted', 'published') and ${IS_NOT_LEFT} order by next_try_at offset 0) due
          where ended_at is null))), 0)::float8 as oldest_age,
       (select min(ended_at) from article_identities where state = 'quarantined') as quarantined_since,
       (select count(*)::int from (select 1 from article_identities
         where state in ('accepted', 'published') and ${IS_LEFT} order by next_try_at limit $3) l) as left_to_import`;

/** Reads what waits. Cheap: partial indexes hold nothing but unfinished and quarantined articles. */
export async function readBacklog(db: Db): Promise<Backlog> {
  const row = await queryMaybeOne<{
    accepted: number;
    published: number;
    quarantined: number;
    oldest_age: number;
    quarantined_since: Date | null;
    left_to_import: number;
  }>(db, BACKLOG, [COUNT_LIMIT, FIRST_LOOKED_AT, LEFT_LIMIT]);
  return {
    accepted: row?.accepted ?? 0,
    published: row?.published ?? 0,
    quarantined: row?.quarantined ?? 0,
    oldestAgeSeconds: Math.max(0, row?.oldest_age ?? 0),
    quarantinedSince: row?.quarantined_since ?? null,
    leftToImport: row?.left_to_import ?? 0,
  };
}

/** Whether no article was ever accepted. */
export async function isStoreEmpty(db: Db): Promise<boolean> {
  return (await queryMaybeOne(db, 'select 1 from article_identities limit 1')) === null;
}

export interface QuarantinedArticle {
  articleId: string;
  provider: string;
  guid: string;
  reason: string;
  attempts: number;
  endedAt: Date;
}

/** Which of the quarantine, and how far into it. */
export interface QuarantineQuery {
  /** As failures are grouped: ids and long numbers left out. */
  reason?: string;
  provider?: string;
  limit: number;
}

/** The articles quarantined last, newest first. */
export async function listQuarantined(db: Db, query: QuarantineQuery): Promise<QuarantinedArticle[]> {
  const rows = await queryRows<{
    id: string;
    provider: string;
    guid: string;
    quarantine_reason: string | null;
    attempts: number;
    ended_at: Date;
  }>(
    db,
    `select id, provider, guid, quarantine_reason, attempts, ended_at from article_identities
      where state = 'quarantined' and ($2::text is null or ${GROUPED_REASON} = $2)
        and ($3::text is null or provider = $3)
      order by ended_at desc limit $1`,
    [query.limit, query.reason ?? null, query.provider ?? null],
  );
  return rows.map((row) => ({
    articleId: row.id,
    provider: row.provider,
    guid: row.guid,
    reason: row.quarantine_reason ?? '',
    attempts: row.attempts,
    endedAt: row.ended_at,
  }));
}

/** The reasons of the quarantine, the most frequent first. */
export async function groupQuarantine(db: Db, limit: number): Promise<{ reason: string; count: number }[]> {
  return queryRows<{ reason: string; count: number }>(
    db,
    `select coalesce(${GROUPED_REASON}, '') as reason, count(*)::int as count from article_identities
      where state = 'quarantined' group by 1 order by 2 desc, 1 limit $1`,
    [limit],
  );
}
