-- Whether what an article says at that time may be read. A function, so that it is asked of one row: joined beside the
-- partitions of articles, the two standings are more tables than the planner puts in order, and it would read them all.
create function is_usable(article uuid, at timestamptz) returns boolean language sql stable as $$
  select exists (select 1 from article_standing s
                  where s.article_id = article and s.effective_at = at
                    and s.pub_status = 'usable' and s.standing_pub_status = 'usable')
$$;

create or replace function alert_place(alert uuid)
returns table (article_id uuid, evidence jsonb) language sql stable as $$
  select v.article_id,
         jsonb_build_object('decidedBy', 'algorithm', 'rule', 'alert', 'score', m.score, 'hoursApart',
                            round(abs(extract(epoch from v.effective_at - a.effective_at)) / 3600, 2))
    from versions a
    join alert_matches m on m.alert_id = a.article_id
    join versions v on v.article_id = m.article_id
   where a.article_id = alert and a.is_announced and v.is_announced and v.story_id <> a.story_id
     and is_usable(a.article_id, a.effective_at) and is_usable(v.article_id, v.effective_at)
   order by m.score desc, v.provider <> a.provider, abs(extract(epoch from v.effective_at - a.effective_at)),
            v.content_hash, v.provider collate "C", v.guid collate "C", v.version
   limit 1
$$;
