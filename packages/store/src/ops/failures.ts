import type { ArticleState } from '@writethru/domain';

import { holdOffErasures } from '../erasing/hold-off.ts';
import { queryRows, type Db, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

/** Failures of one reason, by how long ago. */
export interface FailureGroup {
  reason: string;
  lastHour: number;
  lastThreeHours: number;
  lastDay: number;
  lastWeek: number;
  /** Articles that wait for another attempt. */
  waiting: number;
  firstAt: string;
  lastAt: string;
  sampleArticleId: string;
}

/** As it is kept. It holds no reason, for that may quote an article, and what is erased must not be kept: one has it. */
export interface KeptFailureGroup extends Omit<FailureGroup, 'reason'> {
  sampleId: number;
}

// Who tried an article for longer than its lease may fail when it has been erased.
const KEEP = `
insert into article_failures (article_id, provider, attempt, reason)
select i.id, i.provider, i.attempts, case when a.text_gone = 'erased' then 'Erased.' else $2 end
  from article_identities i join articles a on a.id = i.id and a.effective_at = i.effective_at
 where i.id = $1`;

/** A name of an article in a reason would make every failure a reason of its own. */
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4,}/gi;

/**
 * Keeps a failure of an article alone. Ids and long numbers in the reason are left out, so that like counts with like; of an
 * article that was erased meanwhile the whole reason. Throws AppError as `queryRows` does.
 */
export async function keepFailure(pool: Pool, articleId: string, reason: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    await holdOffErasures(client);
    await queryRows(client, KEEP, [articleId, reason.replaceAll(IDS, '…').slice(0, 500)]);
  });
}

const GROUPS = `
with waiting as (
  select w.reason, count(distinct i.id)::int as count
    from article_identities i join article_failures w on w.article_id = i.id
   where i.state in ('accepted', 'published') and i.attempts > 0 group by w.reason
)
select max(id) as "sampleId", (count(*) filter (where at > $1::timestamptz - interval '1 hour'))::int as "lastHour",
       (count(*) filter (where at > $1::timestamptz - interval '3 hours'))::int as "lastThreeHours",
       (count(*) filter (where at > $1::timestamptz - interval '1 day'))::int as "lastDay",
       count(*)::int as "lastWeek", min(at) as first_at, max(at) as last_at,
       (array_agg(article_id order by id desc))[1] as "sampleArticleId",
       coalesce((select w.count from waiting w where w.reason = f.reason), 0) as waiting
  from article_failures f where at > $1::timestamptz - interval '7 days'
 group by reason order by "lastHour" desc, "lastDay" desc, "lastWeek" desc, reason limit $2`;

/** The reasons of the last week, those of the last hour first. */
export async function readFailures(db: Db, now: Date, limit: number): Promise<KeptFailureGroup[]> {
  const rows = await queryRows<
    Omit<KeptFailureGroup, 'firstAt' | 'lastAt'> & { first_at: Date; last_at: Date }
  >(db, GROUPS, [now, limit]);
  return rows.map(({ first_at, last_at, ...group }) => ({
    ...group,
    firstAt: first_at.toISOString(),
    lastAt: last_at.toISOString(),
  }));
}

/** Gives them their reasons, as they stand now. One whose failures were forgotten since is left out. */
export async function addReasons(db: Db, groups: readonly KeptFailureGroup[]): Promise<FailureGroup[]> {
  if (groups.length === 0) return [];
  const rows = await queryRows<{ id: number; reason: string }>(
    db,
    'select id, reason from article_failures where id = any ($1::bigint[])',
    [groups.map(({ sampleId }) => sampleId)],
  );
  const reasonOf = new Map(rows.map(({ id, reason }) => [id, reason]));
  return groups.flatMap(({ sampleId, ...group }) => {
    const reason = reasonOf.get(sampleId);
    return reason === undefined ? [] : [{ ...group, reason }];
  });
}

/** A failed attempt at an article, and how the article stands now. */
export interface FailedAttempt {
  at: Date;
  articleId: string;
  provider: string;
  guid: string;
  attempt: number;
  reason: string;
  state: ArticleState;
}

/** The last `limit` failed attempts since `from`, of one reason or of all, and how many there are. */
export async function listFailures(
  db: Db,
  { from, reason, limit }: { from: Date; reason: string | null; limit: number },
): Promise<{ attempts: FailedAttempt[]; total: number }> {
  const where = 'f.at > $1::timestamptz and ($2::text is null or f.reason = $2)';
  const attempts = await queryRows<FailedAttempt>(
    db,
    `select f.at, f.article_id as "articleId", i.provider, i.guid, f.attempt, f.reason, i.state
       from article_failures f join article_identities i on i.id = f.article_id
      where ${where} order by f.at desc, f.id desc limit $3`,
    [from, reason, limit],
  );
  const [row] = await queryRows<{ total: number }>(
    db,
    `select count(*)::int as total from article_failures f where ${where}`,
    [from, reason],
  );
  return { attempts, total: row!.total };
}

/** The failures of one article that are kept, the newest first. */
export async function listArticleFailures(
  db: Db,
  articleId: string,
): Promise<{ at: Date; attempt: number; reason: string }[]> {
  return queryRows(
    db,
    'select at, attempt, reason from article_failures where article_id = $1 order by id desc limit 50',
    [articleId],
  );
}

/** How many failures a window saw. */
export async function countFailures(db: Db, from: Date, to: Date): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    'select count(*)::int as count from article_failures where at >= $1 and at < $2',
    [from, to],
  );
  return row!.count;
}

/** Forgets failures of more than two weeks ago, some at a time. */
export async function pruneFailures(db: Db, now: Date): Promise<void> {
  await queryRows(
    db,
    `delete from article_failures where id in (
       select id from article_failures where at < $1::timestamptz - interval '14 days' order by at limit 10000)`,
    [now],
  );
}
