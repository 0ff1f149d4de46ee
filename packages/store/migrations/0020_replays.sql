-- Several algorithm versions may use the same fingerprints, and differ in their stop keys: index keys so common that
-- sharing one says nothing.
alter table algorithm_versions add column fingerprint_version smallint;
update algorithm_versions set fingerprint_version = id;
alter table algorithm_versions alter column fingerprint_version set not null;
create table stop_keys (
  algorithm_version smallint not null references algorithm_versions (id),
  key integer not null,
  primary key (algorithm_version, key)
);

-- The version that a component was decided under. Every decision is made under the active one, so a component of
-- another is moved first: by a replay, or by whoever is the first to touch it. 0: its articles were read anew, and it
-- has not been decided yet.
alter table components add column algorithm_version smallint;
update components c
   set algorithm_version = coalesce(
     (select min(f.algorithm_version)
        from component_members m join fingerprints f on f.id = m.fingerprint_id and f.day = m.day
       where m.component_id = c.id),
     (select id from algorithm_versions where is_active));
alter table components alter column algorithm_version set not null;

-- Replays: the store decided anew under another algorithm version. One at a time; any clusterer may do it.
create table replays (
  id uuid primary key,
  is_dry_run boolean not null,
  -- Told to go on though more than the limit would change.
  is_forced boolean not null,
  state text not null default 'waiting' constraint replays_state
    check (state in ('waiting', 'planning', 'reading', 'moving', 'clearing', 'done', 'stopped', 'failed')),
  from_version smallint not null,
  algorithm_version smallint not null,
  -- The replay that this one takes back.
  reverts uuid references replays (id),
  requested_by text not null,
  requested_at timestamptz not null default now(),
  ended_at timestamptz,
  -- Who works on it keeps this ahead; past it somebody else takes over.
  leased_until timestamptz not null default '-infinity',
  articles_total integer not null default 0,
  articles_done integer not null default 0,
  report jsonb,
  failure text
);
create unique index replays_one on replays ((true)) where state in ('waiting', 'planning', 'reading', 'moving', 'clearing');

-- Where an article was before a replay moved it to another story: what a revert names stories by.
create table replay_moves (
  replay_id uuid not null references replays (id) on delete cascade,
  article_id uuid not null,
  former_story_id uuid not null,
  primary key (replay_id, article_id)
);
