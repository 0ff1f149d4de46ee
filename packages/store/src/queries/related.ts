import type { Evidence } from '@writethru/domain';

import { queryRows, type Db } from '../pool.ts';
import type { Viewer } from './versions.ts';

/** A story beside the one asked for: one of the two is a factbox, a timeline, a digest or an alert, or both have one slugline. */
export interface RelatedStory {
  storyId: string;
  /** Its article that shares most with the story asked for, and the one there. */
  articleId: string;
  ownArticleId: string;
  evidence: Evidence;
}

// Four sources: digests that the decision found out, alerts with the article that they hang under, articles that one
// provider names alike, and pairs of which one text is beside stories by its own account. Such a pair need not be a match:
// its ends may be in different components. A name that many have is that of a desk.
const MAX_NAMESAKES = 200;
const RELATED = `
with own as (
  select v.article_id, i.fingerprint_id
    from versions v join article_identities i on i.id = v.article_id
   where v.story_id = $1 and (v.is_announced or $2)
), near as materialized (
  -- One row for each text, before anything is asked of it: a large story has far more links than neighbours.
  select distinct on (l.other_fp) own.article_id as own_id, own.fingerprint_id as own_fp, l.other_fp, l.shared
    from own
   cross join lateral (
     select b as other_fp, shared from links where a = own.fingerprint_id and is_candidate
     union all
     select a, shared from links where b = own.fingerprint_id and is_candidate
   ) l
   where l.other_fp not in (select fingerprint_id from own where fingerprint_id is not null)
   order by l.other_fp, l.shared desc, own.article_id
), marked as (
  select * from near where beside_stories(own_fp) <> beside_stories(other_fp)
), named as (
  select s.provider, s.slug, min(s.effective_at) as from_at, max(s.effective_at) as to_at,
         min(s.article_id::text)::uuid as own_id
    from own join article_sluglines s on s.article_id = own.article_id
   group by s.provider, s.slug
), namesakes as (
  select n.own_id, o.article_id as other_id, count(*) over (partition by n.provider, n.slug) as count
    from named n
   cross join lateral (
     select s.article_id from article_sluglines s
      where s.provider = n.provider and s.slug = n.slug
        and s.effective_at between n.from_at - interval '2 days' and n.to_at + interval '2 days'
      limit ${MAX_NAMESAKES + 1}
   ) o
), pairs as (
  select m.own_id, i.id as other_id, m.shared, m.own_fp, m.other_fp, null::jsonb as evidence
    from marked m join article_identities i on i.fingerprint_id = m.other_fp
  union all
  select r.to_article_id, r.article_id, 0, null, null, r.evidence
    from own join related_articles r on r.to_article_id = own.article_id
  union all
  select r.article_id, r.to_article_id, 0, null, null, r.evidence
    from own join related_articles r on r.article_id = own.article_id
  union all
  select p.article_id, m.alert_id, 0, null, null, p.evidence
    from own
    join alert_matches m on m.article_id = own.article_id
   cross join lateral alert_place(m.alert_id) p
   where p.article_id = own.article_id
  union all
  select own.article_id, p.article_id, 0, null, null, p.evidence
    from own cross join lateral alert_place(own.article_id) p
  union all
  select n.own_id, n.other_id, -1, null, null, '{"decidedBy": "provider", "rule": "slugline"}'::jsonb
    from namesakes n where n.count <= ${MAX_NAMESAKES}
), closest as (
  select distinct on (v.story_id) v.story_id, p.*
    from pairs p join versions v on v.article_id = p.other_id and (v.is_announced or $2)
   where v.story_id <> $1
   order by v.story_id, p.shared desc, v.order_at, p.other_id
)
select c.story_id, c.own_id, c.other_id, c.evidence, c.shared,
       least(f.shingle_count, g.shingle_count) as smaller
  from closest c
  left join component_members fm on fm.fingerprint_id = c.own_fp
  left join fingerprints f on f.id = fm.fingerprint_id and f.day = fm.day
  left join component_members gm on gm.fingerprint_id = c.other_fp
  left join fingerprints g on g.id = gm.fingerprint_id and g.day = gm.day
 order by c.story_id
 limit 100`;

/** What stands beside a story, or the stories beside which it stands itself; 100 at most. */
export async function listRelatedStories(
  db: Db,
  storyId: string,
  viewer: Pick<Viewer, 'isEditor'>,
): Promise<RelatedStory[]> {
  const rows = await queryRows<{
    story_id: string;
    own_id: string;
    other_id: string;
    evidence: Evidence | null;
    shared: number;
    smaller: number | null;
  }>(db, RELATED, [storyId, viewer.isEditor]);
  return rows.map((row) => ({
    storyId: row.story_id,
    articleId: row.other_id,
    ownArticleId: row.own_id,
    evidence: row.evidence ?? {
      decidedBy: 'provider',
      rule: 'beside_marker',
      containment: Math.round((row.shared / (row.smaller || 1)) * 10_000) / 10_000,
    },
  }));
}
