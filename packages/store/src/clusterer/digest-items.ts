import { queryRows, type Db, type Pool } from '../pool.ts';
import type { FingerprintRef } from './components.ts';

/** A text that reads like an item of another. */
export interface DigestItem {
  digestId: number;
  item: FingerprintRef;
}

const INSERT = `
insert into digest_items (digest_id, item_id, item_day)
select * from unnest($1::bigint[], $2::bigint[], $3::int[]) as n (digest_id, item_id, item_day)
 order by 1, 2
on conflict do nothing`;

const LIST = `
select digest_id, string_agg(item_id || ' ' || item_day, ',' order by item_id) as items
  from digest_items where digest_id = any ($1::bigint[]) group by digest_id`;

/**
 * Stores items and commits, then lists all items of the same digests, in a snapshot of its own: of two clusterers that
 * each find an item of one digest, one at least sees both. Ascending by id.
 */
export async function addDigestItems(
  pool: Pool,
  items: readonly DigestItem[],
): Promise<Map<number, FingerprintRef[]>> {
  if (items.length === 0) return new Map();
  await queryRows(pool, INSERT, [
    items.map(({ digestId }) => digestId),
    items.map(({ item }) => item.id),
    items.map(({ item }) => item.day),
  ]);
  const digestIds = [...new Set(items.map(({ digestId }) => digestId))];
  const rows = await queryRows<{ digest_id: number; items: string }>(pool, LIST, [digestIds]);
  return new Map(rows.map((row) => [row.digest_id, row.items.split(',').map(toRef)]));
}

function toRef(text: string): FingerprintRef {
  const [id, day] = text.split(' ').map(Number);
  return { id: id!, day: day! };
}

/** Forgets a text that is taken away, as a digest and as an item. */
export async function dropDigestItems(db: Db, fingerprintId: number): Promise<void> {
  await queryRows(db, 'delete from digest_items where digest_id = $1 or item_id = $1', [fingerprintId]);
}
