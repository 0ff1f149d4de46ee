-- A condition that holds for the rows of one month, and the bounds of its partition.
create function month_condition(parent text, first date) returns text
language plpgsql stable set timezone = 'UTC' as $$
declare
  following date := first + interval '1 month';
begin
  if parent = 'articles' then
    return format('effective_at is not null and effective_at >= %L and effective_at < %L',
                  first::timestamptz, following::timestamptz);
  end if;
  return format('day is not null and day >= %s and day < %s', first - date '1970-01-01', following - date '1970-01-01');
end $$;

create function attach_month(parent text, child text, first date) returns void
language plpgsql set timezone = 'UTC' as $$
declare
  following date := first + interval '1 month';
begin
  if parent = 'articles' then
    execute format('alter table articles attach partition %I for values from (%L) to (%L)',
                   child, first::timestamptz, following::timestamptz);
  else
    execute format('alter table fingerprints attach partition %I for values from (%s) to (%s)',
                   child, first - date '1970-01-01', following - date '1970-01-01');
  end if;
end $$;

-- By name: tables that were restored or altered may have their columns in another order.
create function copy_columns(parent text) returns text
language sql stable as $$
  select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
   where attrelid = parent::regclass and attnum > 0 and not attisdropped
$$;

-- The partition of one month, where it is missing, with the rows that the default partition holds of it. Above 10,000
-- of those it is left to the default one: nobody may read the table while they move. It looks for the partition once more
-- under the lock: only a lock on a table tells a session what others have made meanwhile.
create function ensure_month_partition(parent text, first date) returns void
language plpgsql as $$
declare
  child text := parent || '_' || to_char(first, 'YYYY_MM');
  condition text := month_condition(parent, first);
  waiting integer;
begin
  if to_regclass(child) is not null then return; end if;
  execute format('select count(*) from (select from %I where %s limit 10001) held', parent || '_default', condition)
     into waiting;
  if waiting > 10000 then return; end if;
  -- Whoever had looked at the list of partitions before would miss the rows in both places.
  execute format('lock table %I in access exclusive mode', parent);
  if to_regclass(child) is not null then return; end if;
  execute format('create table %I (like %I including all)', child, parent);
  execute format('with moved as (delete from %I where %s returning *) insert into %I (%s) select %4$s from moved',
                 parent || '_default', condition, child, copy_columns(parent));
  perform attach_month(parent, child, first);
end $$;

create or replace function ensure_month_partitions(month date) returns void
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' set lock_timeout = '2s' as $$
begin
  perform pg_advisory_xact_lock(7203115005);
  perform ensure_month_partition('articles', date_trunc('month', month)::date);
  perform ensure_month_partition('fingerprints', date_trunc('month', month)::date);
end $$;

-- The months of which the default partitions hold more than a few rows: news that is older than what is kept ready.
create function list_default_months(least_rows integer) returns setof date
language sql stable security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
  select month from (
    select date_trunc('month', effective_at)::date as month, count(*) as count from articles_default group by 1
    union all
    select date_trunc('month', date '1970-01-01' + day)::date, count(*) from fingerprints_default group by 1
  ) held
  group by month having max(count) >= least_rows
  order by month
$$;

-- The partitions of months before `until`: what may be shrunk.
create function list_month_partitions(until date) returns table (parent text, first date)
language sql stable security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
  select p.relname::text, to_date(right(c.relname, 7), 'YYYY_MM')
    from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
   where i.inhparent in ('articles'::regclass, 'fingerprints'::regclass) and c.relname ~ '_\d{4}_\d\d$'
     and to_date(right(c.relname, 7), 'YYYY_MM') < until
   order by 2, 1
$$;

-- Where no text is left in the partition of a month, what is left of its rows is copied into a new one, and the old one is
-- dropped with all that it took on disk. Nobody may write to the month meanwhile; who reads waits for the exchange alone,
-- and is not waited for longer than a second. Answers the bytes that came free; 0 where there was nothing to do.
-- Whoever holds an older snapshot and reads the month after the exchange finds it empty, as after TRUNCATE.
create function shrink_month(parent text, first date) returns bigint
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' set lock_timeout = '1s' as $$
declare
  child text := parent || '_' || to_char(first, 'YYYY_MM');
  fresh text := child || '_fresh';
  has_text text := case parent when 'articles' then 'text_gone is null' else $s$keys <> '{}' or shingles <> ''$s$ end;
  size bigint;
  fresh_size bigint;
  is_held boolean;
begin
  perform pg_advisory_xact_lock(7203115005);
  if parent not in ('articles', 'fingerprints') or to_regclass(child) is null then return 0; end if;
  size := pg_total_relation_size(child);
  execute format('select exists (select from %I where %s)', child, has_text) into is_held;
  if size < 1048576 or is_held then return 0; end if;
  execute format('lock table %I in share mode', child);
  execute format('select exists (select from %I where %s)', child, has_text) into is_held;
  if is_held then return 0; end if;
  execute format('create table %I (like %I including all)', fresh, parent);
  execute format('insert into %I (%s) select %2$s from %I', fresh, copy_columns(parent), child);
  fresh_size := pg_total_relation_size(fresh);
  if fresh_size * 2 > size then
    execute format('drop table %I', fresh);
    return 0;
  end if;
  -- Known beforehand, it need not be looked for while everybody waits.
  execute format('alter table %I add constraint %I check (%s)', fresh, fresh || '_month', month_condition(parent, first));
  execute format('alter table %I detach partition %I', parent, child);
  execute format('drop table %I', child);
  perform attach_month(parent, fresh, first);
  execute format('alter table %I drop constraint %I', fresh, fresh || '_month');
  execute format('alter table %I rename to %I', fresh, child);
  return size - fresh_size;
end $$;
