-- What lists filter and sort by. A trigger keeps it, so that no writer of stories can forget it.
alter table stories
  add column lead_effective_at timestamptz,
  -- Lower case; null where the lead says none.
  add column lead_language text,
  add column lead_urgency smallint,
  -- The transaction that changed the story last: tells exactly what a snapshot had not seen yet.
  add column changed_in xid8 not null default pg_current_xact_id(),
  -- The lead whose text is in story_texts: another than the lead of now is due.
  add column text_lead_id uuid;

create function set_story_facts() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id();
  if tg_op = 'INSERT' or new.lead_article_id is distinct from old.lead_article_id then
    select i.effective_at, lower(a.language), a.urgency
      into new.lead_effective_at, new.lead_language, new.lead_urgency
      from article_identities i
      join articles a on a.id = i.id and a.effective_at = i.effective_at
     where i.id = new.lead_article_id;
  end if;
  return new;
end $$;
create trigger stories_facts before insert or update of lead_article_id, version_count, providers, merged_into, updated_at
  on stories for each row execute function set_story_facts();

update stories s
   set lead_effective_at = i.effective_at, lead_language = lower(a.language), lead_urgency = a.urgency
  from article_identities i
  join articles a on a.id = i.id and a.effective_at = i.effective_at
 where i.id = s.lead_article_id;

create index stories_created on stories (created_at desc, id desc) where merged_into is null;
create index stories_size on stories (version_count desc, id desc) where merged_into is null;
create index stories_lead_time on stories (lead_effective_at) where merged_into is null;
create index stories_language on stories (split_part(lead_language, '-', 1), updated_at desc, id desc)
  where merged_into is null;
create index stories_urgency on stories (lead_urgency, updated_at desc, id desc)
  where merged_into is null and lead_urgency is not null;
create index stories_reach on stories (cardinality(providers) desc, updated_at desc, id desc)
  where merged_into is null and cardinality(providers) > 1;
create index stories_text_due on stories (id) where merged_into is null and lead_article_id is distinct from text_lead_id;

-- Most versions are originals, and most articles usable: what is asked for is the rest.
create index versions_relation on versions (relation, story_id) where relation <> 'original';
create index articles_not_usable on articles (pub_status, id) where pub_status <> 'usable';

-- The lead's text for search, in the configuration of its language. Written by a loop, off the way of an article.
create table story_texts (
  story_id uuid primary key,
  config text not null,
  document tsvector not null
);
create index story_texts_document on story_texts using gin (document) with (fastupdate = off);
