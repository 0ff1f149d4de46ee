import type { Pool } from '@writethru/store';

import { NUMBERS_APART } from './copy-columns.ts';
import { makeLookUp } from './measure-store.ts';

const TEXTS = 300;

/** Rows, and values of every column, by table. */
export type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Counts what all tables hold that copies are made of. */
export async function countRows(pool: Pool, schema: 'public' | 'growth' = 'public'): Promise<Counts> {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'growth'::regnamespace and relkind = 'r' order by 1`,
  );
  const counts = new Map<string, ReadonlyMap<string, number>>();
  for (const { name } of rows) counts.set(name, await countValues(pool, `${schema}.${name}`));
  return counts;
}

/**
 * Throws where the copies are not what the service would have written: where a table has not as many more rows, or
 * values in a column, as the originals times `copies`, or where a copied text does not find as many others as its
 * original. `before`: what the tables held before the copies were made.
 */
export async function checkCopies(pool: Pool, before: Counts, copies: number): Promise<void> {
  const [ofOriginals, after] = [await countRows(pool, 'growth'), await countRows(pool)];
  for (const [table, columns] of ofOriginals)
    for (const [column, count] of columns) {
      const wanted = before.get(table)!.get(column)! + count * copies;
      const found = after.get(table)!.get(column);
      if (found !== wanted) throw new Error(`${table}.${column}: ${found} values for ${wanted}.`);
    }
  const { rows: texts } = await pool.query<{ id: number; day: number; copy_day: number }>(
    `select b.id, b.day, f.day as copy_day from growth.fingerprints b join fingerprints f on f.id = b.id + $1
      order by md5(b.id::text) limit $2`,
    [NUMBERS_APART, TEXTS],
  );
  const find = await makeLookUp(pool);
  const held = await pool.query<{ id: number }>('select id from growth.fingerprints');
  const originals = new Set(held.rows.map(({ id }) => id));
  for (const { id, day, copy_day: copyDay } of texts) {
    const found = (await find({ id, day })).filter((other) => originals.has(other));
    const ofCopy = await find({ id: id + NUMBERS_APART, day: copyDay });
    // By chance a key of one text is a key of another, too: of what is no copy of the same number that is all.
    const twins = ofCopy.filter((other) => Math.floor(other / NUMBERS_APART) === 1);
    if (write(found) !== write(twins.map((other) => other - NUMBERS_APART)))
      throw new Error(`Text ${id} finds ${write(found)}, its copy ${write(twins)}.`);
  }
}

function write(ids: readonly number[]): string {
  return [...ids].sort((a, b) => a - b).join(' ');
}

async function countValues(pool: Pool, table: string): Promise<Map<string, number>> {
  const { rows: columns } = await pool.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [table],
  );
  const counts = columns.map(({ name }) => `count(${name})::int as ${name}`).join(', ');
  const { rows } = await pool.query<Record<string, number>>(
    `select count(*)::int as "*", ${counts} from ${table}`,
  );
  return new Map(Object.entries(rows[0]!));
}
