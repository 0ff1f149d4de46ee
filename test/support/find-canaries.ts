import type { Pool } from '@writethru/store';

/** Rows of every table of the database that hold one of the canaries, as text and as the bytes of a text. */
export async function findCanaries(pool: Pool, canaries: RegExp): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  if (rows.length <= 25) throw new Error('These are not all tables.');
  const found: string[] = [];
  for (const { name } of rows) {
    const dump = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    found.push(...dump.rows.filter(({ row }) => canaries.test(row)).map(({ row }) => `${name}: ${row}`));
  }
  return found;
}
