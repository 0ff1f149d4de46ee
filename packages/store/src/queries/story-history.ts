import type { EventCause, EventType } from '@writethru/domain';

import { queryMaybeOne, queryRows, type Db } from '../pool.ts';
import type { EditKind } from '../editing/record-edit.ts';
import type { Viewer } from './versions.ts';

/** Where a row stands in a history: what pages go on from. `atUs` is in microseconds since the epoch. */
export interface HistoryPosition {
  atUs: string;
  source: 'edit' | 'event';
  id: string;
}

/** An editor's action, with who, why, and what it spoke of. */
export interface HistoryAction {
  id: string;
  kind: EditKind;
  actor: string;
  reason: string;
  articleIds: string[];
  otherStoryId: string | null;
  /** Every version of that story is under embargo. */
  isOtherHidden: boolean;
  /** Of an undo: the action that it took back. */
  undoes: string | null;
  undoneBy: string | null;
}

/** Articles that a move or a split took from one story to another. */
export interface HistoryWay {
  articleId: string;
  fromStoryId: string;
  toStoryId: string;
  isSplit: boolean;
}

/** One decision about a story, or one word of an editor about it. */
export interface HistoryRow {
  position: HistoryPosition;
  at: Date;
  storyId: string;
  /** Null for an editor's action, which is what the next event follows from. */
  event: {
    type: EventType;
    cause: EventCause;
    articleId: string | null;
    payload: Record<string, unknown>;
    ways: HistoryWay[];
  } | null;
  action: HistoryAction | null;
}

// A merged story's past is the survivor's too. Ids of events as texts of one length, so that both kinds sort alike.
const LIST = `
with recursive family (id) as (
  select $1::uuid union select s.id from family f join stories s on s.merged_into = f.id
), entries as (
  select (extract(epoch from e.created_at) * 1000000)::bigint as at_us, 'event' as source,
         lpad(e.id::text, 20, '0') as id, e.id as event_id,
         case when e.payload ? 'action' then (e.payload -> 'action' ->> 'id')::uuid end as action_id
    from events e
   where e.story_id in (select id from family) and e.position is not null and e.type not in ('article.moved', 'article.canceled')
  union all
  select (extract(epoch from a.created_at) * 1000000)::bigint, 'edit', a.id::text, null, a.id
    from editor_actions a
   where a.story_id in (select id from family)
      or (a.kind in ('merge', 'move')
          and coalesce(a.payload ->> 'with', a.payload ->> 'to') in (select id::text from family))
), page as (
  select * from entries n
   where $2::bigint is null or (n.at_us, n.source, n.id collate "C") DIRECTION ($2, $3, $4)
   order by n.at_us ORDER, n.source ORDER, n.id collate "C" ORDER
   limit $5
)
select p.at_us::text, p.source, p.id, coalesce(e.created_at, a.created_at) as at, coalesce(e.story_id, a.story_id) as story_id,
       e.type, e.cause, e.article_id, e.payload, w.ways, a.id as action_id, a.kind, a.actor, a.reason,
       a.payload as asked, a.undone_by, coalesce(o.is_hidden, false) as is_other_hidden
  from page p
  left join events e on e.id = p.event_id
  left join editor_actions a on a.id = p.action_id
  left join stories o on a.kind in ('merge', 'move') and o.id = coalesce(a.payload ->> 'with', a.payload ->> 'to')::uuid
  left join lateral (
    select jsonb_agg(jsonb_build_object('articleId', n.article_id, 'fromStoryId', n.from_id, 'toStoryId', n.to_id,
                                        'isSplit', n.is_split)) as ways
      from (
        select m.article_id::text, m.payload ->> 'from' as from_id, m.story_id as to_id, false as is_split
          from events m
         where m.type = 'article.moved' and m.story_id = e.story_id and m.created_at = e.created_at
        union all
        select g.article_id, m.payload ->> 'from', m.story_id, m.type = 'story.split'
          from events m
         cross join lateral jsonb_array_elements_text(
           case m.type when 'story.split' then m.payload -> 'joined' else jsonb_build_array(m.article_id) end
         ) as g (article_id)
         where m.type in ('article.moved', 'story.split') and m.payload ->> 'from' = e.story_id::text
           and m.created_at = e.created_at
      ) n
  ) w on true
 order by p.at_us ORDER, p.source ORDER, p.id collate "C" ORDER`;

const OLDEST_FIRST = LIST.replaceAll('DIRECTION', '>').replaceAll('ORDER', 'asc');
const NEWEST_FIRST = LIST.replaceAll('DIRECTION', '<').replaceAll('ORDER', 'desc');

export interface HistoryFilter {
  order: 'asc' | 'desc';
  after: HistoryPosition | null;
  limit: number;
}

/**
 * What happened to a story, and to those that live on in it, `limit` rows at most. Whether what it tells of may be told
 * is not judged.
 */
export async function listStoryHistory(
  db: Db,
  storyId: string,
  { order, after, limit }: HistoryFilter,
): Promise<HistoryRow[]> {
  const rows = await queryRows<Row>(db, order === 'asc' ? OLDEST_FIRST : NEWEST_FIRST, [
    storyId,
    after?.atUs ?? null,
    after?.source ?? null,
    after?.id ?? null,
    limit,
  ]);
  return rows.map((row) => ({
    position: { atUs: row.at_us, source: row.source, id: row.id },
    at: row.at,
    storyId: row.story_id,
    event:
      row.type === null
        ? null
        : {
            type: row.type,
            cause: row.cause,
            articleId: row.article_id,
            payload: row.payload,
            ways: row.ways ?? [],
          },
    action: row.action_id === null ? null : toAction(row, row.action_id),
  }));
}

interface Row {
  at_us: string;
  source: HistoryPosition['source'];
  id: string;
  at: Date;
  story_id: string;
  type: EventType | null;
  cause: EventCause;
  article_id: string | null;
  payload: Record<string, unknown>;
  ways: HistoryWay[] | null;
  action_id: string | null;
  kind: HistoryAction['kind'];
  actor: string;
  reason: string;
  asked: { articleId?: string; articleIds?: string[]; with?: string; to?: string; actionId?: string };
  undone_by: string | null;
  is_other_hidden: boolean;
}

function toAction(row: Row, id: string): HistoryAction {
  const { articleId, articleIds, with: merged, to, actionId } = row.asked;
  return {
    id,
    kind: row.kind,
    actor: row.actor,
    reason: row.reason,
    articleIds: articleIds ?? (articleId === undefined ? [] : [articleId]),
    otherStoryId: merged ?? to ?? null,
    isOtherHidden: row.is_other_hidden,
    undoes: actionId ?? null,
    undoneBy: row.undone_by,
  };
}

const HAS_SECRETS = `
select exists (
  select 1 from versions v
    join article_standing s on s.article_id = v.article_id and s.effective_at = v.effective_at
   where v.story_id = $1
     and (not v.is_announced or s.pub_status <> 'usable' or s.standing_pub_status <> 'usable'
          or s.hidden_until > $2 or s.text_gone = 'erased')
) as has_secrets`;

/** Whether a story has an article whose text readers may not see, or that they are not told of. */
export async function hasSecrets(db: Db, storyId: string, { now }: Pick<Viewer, 'now'>): Promise<boolean> {
  const row = await queryMaybeOne<{ has_secrets: boolean }>(db, HAS_SECRETS, [storyId, now]);
  return row?.has_secrets === true;
}
