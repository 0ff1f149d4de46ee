-- What the sampler measures: flows of a stretch of time, and states at its end. Ten seconds for a day, minutes for two
-- weeks, hours for 400 days; the longer ones are sums of the shorter. Histograms count by the bounds of the domain.
create table ops_samples (
  resolution_seconds integer not null
    constraint ops_samples_resolution check (resolution_seconds in (10, 60, 3600)),
  at timestamptz not null,
  -- How much time was measured: more than the resolution after a gap, less where the stretch goes on.
  span_seconds double precision not null,
  received bigint not null,
  clustered bigint not null,
  quarantined bigint not null,
  -- Attempts of an article alone that failed.
  failures bigint not null,
  new_stories bigint not null,
  duplicates bigint not null,
  candidates bigint not null,
  -- Live articles alone, received to clustered.
  lag_counts bigint[] not null,
  oldest_age_seconds double precision not null,
  backlog bigint not null,
  quarantine bigint not null,
  -- Jobs by the queue's own count; null where it did not answer.
  queued bigint,
  primary key (resolution_seconds, at)
);

-- A feed is what a provider sends under one label; without a label, all that it sends.
create table ops_feeds (
  provider text not null,
  feed text not null,
  last_received_at timestamptz not null,
  -- What the last two weeks taught, for this hour of the day; null while there is too little to learn from.
  usual_gap_seconds double precision,
  silent_after_seconds double precision,
  usual_duplicate_share double precision,
  gaps_learned_from integer not null default 0,
  learned_at timestamptz not null default '-infinity',
  primary key (provider, feed)
);
create table ops_feed_hours (
  hour timestamptz not null,
  provider text not null,
  feed text not null,
  received bigint not null default 0,
  clustered bigint not null default 0,
  duplicates bigint not null default 0,
  future_dated bigint not null default 0,
  -- Published to received, of articles that say when they were published.
  source_lag_counts bigint[] not null,
  -- Between one arrival and the next, a sample's arrivals counting as one.
  gap_counts bigint[] not null,
  primary key (provider, feed, hour)
);
create index ops_feed_hours_hour on ops_feed_hours (hour);

-- How much stories grew, in stretches of ten minutes; the fastest of each sample alone.
create table ops_story_growth (
  at timestamptz not null,
  story_id uuid not null,
  joined bigint not null,
  primary key (at, story_id)
);

-- Since the beginning, for counters that must never fall.
create table ops_counters (
  name text not null,
  provider text not null default '',
  feed text not null default '',
  label text not null default '',
  value double precision not null,
  primary key (name, provider, feed, label)
);

-- The last sample with all that goes with it: read by everyone who shows or exports it. One row.
create table ops_snapshot (
  is_only boolean primary key default true constraint ops_snapshot_only check (is_only),
  -- Up to where flows are measured.
  measured_to timestamptz not null,
  taken_at timestamptz not null,
  snapshot jsonb not null
);

-- Failures of an article alone, each attempt by itself: why, and how often. Kept for two weeks.
create table article_failures (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  article_id uuid not null,
  provider text not null,
  attempt smallint not null,
  reason text not null
);
create index article_failures_at on article_failures (at, reason);
create index article_failures_reason on article_failures (reason, at);
create index article_failures_article on article_failures (article_id);

-- Processes that are alive say so every ten seconds.
create table ops_processes (
  id uuid primary key,
  service text not null,
  host text not null,
  pid integer not null,
  version text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  memory_bytes bigint not null
);
create index ops_processes_seen on ops_processes (seen_at);
