import { AppError } from '@writethru/domain';

import { queryRows, type Client, type Db, type Pool } from '../pool.ts';
import { FACTS, toFacts, type FactsRow, type FingerprintFacts } from './search.ts';

/** A component that is to be decided anew, named by one of its articles, and why. */
export interface ReuniteRequest {
  id: number;
  articleId: string;
  cause: 'embargo' | 'editor' | 'neighbour';
  /** Null where the article has no fingerprint: it was quarantined, so there is nothing to decide. */
  fingerprint: FingerprintFacts | null;
  /** The editor's action; null for other causes. */
  action: { id: string; kind: string } | null;
}

const READ_DUE = `
select r.id as request_id, r.article_id, r.cause, e.id as action_id, e.kind,
       ${FACTS}
  from reunite_requests r
  join article_identities i on i.id = r.article_id
  left join editor_actions e on e.id = r.action_id
  left join component_members m on m.fingerprint_id = i.fingerprint_id
  left join fingerprints f on f.id = m.fingerprint_id and f.day = m.day
 where r.due_at <= to_timestamp($2 / 1000.0)
 order by r.due_at, r.id
 limit $1`;

type Row = { [Column in keyof FactsRow]: FactsRow[Column] | null } & {
  request_id: number;
  article_id: string;
  cause: ReuniteRequest['cause'];
  action_id: string | null;
  kind: string;
};

/** Requests that are due at `nowMs`, `limit` at most. Two readers may get the same one: answering it twice changes nothing. */
export async function listDueRequests(pool: Pool, limit: number, nowMs: number): Promise<ReuniteRequest[]> {
  const rows = await queryRows<Row>(pool, READ_DUE, [limit, nowMs]);
  return rows.map((row) => ({
    id: row.request_id,
    articleId: row.article_id,
    cause: row.cause,
    fingerprint: row.id === null ? null : toFacts(row as FactsRow),
    action: row.action_id === null ? null : { id: row.action_id, kind: row.kind },
  }));
}

/** Puts a request that failed off. */
export async function delayRequest(pool: Pool, requestId: number, pauseMs: number): Promise<void> {
  await queryRows(
    pool,
    'update reunite_requests set due_at = clock_timestamp() + make_interval(secs => $2) where id = $1',
    [requestId, pauseMs / 1000],
  );
}

/** Ends requests: they are answered, or there is nothing to answer. */
export async function dropRequests(db: Db, requestIds: readonly number[]): Promise<void> {
  await queryRows(db, 'delete from reunite_requests where id = any ($1::bigint[])', [requestIds]);
}
/** Asks that the component of an article be decided anew now. Answers the request's id. */
export async function requestReunite(
  client: Client,
  request: { articleId: string; cause: 'editor'; actionId: string },
): Promise<number> {
  const [row] = await queryRows<{ id: number }>(
    client,
    `insert into reunite_requests (article_id, cause, action_id, due_at)
     values ($1, $2, $3, timestamptz 'epoch') returning id`,
    [request.articleId, request.cause, request.actionId],
  );
  if (row === undefined) throw new AppError('bug', 'An insert returned no row.');
  return row.id;
}

/** Whether a request is still to be answered. */
export async function isRequestOpen(db: Db, requestId: number): Promise<boolean> {
  const rows = await queryRows(db, 'select 1 from reunite_requests where id = $1', [requestId]);
  return rows.length > 0;
}
