-- Archives that operators put in, and how far each file has been read: what has come in is committed together with the
-- place after it, so a run that ended anywhere goes on from there.
create table archive_imports (
  id bigint generated always as identity primary key,
  -- SHA-256 of its name, its size, and its first and last bytes: a file that was moved is the same.
  file_key bytea not null unique,
  name text not null,
  pieces_done bigint not null default 0,
  is_done boolean not null default false,
  accepted bigint not null default 0,
  repeated bigint not null default 0,
  refused bigint not null default 0,
  started_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);

-- Which import brought an article; null of what a feed sent. What was imported is no sign of life of its feed.
alter table article_identities add column import_id bigint;
