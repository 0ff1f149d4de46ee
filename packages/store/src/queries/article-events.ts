import type { EventCause, EventType } from '@writethru/domain';

import { queryRows, type Db } from '../pool.ts';

/** What happened to an article by its stories' account. */
export interface ArticleEvent {
  type: EventType;
  at: Date;
  cause: EventCause;
  storyId: string;
  /** Whether it came into that story then, or left it; null where the event tells of something else. */
  way: 'joined' | 'left' | null;
}

// The log has an index by story: the one that the article is in, and the one that it was first in.
const EVENTS = `
select e.type, e.created_at, e.cause, e.story_id,
       case when e.payload -> 'joined' ? $1::text then 'joined' when e.payload -> 'left' ? $1::text then 'left' end as way
  from versions v
  join events e on e.story_id in (v.story_id, v.origin_story_id)
 where v.article_id = $1::uuid and e.position is not null
   and (e.article_id = $1::uuid or e.payload -> 'joined' ? $1::text or e.payload -> 'left' ? $1::text)
 order by e.position
 limit 200`;

/** The events that tell of an article, in their order, 200 at most. Nothing that is not in the log yet. */
export async function listArticleEvents(db: Db, articleId: string): Promise<ArticleEvent[]> {
  const rows = await queryRows<{
    type: EventType;
    created_at: Date;
    cause: EventCause;
    story_id: string;
    way: 'joined' | 'left' | null;
  }>(db, EVENTS, [articleId]);
  return rows.map((row) => ({
    type: row.type,
    at: row.created_at,
    cause: row.cause,
    storyId: row.story_id,
    way: row.way,
  }));
}
