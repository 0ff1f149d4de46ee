-- What is settled about a feed: what a provider sends under one label, or without one.
create table feed_settings (
  provider text not null,
  feed text not null,
  -- Silence past this is told; null: what was learned holds.
  expected_gap_seconds integer,
  -- With a reason, silence is not told: until a time, or for good where there is none.
  mute_reason text,
  muted_until timestamptz,
  constraint feed_settings_mute check (mute_reason is not null or muted_until is null),
  primary key (provider, feed)
);

-- Who changed which setting of a feed, from what to what. Never deleted.
create table feed_changes (
  id uuid primary key,
  provider text not null,
  feed text not null,
  changes jsonb not null,
  key_id text not null,
  actor text not null,
  created_at timestamptz not null default clock_timestamp()
);
create index feed_changes_feed on feed_changes (provider, feed, created_at);
