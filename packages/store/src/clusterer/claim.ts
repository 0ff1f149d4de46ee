import { queryRows, type Pool } from '../pool.ts';

/** An article that this process works on now. Times in milliseconds since the epoch. */
export interface ClaimedArticle {
  id: string;
  provider: string;
  guid: string;
  version: number;
  effectiveAtMs: number;
  /** Failures alone so far, this attempt included. */
  attempts: number;
  /** An earlier attempt never ended, or one alone failed: it must not take others along. */
  mustRunAlone: boolean;
  headline: string | null;
  body: string | null;
}

interface Row {
  id: string;
  provider: string;
  guid: string;
  version: number;
  effective_at: Date;
  attempts: number;
  must_run_alone: boolean;
  headline: string | null;
  body: string | null;
}

// An attempt that is younger than the lease is somebody else's: it is left alone, and comes back if that one dies.
// The attempt of an article that must run alone is counted before it runs, so that a crash counts itself.
const CLAIM = `
with due as (
  select i.id, (i.attempt_started_at is not null or i.attempts > 0) as must_run_alone
    from article_identities i
   where i.id = any($1::uuid[])
     and i.state in ('accepted', 'published')
     and (i.attempt_started_at is null or i.attempt_started_at <= clock_timestamp() - make_interval(secs => $2))
   order by i.id
     for no key update
), claimed as (
  update article_identities i
     set attempt_started_at = clock_timestamp(),
         attempts = i.attempts + due.must_run_alone::int,
         next_try_at = clock_timestamp() + make_interval(secs => $2)
    from due
   where i.id = due.id
  returning i.id, i.provider, i.guid, i.version, i.effective_at, i.attempts, due.must_run_alone
)
select c.*, a.headline, a.body
  from claimed c join articles a on a.id = c.id and a.effective_at = c.effective_at
 order by c.id`;

/**
 * Takes articles for an attempt, for `leaseMs` at most: those of `articleIds` that are unfinished and that nobody else
 * is working on. Committed before it returns. Throws AppError as `queryRows` does.
 */
export async function claimArticles(
  pool: Pool,
  articleIds: readonly string[],
  leaseMs: number,
): Promise<ClaimedArticle[]> {
  const rows = await queryRows<Row>(pool, CLAIM, [[...articleIds].sort(), leaseMs / 1000]);
  return rows.map((row) => ({
    id: row.id,
    provider: row.provider,
    guid: row.guid,
    version: row.version,
    effectiveAtMs: row.effective_at.getTime(),
    attempts: row.attempts,
    mustRunAlone: row.must_run_alone,
    headline: row.headline,
    body: row.body,
  }));
}

const RELEASE = `
with mine as (
  select id from article_identities
   where id = any($1::uuid[]) and state in ('accepted', 'published') and attempt_started_at is not null
   order by id for no key update
)
update article_identities i
   set attempt_started_at = null,
       attempts = greatest(0, i.attempts - $2::int),
       next_try_at = clock_timestamp() + make_interval(secs => $3)
  from mine where i.id = mine.id`;

/**
 * Gives articles back untried, to be tried again after `retryAfterMs`: nothing was wrong with them.
 * `wasAlone` takes back the attempt that claiming them counted.
 */
export async function releaseArticles(
  pool: Pool,
  articleIds: readonly string[],
  options: { wasAlone: boolean; retryAfterMs: number },
): Promise<void> {
  const uncount = options.wasAlone ? 1 : 0;
  await queryRows(pool, RELEASE, [[...articleIds].sort(), uncount, options.retryAfterMs / 1000]);
}

const SUSPECT = `
with mine as (
  select id from article_identities
   where id = any($1::uuid[]) and state in ('accepted', 'published')
   order by id for no key update
)
update article_identities i
   set attempt_started_at = '-infinity', next_try_at = clock_timestamp() + make_interval(secs => $2)
  from mine where i.id = mine.id`;

/** Marks articles whose attempt failed: each runs alone next time, after `retryAfterMs`. */
export async function suspectArticles(
  pool: Pool,
  articleIds: readonly string[],
  retryAfterMs: number,
): Promise<void> {
  await queryRows(pool, SUSPECT, [[...articleIds].sort(), retryAfterMs / 1000]);
}
