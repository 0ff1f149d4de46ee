-- Who changed which setting of a provider, from what to what. Never deleted.
create table provider_changes (
  id uuid primary key,
  provider text not null,
  changes jsonb not null,
  key_id text not null,
  actor text not null,
  created_at timestamptz not null default clock_timestamp()
);
create index provider_changes_provider on provider_changes (provider, created_at);
