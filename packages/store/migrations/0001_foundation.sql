-- Who may call. Keys are random, 32 bytes, so a plain SHA-256 is enough at rest.
create table api_keys (
  id text primary key,
  key_hash bytea not null unique,
  holder text not null,
  holder_kind text not null constraint api_keys_holder_kind check (holder_kind in ('person', 'system')),
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

-- One row for every (provider, guid): what intake locks while it counts versions.
create table chains (
  provider text not null,
  guid text not null,
  primary key (provider, guid)
);

-- The spine: one narrow row an article, without window or partition, so that a repeat is known for ever.
create table article_identities (
  id uuid primary key,
  provider text not null,
  guid text not null,
  version bigint not null constraint article_identities_version check (version >= 0),
  content_hash bytea not null,
  version_created timestamptz,
  -- publishedAt, else the first receivedAt: fixed for ever, the only time that decisions see.
  effective_at timestamptz not null,
  received_at timestamptz not null,
  is_backfill boolean not null,
  feed text,
  state text not null default 'accepted'
    constraint article_identities_state check (state in ('accepted', 'published', 'clustered', 'quarantined', 'discarded')),
  -- Failures of this article alone: what counts towards quarantine.
  attempts smallint not null default 0,
  -- Set while an attempt has begun and not ended: after a crash such an article runs alone.
  attempt_started_at timestamptz,
  sweeps smallint not null default 0,
  next_try_at timestamptz not null,
  fingerprint_id bigint,
  published_at timestamptz,
  ended_at timestamptz,
  quarantine_reason text,
  constraint article_identities_natural_key unique (provider, guid, version)
);
create index article_identities_outbox on article_identities (next_try_at) where state in ('accepted', 'published');
create index article_identities_oldest on article_identities (received_at) where state in ('accepted', 'published');
create index article_identities_quarantined on article_identities (ended_at) where state = 'quarantined';
-- Rates and lag of the last minutes: new rows come in order, so BRIN would do, but updates scatter them.
create index article_identities_received on article_identities (received_at);
create index article_identities_ended on article_identities (ended_at) where ended_at is not null;
create index article_identities_fingerprint on article_identities (fingerprint_id) where fingerprint_id is not null;

-- What was sent. Partitioned by effective time: the window prunes, retention drops.
create table articles (
  id uuid not null,
  effective_at timestamptz not null,
  headline text,
  body text,
  published_at timestamptz,
  language text,
  url text,
  byline text,
  dateline text,
  slugline text,
  ed_note text,
  urgency smallint,
  pub_status text not null constraint articles_pub_status check (pub_status in ('usable', 'withheld', 'canceled')),
  embargoed_until timestamptz,
  expires timestamptz,
  signals jsonb,
  alt_ids jsonb,
  story_key text,
  source text,
  subjects jsonb,
  associations jsonb,
  extra jsonb,
  primary key (id, effective_at)
) partition by range (effective_at);
create table articles_default partition of articles default;

-- Within one version fingerprints are comparable; across versions never. The seed is the installation's secret.
create table algorithm_versions (
  id smallint primary key,
  name text not null,
  seed bytea not null,
  is_active boolean not null,
  created_at timestamptz not null default now()
);
create unique index algorithm_versions_active on algorithm_versions (is_active) where is_active;

-- One row for every distinct text of one day: copies of a day share it, so a flood costs what its texts cost.
-- `day` is the day of effective_at in UTC, counted from 1970-01-01.
create sequence fingerprint_ids;
create table fingerprints (
  id bigint not null default nextval('fingerprint_ids'),
  day integer not null,
  text_hash bytea not null,
  algorithm_version smallint not null,
  shingle_count integer not null,
  word_count integer not null,
  -- Sorted 32-bit shingle hashes, little-endian; and the first ones in reading order.
  shingles bytea not null,
  lead_shingles bytea not null,
  keys integer[] not null,
  primary key (text_hash, day, algorithm_version)
) partition by range (day);
create table fingerprints_default partition of fingerprints default;
-- Hash values do not compress; asking each time costs.
alter table fingerprints alter column shingles set storage external;
alter table fingerprints_default alter column shingles set storage external;
create index fingerprints_id on fingerprints (id);
-- fastupdate would make every look-up scan the pending list: 20 to 30 times the cost.
create index fingerprints_keys on fingerprints using gin (keys) with (fastupdate = off);

-- A scored pair of fingerprints that share enough keys, or that a key joins. Facts of two texts: never updated.
create table links (
  a bigint not null,
  b bigint not null,
  is_candidate boolean not null,
  shared integer not null,
  a_lead_in_b smallint not null,
  b_lead_in_a smallint not null,
  constraint links_order check (a < b),
  primary key (a, b)
);
create index links_b on links (b);

-- A component is what is locked: any superset of the fingerprints that links connect.
create sequence component_ids;
create table components (
  id bigint primary key default nextval('component_ids')
);
create table component_members (
  fingerprint_id bigint primary key,
  day integer not null,
  component_id bigint not null
);
create index component_members_component on component_members (component_id);

-- Editors' word: binds (provider, guid), so that later versions inherit it.
create table editor_constraints (
  id uuid primary key,
  kind text not null constraint editor_constraints_kind check (kind in ('must_link', 'cannot_link')),
  a_provider text not null,
  a_guid text not null,
  b_provider text not null,
  b_guid text not null,
  actor text not null,
  reason text not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index editor_constraints_a on editor_constraints (a_provider, a_guid) where revoked_at is null;
create index editor_constraints_b on editor_constraints (b_provider, b_guid) where revoked_at is null;

create table stories (
  id uuid primary key,
  lead_article_id uuid,
  first_effective_at timestamptz,
  last_effective_at timestamptz,
  version_count integer not null default 0,
  providers text[] not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Set while the story lives on under another id.
  merged_into uuid
);
create index stories_recent on stories (updated_at desc, id desc) where merged_into is null;
create index stories_providers on stories using gin (providers) with (fastupdate = off) where merged_into is null;
create index stories_merged_into on stories (merged_into) where merged_into is not null;

-- An article's place in its story. Its sequence is its rank by time there, so it is counted when read.
create table versions (
  article_id uuid primary key,
  story_id uuid not null,
  -- The story that the article was first in: a split brings that id back.
  origin_story_id uuid not null,
  effective_at timestamptz not null,
  provider text not null,
  guid text not null,
  version bigint not null,
  content_hash bytea not null,
  relation text not null,
  matched_article_id uuid,
  evidence jsonb not null,
  joined_at timestamptz not null
);
create index versions_story on versions (story_id, effective_at);
create index versions_chain on versions (provider, guid);

-- Written by unite; `position` is given after the commit by the sequencer, without gaps.
create table events (
  id bigint generated always as identity primary key,
  position bigint unique,
  type text not null,
  story_id uuid,
  article_id uuid,
  cause text not null constraint events_cause check (cause in ('ingest', 'editor', 'replay', 'backfill')),
  payload jsonb not null,
  created_at timestamptz not null default now()
);
create index events_unsequenced on events (id) where position is null;
create index events_story on events (story_id, id);
