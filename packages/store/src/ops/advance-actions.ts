import { queryMaybeOne, queryRows, type Client, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import type { BulkKind } from './action-filter.ts';

// A released article keeps the time of its first end: what it waits for now is no lateness of ours.
const RELEASE = `
update article_identities i
   set state = 'accepted', attempts = 0, attempt_started_at = null, sweeps = 0, quarantine_reason = null,
       next_try_at = clock_timestamp()
  from mine where i.id = mine.id and i.state = 'quarantined'
returning 1`;

const DISCARD = `
update article_identities i set state = 'discarded'
  from mine where i.id = mine.id and i.state = 'quarantined'
returning 1`;

const RETRY = `
update article_identities i set next_try_at = clock_timestamp(), sweeps = 0
  from mine where i.id = mine.id and i.state in ('accepted', 'published')
returning 1`;

const STATEMENTS: Record<BulkKind, string> = { release: RELEASE, discard: DISCARD, retry: RETRY };

/**
 * Takes the next `limit` articles of the action that has run longest. Any number of processes may call it: none gets
 * what another has. Answers false where no action runs. Throws AppError `unavailable` while the store is away.
 */
export async function advanceActions(pool: Pool, limit: number): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const action = await queryMaybeOne<{ id: string; kind: BulkKind }>(
      client,
      `select id, kind from ops_actions where state = 'running' order by created_at limit 1 for update skip locked`,
    );
    if (action === null) return false;
    const items = await queryRows<{ article_id: string }>(
      client,
      `delete from ops_action_items where action_id = $1 and article_id in (
         select article_id from ops_action_items where action_id = $1 order by article_id limit $2)
       returning article_id`,
      [action.id, limit],
    );
    const ids = items.map(({ article_id }) => article_id);
    await count(client, action.id, ids.length, await apply(client, action.kind, ids));
    return true;
  });
}

async function apply(client: Client, kind: BulkKind, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const rows = await queryRows(
    client,
    `with mine as (select id from article_identities where id = any ($1::uuid[]) order by id for no key update)
     ${STATEMENTS[kind]}`,
    [ids],
  );
  return rows.length;
}

async function count(client: Client, id: string, taken: number, done: number): Promise<void> {
  await queryRows(
    client,
    `update ops_actions a set done = done + $2, passed_over = passed_over + $3,
            state = case when x.is_left then 'running' else 'done' end,
            ended_at = case when x.is_left then null else clock_timestamp() end
       from (select exists (select 1 from ops_action_items where action_id = $1) as is_left) x
      where a.id = $1`,
    [id, done, taken - done],
  );
}
