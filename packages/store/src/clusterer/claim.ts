import type { AltId } from '@writethru/domain';

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
  headline: string | null;
  body: string | null;
  slugline: string | null;
  edNote: string | null;
  signals: string[];
  /** The provider's own names for the item and its chain. */
  altIds: AltId[];
  storyKey: string | null;
}

/** The columns of a claim. */
export interface ClaimedRow {
  id: string;
  provider: string;
  guid: string;
  version: number;
  effective_at: Date;
  attempts: number;
  headline: string | null;
  body: string | null;
  slugline: string | null;
  ed_note: string | null;
  signals: string[] | null;
  alt_ids: AltId[] | null;
  story_key: string | null;
}

/** What an article is prepared from, of a row `a` of articles. */
export const ARTICLE_COLUMNS = 'a.headline, a.body, a.slugline, a.ed_note, a.signals, a.alt_ids, a.story_key';

// An attempt that is younger than the lease is somebody else's: it is left alone, and comes back if that one dies.
const IS_FREE = `i.state in ('accepted', 'published')
     and (i.attempt_started_at is null or i.attempt_started_at <= clock_timestamp() - make_interval(secs => $2))`;
const MUST_RUN_ALONE = `(i.attempt_started_at is not null or i.attempts > 0)`;

// The attempt of an article that must run alone is counted before it runs, so that a crash counts itself.
const CLAIM = `
with due as (
  select i.id
    from article_identities i
   where i.id = any($1::uuid[]) and ${IS_FREE} and ${MUST_RUN_ALONE} = $3
   order by i.id
     for no key update
), claimed as (
  update article_identities i
     set attempt_started_at = clock_timestamp(),
         attempts = i.attempts + $3::int,
         next_try_at = clock_timestamp() + make_interval(secs => $2)
    from due
   where i.id = due.id
  returning i.id, i.provider, i.guid, i.version, i.effective_at, i.attempts
)
select c.*, ${ARTICLE_COLUMNS}
  from claimed c join articles a on a.id = c.id and a.effective_at = c.effective_at
 order by c.id`;

const LIST_ALONE = `
select i.id from article_identities i where i.id = any($1::uuid[]) and ${IS_FREE} and ${MUST_RUN_ALONE} order by i.id`;

export interface Claim {
  /** Taken, to be worked on in one go. */
  together: ClaimedArticle[];
  /** Not taken: an earlier attempt never ended, or failed. Each is to be claimed by `claimAlone` when its turn comes. */
  aloneIds: string[];
}

/**
 * Takes articles for an attempt, for `leaseMs` at most: those of `articleIds` that are unfinished, that nobody else is
 * working on and that may run together. Committed before it returns. Throws AppError as `queryRows` does.
 */
export async function claimArticles(
  pool: Pool,
  articleIds: readonly string[],
  leaseMs: number,
): Promise<Claim> {
  const together = await claim(pool, articleIds, leaseMs, false);
  const taken = new Set(together.map((article) => article.id));
  const rest = articleIds.filter((id) => !taken.has(id)).sort();
  if (rest.length === 0) return { together, aloneIds: [] };
  const rows = await queryRows<{ id: string }>(pool, LIST_ALONE, [rest, leaseMs / 1000]);
  return { together, aloneIds: rows.map((row) => row.id) };
}

/**
 * Takes one article that must run alone, and counts the attempt: only now, so that a crash counts against nobody who
 * still waits. Null where it has ended or somebody else is working on it. Throws AppError as `queryRows` does.
 */
export async function claimAlone(
  pool: Pool,
  articleId: string,
  leaseMs: number,
): Promise<ClaimedArticle | null> {
  const [article] = await claim(pool, [articleId], leaseMs, true);
  return article ?? null;
}

async function claim(
  pool: Pool,
  articleIds: readonly string[],
  leaseMs: number,
  isAlone: boolean,
): Promise<ClaimedArticle[]> {
  const rows = await queryRows<ClaimedRow>(pool, CLAIM, [[...articleIds].sort(), leaseMs / 1000, isAlone]);
  return rows.map(toClaimed);
}

/** A row of a claim as the clusterer takes it. */
export function toClaimed(row: ClaimedRow): ClaimedArticle {
  return {
    id: row.id,
    provider: row.provider,
    guid: row.guid,
    version: row.version,
    effectiveAtMs: row.effective_at.getTime(),
    attempts: row.attempts,
    headline: row.headline,
    body: row.body,
    slugline: row.slugline,
    edNote: row.ed_note,
    signals: row.signals ?? [],
    altIds: row.alt_ids ?? [],
    storyKey: row.story_key,
  };
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
