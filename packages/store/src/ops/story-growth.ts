import { queryRows, type Db } from '../pool.ts';
import type { Window } from './measure-window.ts';

/** A story that grows fast: it may be a great one, or two that should be apart. */
export interface GrowingStory {
  storyId: string;
  /** Articles that joined it within the last hour, of those samples in which it was among the fastest. */
  joined: number;
  versionCount: number;
  headline: string | null;
}

const KEEP = `
insert into ops_story_growth as g (at, story_id, joined)
select date_bin('10 minutes', $1::timestamptz, timestamptz 'epoch'), v.story_id, count(*)
  from article_identities i join versions v on v.article_id = i.id
 where i.ended_at >= $1 and i.ended_at < $2 and i.state = 'clustered' and v.matched_article_id is not null
 group by v.story_id order by count(*) desc, v.story_id limit 50
on conflict (at, story_id) do update set joined = g.joined + excluded.joined`;

const READ = `
select g.story_id as "storyId", g.joined, s.version_count as "versionCount",
       case when st.pub_status = 'usable' and st.standing_pub_status = 'usable'
             and (st.hidden_until is null or st.hidden_until <= $1) and st.text_gone is null
            then left(a.headline, 200) end as headline
  from (select story_id, sum(joined)::float8 as joined from ops_story_growth
         where at > $1::timestamptz - interval '1 hour' group by story_id order by 2 desc, story_id limit $2) g
  join stories s on s.id = g.story_id and s.merged_into is null
  left join article_identities i on i.id = s.lead_article_id
  left join articles a on a.id = i.id and a.effective_at = i.effective_at
  left join article_standing st on st.article_id = i.id
 order by g.joined desc, g.story_id`;

/** Counts who joined what within the window. */
export async function keepGrowth(db: Db, { from, to }: Window): Promise<void> {
  await queryRows(db, KEEP, [from, to]);
  await queryRows(db, `delete from ops_story_growth where at < $1::timestamptz - interval '2 hours'`, [to]);
}

/** The stories that grew most within the last hour. What may not be shown has no headline. */
export async function readGrowth(db: Db, now: Date, limit: number): Promise<GrowingStory[]> {
  return queryRows<GrowingStory>(db, READ, [now, limit]);
}
