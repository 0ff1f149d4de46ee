import type { EventCause, EventType } from '@writethru/domain';

import { queryMaybeOne, queryRows, type Db } from '../pool.ts';

/** An event that has its position. */
export interface ChangeRow {
  position: number;
  type: EventType;
  at: Date;
  cause: EventCause;
  storyId: string | null;
  articleId: string | null;
  data: Record<string, unknown>;
}

export interface ChangeFilter {
  types: readonly EventType[] | null;
  causes: readonly EventCause[] | null;
}

export interface ChangePage {
  changes: ChangeRow[];
  /** All up to here has been looked at. */
  position: number;
  hasMore: boolean;
}

/** Of a filter that matches little, so many positions are looked at in one go. */
const MAX_SCANNED = 10_000;

const LIST = `
with head as (select coalesce(max(position), 0)::float8 as head from events)
select head.head, e.position, e.type, e.created_at, e.cause, e.story_id, e.article_id, e.payload
  from head left join lateral (
    select * from events
     where position > $1 and position <= $1 + ${MAX_SCANNED}
       and ($2::text[] is null or type = any ($2)) and ($3::text[] is null or cause = any ($3))
     order by position limit $4) e on true
 order by e.position`;

/** Changes after a position in their order, `limit` at most. */
export async function listChanges(
  db: Db,
  since: number,
  filter: ChangeFilter,
  limit: number,
): Promise<ChangePage> {
  const rows = await queryRows<{
    head: number;
    position: number | null;
    type: EventType;
    created_at: Date;
    cause: EventCause;
    story_id: string | null;
    article_id: string | null;
    payload: Record<string, unknown>;
  }>(db, LIST, [since, filter.types, filter.causes, limit]);
  const head = rows[0]?.head ?? 0;
  const changes = rows.flatMap((row): ChangeRow[] =>
    row.position === null
      ? []
      : [
          {
            position: row.position,
            type: row.type,
            at: row.created_at,
            cause: row.cause,
            storyId: row.story_id,
            articleId: row.article_id,
            data: row.payload,
          },
        ],
  );
  const isFull = changes.length === limit;
  // A position past the head is the caller's own: it stays, so that a mistake does not read everything again.
  const scanned = Math.max(since, Math.min(head, since + MAX_SCANNED));
  const position = isFull ? changes.at(-1)!.position : scanned;
  return { changes, position, hasMore: position < head };
}

/** The position of the last change. */
export async function readHeadPosition(db: Db): Promise<number> {
  const row = await queryMaybeOne<{ head: number }>(
    db,
    'select coalesce(max(position), 0)::float8 as head from events',
  );
  return row?.head ?? 0;
}
