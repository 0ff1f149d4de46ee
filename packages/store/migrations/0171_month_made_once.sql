-- As in 0170, and it looks for the partition once more under the lock: only a lock on a table tells a session what others
-- have made meanwhile.
create or replace function ensure_month_partition(parent text, first date) returns void
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
