import { AppError } from '@writethru/domain';

import { IS_NOT_LEFT } from '../archive/left-articles.ts';
import { queryMaybeOne, queryRows, type Db, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { keepAction, type Operator } from './actions.ts';

/** The sweepers find the others by themselves, up to a quarter of a minute later. */
const DUE_AT_ONCE = 10_000;

const MAKE_DUE = `
with mine as (
  select id from (
    select id from article_identities where state in ('accepted', 'published') and attempt_started_at is null and ${IS_NOT_LEFT}
     order by received_at limit $1 for no key update skip locked) oldest order by id
)
update article_identities i set next_try_at = clock_timestamp() from mine where i.id = mine.id`;

/** Since when clusterers take nothing, who said so, and why. */
export interface Pause {
  since: Date;
  actor: string;
  reason: string;
}

/** The pause that is on; null while articles are clustered. */
export async function readPause(db: Db): Promise<Pause | null> {
  return queryMaybeOne<Pause>(db, 'select since, actor, reason from ops_pause');
}

/** Lets clusterers take nothing more; what they have begun they end. Throws AppError `conflict` where that is so. */
export async function pauseClustering(pool: Pool, operator: Operator): Promise<void> {
  await inTransaction(pool, async (client) => {
    const id = await keepAction(client, { ...operator, kind: 'pause', filter: {}, total: 0, state: 'done' });
    const row = await queryMaybeOne(
      client,
      `insert into ops_pause (action_id, since, actor, reason) values ($1, clock_timestamp(), $2, $3)
       on conflict do nothing returning 1`,
      [id, operator.actor, operator.reason],
    );
    if (row === null) throw new AppError('conflict', 'Clustering is paused already.');
  });
}

/** Lets clusterers go on. Throws AppError `conflict` where they are not paused. */
export async function resumeClustering(pool: Pool, operator: Operator): Promise<void> {
  await inTransaction(pool, async (client) => {
    const rows = await queryRows(client, 'delete from ops_pause returning 1');
    if (rows.length === 0) throw new AppError('conflict', 'Clustering is not paused.');
    await keepAction(client, { ...operator, kind: 'resume', filter: {}, total: 0, state: 'done' });
    await queryRows(client, MAKE_DUE, [DUE_AT_ONCE]);
  });
}
