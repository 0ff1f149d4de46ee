import { AppError } from '@writethru/domain';

import { requestReunite } from '../clusterer/reunite-requests.ts';
import { queryMaybeOne, queryRows, type Db, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { insertAction, lockEdits, type Editor, type RecordedEdit } from './record-edit.ts';

const READ_ACTION = `select kind, story_id, undone_by from editor_actions where id = $1`;

// The newest version of every item that the action spoke of: what it held together may be one component or several.
const READ_CONCERNED = `
select distinct on (v.provider, v.guid) v.article_id
  from (select a_provider as provider, a_guid as guid from editor_constraints where action_id = $1
        union select b_provider, b_guid from editor_constraints where action_id = $1
        union select provider, guid from editor_pins where action_id = $1) n
  join versions v on (v.provider, v.guid) = (n.provider, n.guid)
 order by v.provider, v.guid, v.version desc`;

/**
 * Takes an editor's action back: its constraints and its pin are in force no more, and the clusterer decides anew.
 * Throws AppError: `not_found`, or `conflict` for one that was undone already, or is an undo or an erasure.
 */
export async function undoEdit(
  pool: Pool,
  actionId: string,
  editor: Editor,
): Promise<RecordedEdit & { articleIds: string[] }> {
  return inTransaction(pool, async (client) => {
    await lockEdits(client);
    const action = await queryMaybeOne<{
      kind: string;
      story_id: string | null;
      undone_by: string | null;
    }>(client, READ_ACTION, [actionId]);
    if (action === null) throw new AppError('not_found', 'There is no such action.');
    if (action.kind === 'undo') throw new AppError('conflict', 'An undo can not be undone.');
    if (action.kind === 'erase') throw new AppError('conflict', 'What was erased does not come back.');
    if (action.undone_by !== null)
      throw new AppError('conflict', 'It was undone already.', { details: { undoneBy: action.undone_by } });
    const undoId = await insertAction(
      client,
      { ...editor, kind: 'undo', storyId: action.story_id },
      { actionId, undone: action.kind },
    );
    const concerned = await queryRows<{ article_id: string }>(client, READ_CONCERNED, [actionId]);
    const articleIds = concerned.map((row) => row.article_id);
    await queryRows(client, 'update editor_actions set undone_by = $2 where id = $1', [actionId, undoId]);
    await queryRows(
      client,
      'update editor_constraints set revoked_at = clock_timestamp() where action_id = $1 and revoked_at is null',
      [actionId],
    );
    await queryRows(client, 'update editor_pins set revoked_at = clock_timestamp() where action_id = $1', [
      actionId,
    ]);
    if (articleIds.length === 0) throw new AppError('bug', 'An action speaks of no article.');
    const request = { articleId: articleIds[0]!, cause: 'editor', actionId: undoId } as const;
    return { actionId: undoId, requestId: await requestReunite(client, request), articleIds };
  });
}

/** How many merges, splits, moves and pins are in force, by kind: each one is an editor who saw it otherwise. */
export async function countEditsInForce(db: Db): Promise<Record<string, number>> {
  const rows = await queryRows<{ kind: string; count: number }>(
    db,
    `select kind, count(*)::int as count from editor_actions
      where undone_by is null and kind in ('merge', 'split', 'move', 'pin') group by kind`,
  );
  return Object.fromEntries(rows.map((row) => [row.kind, row.count]));
}

/** The stories that articles are in now. */
export async function findStoriesOf(db: Db, articleIds: readonly string[]): Promise<string[]> {
  const rows = await queryRows<{ story_id: string }>(
    db,
    'select distinct story_id from versions where article_id = any ($1::uuid[]) order by 1',
    [articleIds],
  );
  return rows.map((row) => row.story_id);
}
