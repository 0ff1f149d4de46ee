-- What services do with the rights of the schema's owner, so that they need none of their own to it. Each service may
-- have a role of its own: see src/roles.

-- Who calls, by the SHA-256 of the key: whoever asks must have the key, so no service can read hashes.
create function find_live_key(hash bytea)
returns table (id text, holder text, holder_kind text, scopes text[])
language sql volatile security definer set search_path = public, pg_temp as $$
  with found as (
    select k.id, k.holder, k.holder_kind, k.scopes, k.last_used_at from api_keys k
     where k.key_hash = hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
  ), touched as (
    -- Once a minute is enough to see which keys are in use, and keeps reading a key from writing each time.
    update api_keys k set last_used_at = now() from found
     where k.id = found.id and (found.last_used_at is null or found.last_used_at < now() - interval '1 minute')
  )
  select f.id, f.holder, f.holder_kind, f.scopes from found f
$$;

-- The partitions of articles and fingerprints of one month, where they are missing. A month of which a default
-- partition holds rows already is left to it.
create function ensure_month_partitions(month date) returns void
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
declare
  first date := date_trunc('month', month);
  following date := date_trunc('month', month) + interval '1 month';
  suffix text := to_char(first, 'YYYY_MM');
  first_day integer := first - date '1970-01-01';
  following_day integer := following - date '1970-01-01';
begin
  if to_regclass('articles_' || suffix) is null
     and not exists (select 1 from articles_default where effective_at >= first and effective_at < following) then
    execute format('create table if not exists %I partition of articles for values from (%L) to (%L)',
                   'articles_' || suffix, first::timestamptz, following::timestamptz);
  end if;
  if to_regclass('fingerprints_' || suffix) is null
     and not exists (select 1 from fingerprints_default where day >= first_day and day < following_day) then
    execute format('create table if not exists %I partition of fingerprints for values from (%s) to (%s)',
                   'fingerprints_' || suffix, first_day, following_day);
    execute format('alter table %I alter column shingles set storage external', 'fingerprints_' || suffix);
  end if;
end $$;
