-- Where changes are pushed to: one row has its own place in the changes, so nothing is copied a delivery.
create table webhooks (
  id uuid primary key,
  url text not null,
  -- The secret signs, so it can't be kept as a hash. The one before it signs too, until its time is up.
  secret bytea not null,
  previous_secret bytea,
  previous_until timestamptz,
  types text[],
  causes text[],
  -- The last change that was delivered, or left out by types and causes.
  position bigint not null,
  is_active boolean not null default true,
  failures integer not null default 0,
  failing_since timestamptz,
  last_fault text,
  last_delivered_at timestamptz,
  -- Also the lease of the process that delivers.
  next_try_at timestamptz not null default now(),
  created_at timestamptz not null default now()
);
create index webhooks_due on webhooks (next_try_at) where is_active;
