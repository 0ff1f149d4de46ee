import { IS_NOT_LEFT } from '../archive/left-articles.ts';
import { queryRows, type Pool } from '../pool.ts';

// The pause doubles with every sweep, so a backlog is not announced over and over: 15 s, 30 s, … to 16 minutes.
const SWEEP = `
with due as (
  select id, sweeps > 0 or attempt_started_at is not null as is_overdue from article_identities
   where state in ('accepted', 'published') and next_try_at <= clock_timestamp()
   order by next_try_at
   limit $1
     for no key update skip locked
), sorted as (
  select id, is_overdue from due order by id
)
update article_identities i
   set sweeps = least(i.sweeps + 1, 6),
       next_try_at = clock_timestamp() + make_interval(secs => $2 * (1 << i.sweeps))
  from sorted where i.id = sorted.id
returning i.id, sorted.is_overdue`;

/** Unfinished articles that are due. */
export interface DueArticles {
  /** To be announced: their first hint seems to be lost. */
  ids: string[];
  /**
   * Not to be announced any more: a hint was given again already, or an attempt began and never ended. The queue may
   * hold a dead worker's job for such an article, and then a new hint adds nothing.
   */
  overdueIds: string[];
}

/**
 * Takes up to `limit` unfinished articles that are due. Any number of sweepers may run: none gets what another has.
 * `pauseMs` is the first pause until an article is due again.
 */
export async function sweepDueArticles(pool: Pool, limit: number, pauseMs: number): Promise<DueArticles> {
  const rows = await queryRows<{ id: string; is_overdue: boolean }>(pool, SWEEP, [limit, pauseMs / 1000]);
  return {
    ids: rows.filter((row) => !row.is_overdue).map((row) => row.id),
    overdueIds: rows.filter((row) => row.is_overdue).map((row) => row.id),
  };
}

/** Makes everything unfinished due now that is not left to an import: after the queue was changed for another. Answers how many. */
export async function makeUnfinishedDue(pool: Pool): Promise<number> {
  const rows = await queryRows<{ count: number }>(
    pool,
    `with mine as (
       select id from article_identities where state in ('accepted', 'published') and ${IS_NOT_LEFT} order by id for no key update
     ), done as (
       update article_identities i set next_try_at = clock_timestamp(), sweeps = 0 from mine where i.id = mine.id returning 1
     )
     select count(*)::int as count from done`,
  );
  return rows[0]?.count ?? 0;
}
