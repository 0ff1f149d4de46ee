-- What an alert and a story are told to agree by: words as hashes. Of articles with a headline alone.
create table article_heads (
  article_id uuid primary key,
  effective_at timestamptz not null,
  is_alert boolean not null,
  -- The headline's words, each with its span of hours.
  keys integer[] not null,
  -- Sorted 32-bit hashes, little-endian: of the headline; of an alert its numbers; of any other the top of its text.
  words bytea not null,
  numbers bytea not null,
  top bytea not null
);
-- Two, so that the many articles that are no alerts search a small one.
create index article_heads_stories on article_heads using gin (keys) with (fastupdate = off) where not is_alert;
create index article_heads_alerts on article_heads using gin (keys) with (fastupdate = off) where is_alert;

-- Every article that an alert agrees with: a fact of the two, never updated. Which of them it hangs under is asked when
-- it is shown, for that goes by what may be shown.
create table alert_matches (
  alert_id uuid not null,
  article_id uuid not null,
  score smallint not null,
  primary key (alert_id, article_id)
);
create index alert_matches_article on alert_matches (article_id);

-- Where an alert hangs: under the best match of another story that anybody may read; no row while there is none. Equal
-- matches go by what the articles say. A function, so that it is asked of one alert and not of all.
create function alert_place(alert uuid)
returns table (article_id uuid, evidence jsonb) language sql stable as $$
  select v.article_id,
         jsonb_build_object('decidedBy', 'algorithm', 'rule', 'alert', 'score', m.score, 'hoursApart',
                            round(abs(extract(epoch from v.effective_at - a.effective_at)) / 3600, 2))
    from versions a
    join article_standing t on t.article_id = a.article_id and t.effective_at = a.effective_at
    join alert_matches m on m.alert_id = a.article_id
    join versions v on v.article_id = m.article_id
    join article_standing s on s.article_id = v.article_id and s.effective_at = v.effective_at
   where a.article_id = alert and a.is_announced and v.is_announced and v.story_id <> a.story_id
     and t.pub_status = 'usable' and t.standing_pub_status = 'usable'
     and s.pub_status = 'usable' and s.standing_pub_status = 'usable'
   order by m.score desc, v.provider <> a.provider, abs(extract(epoch from v.effective_at - a.effective_at)),
            v.content_hash, v.provider collate "C", v.guid collate "C", v.version
   limit 1
$$;

-- Whether all that readers are told of a story is alerts.
create function is_alert_story(story uuid) returns boolean language sql stable as $$
  select not exists (select 1 from versions v left join article_heads h on h.article_id = v.article_id
                      where v.story_id = story and v.is_announced and h.is_alert is not true)
$$;

-- Whether such a story hangs under another.
create function hangs(story uuid) returns boolean language sql stable as $$
  select is_alert_story(story)
     and exists (select 1 from versions v cross join lateral alert_place(v.article_id) p where v.story_id = story)
$$;

-- Almost no story is led by an alert: the rest need not be asked.
alter table stories add column lead_is_alert boolean not null default false;

create or replace function set_story_facts() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id();
  if tg_op = 'INSERT' or new.lead_article_id is distinct from old.lead_article_id then
    select i.effective_at, lower(a.language), a.urgency
      into new.lead_effective_at, new.lead_language, new.lead_urgency
      from article_identities i
      join articles a on a.id = i.id and a.effective_at = i.effective_at
     where i.id = new.lead_article_id;
    new.lead_is_alert := exists (select 1 from article_heads h where h.article_id = new.lead_article_id and h.is_alert);
  end if;
  return new;
end $$;
