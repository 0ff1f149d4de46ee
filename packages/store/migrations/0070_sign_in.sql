-- What this installation alone knows. A UUID of version 4 has 122 random bits, so two of them are plenty for a key.
create table installation_secrets (
  name text primary key,
  secret bytea not null
);
insert into installation_secrets (name, secret)
values ('session', sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

-- A link signs in once, as the key that asked for it. Only the SHA-256 of its token is kept.
create table sign_in_links (
  token_hash bytea primary key,
  key_id text not null references api_keys (id),
  expires_at timestamptz not null
);
create index sign_in_links_expired on sign_in_links (expires_at);
