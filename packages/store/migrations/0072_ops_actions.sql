-- What operators did: who, why, to how many, and how far it is. Never deleted.
create table ops_actions (
  id uuid primary key,
  kind text not null
    constraint ops_actions_kind check (kind in ('release', 'discard', 'retry', 'pause', 'resume')),
  key_id text not null,
  actor text not null,
  reason text not null,
  -- What was asked for: by reason, provider or article.
  filter jsonb not null,
  total integer not null,
  done integer not null default 0,
  -- Articles that had moved on meanwhile.
  passed_over integer not null default 0,
  state text not null constraint ops_actions_state check (state in ('running', 'done', 'aborted')),
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  aborted_by text
);
create index ops_actions_recent on ops_actions (created_at desc);
create index ops_actions_running on ops_actions (created_at) where state = 'running';

-- The articles that a running action is still to take: frozen when it was asked for.
create table ops_action_items (
  action_id uuid not null references ops_actions (id),
  article_id uuid not null,
  primary key (action_id, article_id)
);

-- While there is a row, clusterers take nothing.
create table ops_pause (
  is_only boolean primary key default true constraint ops_pause_only check (is_only),
  action_id uuid not null references ops_actions (id),
  since timestamptz not null,
  actor text not null,
  reason text not null
);

-- What feeds sent and intake did not take: the last fifty of each feed.
create table intake_refusals (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  provider text not null,
  feed text not null,
  -- Null where the item had none that could be read.
  guid text,
  code text not null,
  -- Where in what was sent, as the answer said; null where it is the whole.
  pointer text,
  detail text not null
);
create index intake_refusals_feed on intake_refusals (provider, feed, id desc);
create index intake_refusals_at on intake_refusals (at);
