/** What a copy of a row has in the place of what it is a copy of. `n` is the number of the copy, `b` the row. */
export interface Column {
  table: string;
  name: string;
  type: string;
}

/** Copies lie on as many days, one after the other: all within the window. */
const DAYS = 3;
/** Ids that are numbers: above all that the service gives in a run. */
export const NUMBERS_APART = 10_000_000;

/** Helpers of the statements, in a schema of their own. */
export const FUNCTIONS = `
create schema growth;
-- A UUIDv7 of another minute, so that copies lie side by side in an index, as articles do that come at one time.
create function growth.copy_id(id uuid, n int) returns uuid language sql immutable as $$
  select (lpad(to_hex(('x' || translate(left($1::text, 13), '-', ''))::bit(48)::bigint - $2 * 60000::bigint), 12, '0')
          || translate(substr($1::text, 15), '-', ''))::uuid
$$;
-- Other keys, in their order: a copy shares keys with what is a copy of its neighbours, and with nobody else.
create function growth.copy_keys(keys int[], n int) returns int[] language sql immutable as $$
  select coalesce(array_agg(k # hashint4($2) order by k # hashint4($2)), '{}') from unnest($1) as k
$$;`;

/** The expression of one column of a copy. */
export function copyColumn({ table, name, type }: Column): string {
  const value = `b.${name}`;
  if (type === 'uuid') return `growth.copy_id(${value}, n)`;
  if (type === 'timestamp with time zone') return `${value} - n % ${DAYS} * interval '1 day'`;
  if (name === 'day' || name === 'item_day') return `${value} - n % ${DAYS}`;
  if (name === 'keys') return `growth.copy_keys(${value}, n)`;
  if (name === 'text_hash') return `decode(md5(${value}::text || n), 'hex')`;
  if (name === 'content_hash') return `sha256(${value} || int4send(n))`;
  if (name === 'guid' || name === 'link_key') return `${value} || '~' || n`;
  if (type === 'bigint' && isNumberOfRow(table, name)) return `${value} + n * ${NUMBERS_APART}::bigint`;
  return value;
}

/** The rest that is bigint counts something. */
function isNumberOfRow(table: string, name: string): boolean {
  if (/^(a|b|id|.*_id)$/.test(name)) return true;
  return table === 'events' && name === 'position';
}
