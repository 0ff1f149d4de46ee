import { queryMaybeOne, type Db } from '../pool.ts';

/** Sizes that are known without counting: the planner's estimate of stories, and the last event's position. */
export async function readSizes(db: Db): Promise<{ storiesEstimate: number; eventsPosition: number }> {
  const row = await queryMaybeOne<{ stories: number; position: number }>(
    db,
    `select greatest(0, (select reltuples from pg_class where oid = 'stories'::regclass))::float8 as stories,
            coalesce((select max(position) from events), 0)::float8 as position`,
  );
  return { storiesEstimate: row?.stories ?? 0, eventsPosition: row?.position ?? 0 };
}
