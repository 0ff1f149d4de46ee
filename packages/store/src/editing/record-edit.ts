import { newId } from '@writethru/domain';

import { requestReunite } from '../clusterer/reunite-requests.ts';
import { queryRows, type Client, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import {
  readEditedStory,
  readHeldConstraints,
  type EditedStory,
  type HeldConstraint,
  type StoryItem,
} from './edit-facts.ts';

/** Who acts, and why. */
export interface Editor {
  keyId: string;
  actor: string;
  reason: string;
}

export type EditKind = 'merge' | 'split' | 'move' | 'pin' | 'judge' | 'undo' | 'erase';

export interface EditInput extends Editor {
  kind: 'merge' | 'split' | 'move' | 'pin' | 'judge';
  storyId: string;
  /** The other story of a merge or a move; of a verdict, that of the second article, where it is another one. */
  otherStoryId: string | null;
  /** What was asked for, for the audit. */
  payload: Record<string, unknown>;
}

/** What an edit is planned from, read under the lock that keeps edits apart. */
export interface EditFacts {
  story: EditedStory | null;
  other: EditedStory | null;
  held: HeldConstraint[];
}

export interface EditPlan {
  constraints: Omit<HeldConstraint, 'actionId'>[];
  pin: StoryItem | null;
  /** An article whose component is to be decided anew: constraints reach all others from it. */
  articleId: string;
}

/** An edit that is on record. The clusterer obeys it when it answers the request. */
export interface RecordedEdit {
  actionId: string;
  requestId: number;
}

// Any number will do, so long as every editor's action uses the same one.
const LOCK = 7_203_115_003;

const INSERT_ACTION = `
insert into editor_actions (id, kind, story_id, payload, key_id, actor, reason, created_at)
values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp())`;

const INSERT_CONSTRAINTS = `
insert into editor_constraints (id, kind, a_provider, a_guid, b_provider, b_guid, actor, reason, action_id)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
    as n (id, kind, a_provider, a_guid, b_provider, b_guid), (values ($7::text, $8::text, $9::uuid)) as said
 order by 1`;

/**
 * Puts an editor's action on record, with the constraints that `plan` makes of the stories as they stand, and asks
 * the clusterer to obey. One edit at a time. Throws what `plan` throws: then nothing is on record.
 */
export async function recordEdit(
  pool: Pool,
  input: EditInput,
  plan: (facts: EditFacts) => EditPlan,
): Promise<RecordedEdit> {
  return inTransaction(pool, async (client) => {
    await lockEdits(client);
    const story = await readEditedStory(client, input.storyId);
    const other = input.otherStoryId === null ? null : await readEditedStory(client, input.otherStoryId);
    const items = [...(story?.items ?? []), ...(other?.items ?? [])];
    const planned = plan({ story, other, held: await readHeldConstraints(client, items) });
    const actionId = await insertAction(client, input, input.payload);
    await insertConstraints(client, input, actionId, planned.constraints);
    if (planned.pin !== null) {
      await queryRows(client, 'insert into editor_pins (action_id, provider, guid) values ($1, $2, $3)', [
        actionId,
        planned.pin.provider,
        planned.pin.guid,
      ]);
    }
    const request = { articleId: planned.articleId, cause: 'editor', actionId } as const;
    return { actionId, requestId: await requestReunite(client, request) };
  });
}

/** Keeps editors' actions apart until the transaction ends. */
export async function lockEdits(client: Client): Promise<void> {
  await queryRows(client, 'select pg_advisory_xact_lock($1)', [LOCK]);
}

/** Puts an action into the audit. Answers its id. */
export async function insertAction(
  client: Client,
  action: Editor & { kind: EditKind; storyId: string | null },
  payload: Record<string, unknown>,
): Promise<string> {
  const id = newId();
  await queryRows(client, INSERT_ACTION, [
    id,
    action.kind,
    action.storyId,
    JSON.stringify(payload),
    action.keyId,
    action.actor,
    action.reason,
  ]);
  return id;
}

/** Puts an action's constraints into force. */
async function insertConstraints(
  client: Client,
  editor: Editor,
  actionId: string,
  constraints: readonly Omit<HeldConstraint, 'actionId'>[],
): Promise<void> {
  if (constraints.length === 0) return;
  await queryRows(client, INSERT_CONSTRAINTS, [
    constraints.map(() => newId()),
    constraints.map((constraint) => constraint.kind),
    constraints.map((constraint) => constraint.aProvider),
    constraints.map((constraint) => constraint.aGuid),
    constraints.map((constraint) => constraint.bProvider),
    constraints.map((constraint) => constraint.bGuid),
    editor.actor,
    editor.reason,
    actionId,
  ]);
}
