-- Items that were erased for good. What they were called and what they said is kept as hashes alone, so that they can't
-- come back: their articles are under the guid `erased:` and the hash of what it was.
create table erasures (
  -- SHA-256 of provider, U+0000, guid.
  key_hash bytea primary key,
  provider text not null,
  action_id uuid not null references editor_actions (id),
  erased_at timestamptz not null default now()
);
create table erased_contents (
  provider text not null,
  content_hash bytea not null,
  primary key (provider, content_hash)
);

-- Reasons of quarantine may quote an article: found when it is erased.
create index events_quarantined on events (article_id) where type = 'article.quarantined';
