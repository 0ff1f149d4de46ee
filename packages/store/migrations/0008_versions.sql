-- What the desk has settled about a provider. One that has no row has the defaults.
create table providers (
  provider text primary key,
  -- 1 leads before 2 where the lead policy goes by provider; null comes last.
  rank integer constraint providers_rank check (rank > 0),
  -- Days from receipt after which text is dropped; null keeps it.
  retention_days integer constraint providers_retention_days check (retention_days > 0),
  -- Whether its altIds and storyKeys may join articles. They can name anyone's item, so trust is given, never assumed.
  has_trusted_keys boolean not null default false,
  -- IANA name, for dates that come without a zone; null is UTC.
  time_zone text,
  updated_at timestamptz not null default now()
);

-- The version that stands for a (provider, guid): its status binds every version. Written by intake, under the chain's
-- lock, so a kill takes effect with its 202.
alter table chains
  add column standing_version bigint,
  add column standing_pub_status text,
  add column standing_embargoed_until timestamptz;
update chains c
   set standing_version = n.version, standing_pub_status = n.pub_status, standing_embargoed_until = n.embargoed_until
  from (select distinct on (i.provider, i.guid) i.provider, i.guid, i.version, a.pub_status, a.embargoed_until
          from article_identities i join articles a on a.id = i.id and a.effective_at = i.effective_at
         order by i.provider, i.guid, i.version desc) n
 where (c.provider, c.guid) = (n.provider, n.guid);

-- What an article says of itself, read once when it is published: markers, and what a change is told by.
create table article_traits (
  article_id uuid primary key,
  markers text[] not null,
  numbers text[] not null,
  names text[] not null
);

-- A provider's own names for items and chains of items, by which articles of trusted providers join.
create table article_link_keys (
  link_key text not null,
  article_id uuid not null,
  day integer not null,
  primary key (link_key, article_id)
);
create index article_link_keys_article on article_link_keys (article_id);

alter table versions
  -- Effective time, but never after a later version of the same guid: the order of versions.
  add column order_at timestamptz,
  -- The killed article whose text this one, another provider's, still carries.
  add column suspect_of uuid,
  -- Whether an event has told of it. Not before its embargo lifts.
  add column is_announced boolean not null default true;
update versions set order_at = effective_at;
alter table versions alter column order_at set not null;

-- True while every version is under embargo.
alter table stories add column is_hidden boolean not null default false;

-- A digest that was found out by its items, and a story that it holds: beside it, never joined. What is beside a story
-- by its own account is told by its marker and its link.
create table related_articles (
  article_id uuid not null,
  to_article_id uuid not null,
  evidence jsonb not null,
  primary key (article_id, to_article_id)
);
create index related_articles_to on related_articles (to_article_id);

-- Components to be decided anew at a given time: an embargo lifts, an editor has spoken, a neighbour went.
create table reunite_requests (
  id bigint generated always as identity primary key,
  article_id uuid not null,
  cause text not null constraint reunite_requests_cause check (cause in ('embargo', 'editor', 'neighbour')),
  action_id uuid,
  due_at timestamptz not null
);
create index reunite_requests_due on reunite_requests (due_at);
create unique index reunite_requests_embargo on reunite_requests (article_id, due_at) where cause = 'embargo';

alter table events drop constraint events_cause;
alter table events add constraint events_cause
  check (cause in ('ingest', 'editor', 'replay', 'backfill', 'embargo'));

-- Who did what to stories, and why: never deleted, an undo is an action of its own.
create table editor_actions (
  id uuid primary key,
  kind text not null
    constraint editor_actions_kind check (kind in ('merge', 'split', 'move', 'pin', 'undo', 'erase')),
  story_id uuid,
  payload jsonb not null,
  key_id text not null,
  actor text not null,
  reason text not null,
  created_at timestamptz not null default now(),
  undone_by uuid references editor_actions (id)
);
create index editor_actions_story on editor_actions (story_id, created_at);
create index editor_actions_recent on editor_actions (created_at);

alter table editor_constraints add column action_id uuid references editor_actions (id);
create index editor_constraints_action on editor_constraints (action_id);

-- A pinned guid leads its story with its newest version, as long as that may be shown.
create table editor_pins (
  action_id uuid primary key references editor_actions (id),
  provider text not null,
  guid text not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index editor_pins_chain on editor_pins (provider, guid) where revoked_at is null;

-- Set when the text was taken away: by a legal request, or by retention.
alter table articles add column text_gone text constraint articles_text_gone check (text_gone in ('erased', 'expired'));

-- What decides whether an article may be shown: its own status, and that of the version of its guid that stands.
-- Whatever shows articles reads it here.
create view article_standing as
select i.id as article_id, i.effective_at, a.pub_status, a.embargoed_until,
       coalesce(c.standing_pub_status, a.pub_status) as standing_pub_status,
       c.standing_embargoed_until, greatest(a.embargoed_until, c.standing_embargoed_until) as hidden_until, a.text_gone
  from article_identities i
  join articles a on a.id = i.id and a.effective_at = i.effective_at
  left join chains c on c.provider = i.provider and c.guid = i.guid;

-- Whether a text is a factbox, a timeline or a digest by the account of any article that carries it.
create function beside_stories(of_fingerprint bigint) returns boolean language sql stable as $$
  select exists (select 1 from article_identities i join article_traits t on t.article_id = i.id
                  where i.fingerprint_id = of_fingerprint and t.markers && array['factbox', 'timeline', 'digest'])
$$;
