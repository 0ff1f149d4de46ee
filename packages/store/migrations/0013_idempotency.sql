-- What a request under an Idempotency-Key was answered with, so that the same request again gets the same answer.
create table idempotent_requests (
  key_id text not null,
  idempotency_key text not null,
  request_hash bytea not null,
  -- Null while the first request is under way.
  answer jsonb,
  started_at timestamptz not null default now(),
  primary key (key_id, idempotency_key)
);
create index idempotent_requests_started on idempotent_requests (started_at);
