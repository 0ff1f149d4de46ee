import { queryRows, type Db } from '../pool.ts';

/** Failures of one reason, by how long ago. */
export interface FailureGroup {
  reason: string;
  lastHour: number;
  lastThreeHours: number;
  lastDay: number;
  lastWeek: number;
  firstAt: string;
  lastAt: string;
  sampleArticleId: string;
}

const KEEP = `
insert into article_failures (article_id, provider, attempt, reason)
select id, provider, attempts, $2 from article_identities where id = $1`;

/** A name of an article in a reason would make every failure a reason of its own. */
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4,}/gi;

/** Keeps a failure of an article alone. Ids and long numbers in the reason are left out, so that like counts with like. */
export async function keepFailure(db: Db, articleId: string, reason: string): Promise<void> {
  await queryRows(db, KEEP, [articleId, reason.replaceAll(IDS, '…').slice(0, 500)]);
}

const GROUPS = `
select reason, (count(*) filter (where at > $1::timestamptz - interval '1 hour'))::int as "lastHour",
       (count(*) filter (where at > $1::timestamptz - interval '3 hours'))::int as "lastThreeHours",
       (count(*) filter (where at > $1::timestamptz - interval '1 day'))::int as "lastDay",
       count(*)::int as "lastWeek", min(at) as first_at, max(at) as last_at,
       (array_agg(article_id order by id desc))[1] as "sampleArticleId"
  from article_failures where at > $1::timestamptz - interval '7 days'
 group by reason order by "lastHour" desc, "lastDay" desc, "lastWeek" desc, reason limit $2`;

/** The reasons of the last week, those of the last hour first. */
export async function readFailures(db: Db, now: Date, limit: number): Promise<FailureGroup[]> {
  const rows = await queryRows<Omit<FailureGroup, 'firstAt' | 'lastAt'> & { first_at: Date; last_at: Date }>(
    db,
    GROUPS,
    [now, limit],
  );
  return rows.map(({ first_at, last_at, ...group }) => ({
    ...group,
    firstAt: first_at.toISOString(),
    lastAt: last_at.toISOString(),
  }));
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
