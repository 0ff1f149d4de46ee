import { AppError, newId } from '@writethru/domain';

import { holdOffErasures } from '../erasing/hold-off.ts';
import { queryMaybeOne, queryRows, type Client, type Db, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { chooseArticles, type ActionFilter, type BulkKind } from './action-filter.ts';

/** An operator's action on articles, or on the flow of all. */
export type ActionKind = BulkKind | 'pause' | 'resume' | 'job';

/** An action as the audit has it. */
export interface OpsAction {
  id: string;
  kind: ActionKind;
  actor: string;
  reason: string;
  filter: ActionFilter;
  total: number;
  done: number;
  /** Articles that had moved on by themselves, or by another action. */
  passedOver: number;
  state: 'running' | 'done' | 'aborted';
  createdAt: Date;
  endedAt: Date | null;
  abortedBy: string | null;
}

/** Who acts, and why. */
export interface Operator {
  keyId: string;
  actor: string;
  reason: string;
}

const INSERT = `
insert into ops_actions (id, kind, key_id, actor, reason, filter, total, state) values ($1, $2, $3, $4, $5, $6, $7, $8)`;

/**
 * Begins an action on the articles that meet a filter now; those that come to meet it later are not touched. Answers
 * its id. `expected` is the count that the operator saw. Throws AppError `conflict` where it is another by now, with
 * the count in `details.count`: then nothing is begun.
 */
export async function startBulkAction(
  pool: Pool,
  action: Operator & { kind: BulkKind; filter: ActionFilter; expected: number },
): Promise<string> {
  return inTransaction(pool, async (client) => {
    // The reason in the filter may quote an article.
    await holdOffErasures(client);
    const ids = await chooseArticles(client, action.kind, action.filter);
    if (ids.length !== action.expected || ids.length === 0) {
      throw new AppError(
        'conflict',
        `There are ${ids.length} of them by now, not ${action.expected}. Look again.`,
        {
          details: { count: ids.length },
        },
      );
    }
    const id = await keepAction(client, { ...action, total: ids.length, state: 'running' });
    await queryRows(
      client,
      'insert into ops_action_items (action_id, article_id) select $1, unnest($2::uuid[])',
      [id, ids],
    );
    return id;
  });
}

/** Puts an action into the audit. Answers its id. */
export async function keepAction(
  client: Client,
  action: Operator & { kind: ActionKind; filter: ActionFilter; total: number; state: 'running' | 'done' },
): Promise<string> {
  const id = newId();
  const { kind, keyId, actor, reason, filter, total, state } = action;
  await queryRows(client, INSERT, [id, kind, keyId, actor, reason, JSON.stringify(filter), total, state]);
  return id;
}

/** Puts an act on a single job of the queue into the audit; `reason` says which. */
export async function keepJobAction(pool: Pool, operator: Operator): Promise<void> {
  await inTransaction(pool, (client) =>
    keepAction(client, { ...operator, kind: 'job', filter: {}, total: 0, state: 'done' }),
  );
}

/** Ends a running action before its time; what it did stays done. Answers false where it had ended. */
export async function abortAction(db: Db, id: string, actor: string): Promise<boolean> {
  const row = await queryMaybeOne(
    db,
    `update ops_actions set state = 'aborted', ended_at = clock_timestamp(), aborted_by = $2
      where id = $1 and state = 'running' returning 1`,
    [id, actor],
  );
  await queryRows(
    db,
    `delete from ops_action_items i using ops_actions a
      where a.id = i.action_id and a.id = $1 and a.state = 'aborted'`,
    [id],
  );
  return row !== null;
}

const COLUMNS = `id, kind, actor, reason, filter, total, done, passed_over as "passedOver", state,
  created_at as "createdAt", ended_at as "endedAt", aborted_by as "abortedBy"`;

/** The last actions, the newest first. */
export async function listOpsActions(db: Db, limit: number): Promise<OpsAction[]> {
  return queryRows<OpsAction>(
    db,
    `select ${COLUMNS} from ops_actions order by created_at desc, id desc limit $1`,
    [limit],
  );
}

/** One action; null where there is none of this id. */
export async function findOpsAction(db: Db, id: string): Promise<OpsAction | null> {
  return queryMaybeOne<OpsAction>(db, `select ${COLUMNS} from ops_actions where id = $1`, [id]);
}
