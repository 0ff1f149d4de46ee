import { queryPrepared, type Client, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { fromBytes, toBytesArray } from './hash-bytes.ts';

/** What an article is compared by where one of two is an alert. Words as hashes, ascending. */
export interface HeadRow {
  articleId: string;
  effectiveAtMs: number;
  isAlert: boolean;
  /** Index keys, for the span of its own time. */
  keys: Int32Array;
  words: Uint32Array;
  numbers: Uint32Array;
  top: Uint32Array;
}

const INSERT = `
insert into article_heads (article_id, effective_at, is_alert, keys, words, numbers, top)
select n.article_id, to_timestamp(n.effective_ms / 1000.0), n.is_alert, n.keys::int[], n.words, n.numbers, n.top
  from unnest($1::uuid[], $2::bigint[], $3::boolean[], $4::text[], $5::bytea[], $6::bytea[], $7::bytea[])
    as n (article_id, effective_ms, is_alert, keys, words, numbers, top)
 order by n.article_id
on conflict do nothing`;

/** Makes articles findable for alerts, and alerts for articles: part of publishing. */
export async function insertHeads(client: Client, heads: readonly HeadRow[]): Promise<void> {
  if (heads.length === 0) return;
  await queryPrepared(client, INSERT, [
    heads.map((head) => head.articleId),
    heads.map((head) => head.effectiveAtMs),
    heads.map((head) => head.isAlert),
    heads.map((head) => `{${head.keys.join(',')}}`),
    toBytesArray(heads.map((head) => head.words)),
    toBytesArray(heads.map((head) => head.numbers)),
    toBytesArray(heads.map((head) => head.top)),
  ]);
}

/** What is looked for: among the other kind, in a time, by keys of that time. */
export interface HeadSearch {
  ofArticleId: string;
  isAlert: boolean;
  keys: Int32Array;
  fromMs: number;
  toMs: number;
}

interface StoredHead {
  article_id: string;
  effective_at: Date;
  is_alert: boolean;
  words: Buffer;
  numbers: Buffer;
  top: Buffer;
}

function toHead(row: StoredHead): Omit<HeadRow, 'keys'> {
  return {
    articleId: row.article_id,
    effectiveAtMs: row.effective_at.getTime(),
    isAlert: row.is_alert,
    words: fromBytes(row.words),
    numbers: fromBytes(row.numbers),
    top: fromBytes(row.top),
  };
}

const READ = `
select article_id, effective_at, is_alert, words, numbers, top from article_heads where article_id = any ($1::uuid[])`;

/** What articles are compared by where one of two is an alert: of those that have it. Throws AppError as `queryRows` does. */
export async function readHeads(pool: Pool, articleIds: readonly string[]): Promise<Omit<HeadRow, 'keys'>[]> {
  const read = (client: Client): Promise<StoredHead[]> => queryPrepared(client, READ, [articleIds]);
  return (await inTransaction(pool, read, { isByIndex: true })).map(toHead);
}

type Row = StoredHead & { of_article_id: string };

const writeSearch = (kind: string): string => `
select n.id as of_article_id, h.article_id, h.effective_at, h.is_alert, h.words, h.numbers, h.top
  from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[]) as n (id, keys, from_ms, to_ms)
 cross join lateral (
   select * from article_heads c
    where ${kind} and c.keys && n.keys::int[]
      and c.effective_at between to_timestamp(n.from_ms / 1000.0) and to_timestamp(n.to_ms / 1000.0)
      and (select count(*) from unnest(c.keys) as k where k = any (n.keys::int[])) >= $5
 ) h`;
const SEARCH_ALERTS = writeSearch('c.is_alert');
const SEARCH_STORIES = writeSearch('not c.is_alert');

/** The heads of the other kind that share at least `minSharedKeys` keys. Run it after the publish has committed. */
export async function findHeads(
  pool: Pool,
  searches: readonly HeadSearch[],
  minSharedKeys: number,
): Promise<{ ofArticleId: string; head: Omit<HeadRow, 'keys'> }[]> {
  if (searches.length === 0) return [];
  const search = async (client: Client): Promise<Row[]> => {
    const ask = async (text: string, asked: readonly HeadSearch[]): Promise<Row[]> =>
      asked.length === 0
        ? []
        : queryPrepared<Row>(client, text, [
            asked.map((each) => each.ofArticleId),
            asked.map((each) => `{${each.keys.join(',')}}`),
            asked.map((each) => each.fromMs),
            asked.map((each) => each.toMs),
            minSharedKeys,
          ]);
    const alerts = searches.filter((each) => each.isAlert);
    const others = searches.filter((each) => !each.isAlert);
    return [...(await ask(SEARCH_STORIES, alerts)), ...(await ask(SEARCH_ALERTS, others))];
  };
  const rows = await inTransaction(pool, search, { isByKeys: true });
  return rows.map((row) => ({ ofArticleId: row.of_article_id, head: toHead(row) }));
}

/** An alert that agrees with an article. */
export interface AlertMatchRow {
  alertId: string;
  articleId: string;
  score: number;
}

// An erasure waits for it, and what was erased before has no head by the next statement.
const LOCK_MATCHED = `select 1 from article_identities where id = any ($1::uuid[]) order by id for key share`;

const INSERT_MATCHES = `
insert into alert_matches (alert_id, article_id, score)
select n.* from unnest($1::uuid[], $2::uuid[], $3::smallint[]) as n (alert_id, article_id, score)
  join article_heads a on a.article_id = n.alert_id
  join article_heads t on t.article_id = n.article_id
 order by 1, 2
on conflict do nothing`;

/**
 * Stores what the search found, but of articles that were taken away since. Each is a fact of two articles, so whoever
 * comes second changes nothing.
 */
export async function insertAlertMatches(client: Client, matches: readonly AlertMatchRow[]): Promise<void> {
  if (matches.length === 0) return;
  await queryPrepared(client, LOCK_MATCHED, [
    matches.flatMap(({ alertId, articleId }) => [alertId, articleId]),
  ]);
  await queryPrepared(client, INSERT_MATCHES, [
    matches.map((match) => match.alertId),
    matches.map((match) => match.articleId),
    matches.map((match) => match.score),
  ]);
}

/** Forgets an article that was quarantined, so that no alert hangs under it and none is found for it. */
export async function dropHead(client: Client, articleId: string): Promise<void> {
  await queryPrepared(client, 'delete from article_heads where article_id = $1', [articleId]);
  await queryPrepared(client, 'delete from alert_matches where alert_id = $1', [articleId]);
  await queryPrepared(client, 'delete from alert_matches where article_id = $1', [articleId]);
}
