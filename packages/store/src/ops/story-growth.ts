import { queryRows, type Db } from '../pool.ts';
import type { Window } from './measure-window.ts';

/** How a story grew. It holds no word of it: it is kept, and what is erased must not be. */
export interface StoryGrowth {
  storyId: string;
  /** Articles that joined it within the last hour, of those samples in which it was among the fastest. */
  joined: number;
  versionCount: number;
}

/** A story that grows fast: it may be a great one, or two that should be apart. */
export interface GrowingStory extends StoryGrowth {
  /** Null where there is none, and where it may not be shown. */
  headline: string | null;
}

const KEEP = `
insert into ops_story_growth as g (at, story_id, joined)
select date_bin('10 minutes', $1::timestamptz, timestamptz 'epoch'), v.story_id, count(*)
  from article_identities i join versions v on v.article_id = i.id
 where i.ended_at >= $1 and i.ended_at < $2 and i.state = 'clustered' and v.matched_article_id is not null
   and i.import_id is null
 group by v.story_id order by count(*) desc, v.story_id limit 50
on conflict (at, story_id) do update set joined = g.joined + excluded.joined`;

const READ = `
select g.story_id as "storyId", g.joined, s.version_count as "versionCount"
  from (select story_id, sum(joined)::float8 as joined from ops_story_growth
         where at > $1::timestamptz - interval '1 hour' group by story_id order by 2 desc, story_id limit $2) g
  join stories s on s.id = g.story_id and s.merged_into is null
 order by g.joined desc, g.story_id`;

const READ_HEADLINES = `
select s.id, left(a.headline, 200) as headline
  from stories s
  join article_identities i on i.id = s.lead_article_id
  join articles a on a.id = i.id and a.effective_at = i.effective_at
  join article_standing st on st.article_id = i.id
 where s.id = any ($1::uuid[]) and st.pub_status = 'usable' and st.standing_pub_status = 'usable'
   and (st.hidden_until is null or st.hidden_until <= clock_timestamp()) and st.text_gone is null`;

/** Counts who joined what within the window. */
export async function keepGrowth(db: Db, { from, to }: Window): Promise<void> {
  await queryRows(db, KEEP, [from, to]);
  await queryRows(db, `delete from ops_story_growth where at < $1::timestamptz - interval '2 hours'`, [to]);
}

/** The stories that grew most within the last hour. */
export async function readGrowth(db: Db, now: Date, limit: number): Promise<StoryGrowth[]> {
  return queryRows<StoryGrowth>(db, READ, [now, limit]);
}

/** Gives them their headlines, as they may be shown now. */
export async function addHeadlines(db: Db, growth: readonly StoryGrowth[]): Promise<GrowingStory[]> {
  const ids = growth.map(({ storyId }) => storyId);
  const rows = await queryRows<{ id: string; headline: string | null }>(db, READ_HEADLINES, [ids]);
  const headlineOf = new Map(rows.map(({ id, headline }) => [id, headline]));
  return growth.map((story) => ({ ...story, headline: headlineOf.get(story.storyId) ?? null }));
}
