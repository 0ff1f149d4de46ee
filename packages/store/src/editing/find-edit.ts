import { queryMaybeOne, type Db } from '../pool.ts';
import type { EditKind } from './record-edit.ts';

/** An editor's action as it stands now. */
export interface EditOnRecord {
  id: string;
  kind: EditKind;
  actor: string;
  reason: string;
  at: Date;
  /** The story that it was asked of; null of what was asked of no story. */
  storyId: string | null;
  /** The clusterer has done it. */
  isApplied: boolean;
  /** Of an undo: the action that it took back. */
  undoes: string | null;
  undoneBy: string | null;
  /** The stories that the items concerned are in now. */
  storyIds: string[];
}

interface EditRow {
  id: string;
  kind: EditKind;
  actor: string;
  reason: string;
  created_at: Date;
  story_id: string | null;
  is_applied: boolean;
  undoes: string | null;
  undone_by: string | null;
  story_ids: string[];
}

// An undo speaks of the items of what it took back.
const FIND = `
with action as (
  select e.*, case when e.kind = 'undo' then (e.payload ->> 'actionId')::uuid end as undoes
    from editor_actions e where e.id = $1
), items as (
  select c.a_provider as provider, c.a_guid as guid
    from editor_constraints c join action on c.action_id = coalesce(action.undoes, action.id)
  union
  select c.b_provider, c.b_guid
    from editor_constraints c join action on c.action_id = coalesce(action.undoes, action.id)
  union
  select p.provider, p.guid
    from editor_pins p join action on p.action_id = coalesce(action.undoes, action.id)
)
select action.id, action.kind, action.actor, action.reason, action.created_at, action.story_id, action.undoes,
       action.undone_by,
       not exists (select 1 from reunite_requests r where r.action_id = action.id) as is_applied,
       array(select distinct v.story_id
               from items join versions v on (v.provider, v.guid) = (items.provider, items.guid)
              order by 1) as story_ids
  from action`;

/** The editor's action of this id; null where there is none. */
export async function findEdit(db: Db, actionId: string): Promise<EditOnRecord | null> {
  const row = await queryMaybeOne<EditRow>(db, FIND, [actionId]);
  if (row === null) return null;
  return {
    id: row.id,
    kind: row.kind,
    actor: row.actor,
    reason: row.reason,
    at: row.created_at,
    storyId: row.story_id,
    isApplied: row.is_applied,
    undoes: row.undoes,
    undoneBy: row.undone_by,
    storyIds: row.story_ids,
  };
}
