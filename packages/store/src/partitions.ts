import type pg from 'pg';

type Queryable = pg.Client | pg.PoolClient | pg.Pool;

/** Months kept ready ahead of the present one. */
const MONTHS_AHEAD = 3;
const DAY_MS = 86_400_000;

interface Month {
  /** For instance 2026_11. */
  suffix: string;
  first: Date;
  /** The first day of the month after. */
  end: Date;
}

/**
 * Makes the monthly partitions of articles and fingerprints for last month, this one and the next three, where they
 * are missing. A month of which the default partition holds rows already is left to it.
 * Months by count: a search over a seven-day window touches two partitions at most, and 36 a year stay plannable.
 */
export async function ensurePartitions(db: Queryable, now: Date): Promise<void> {
  for (let offset = -1; offset <= MONTHS_AHEAD; offset++) {
    const month = monthAt(now, offset);
    await ensureOne(db, 'articles', 'effective_at', month, (date) => `'${date.toISOString()}'`);
    await ensureOne(db, 'fingerprints', 'day', month, (date) => String(date.getTime() / DAY_MS));
  }
}

function monthAt(now: Date, offset: number): Month {
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1));
  const end = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset + 1, 1));
  return { suffix: first.toISOString().slice(0, 7).replace('-', '_'), first, end };
}

async function ensureOne(
  db: Queryable,
  table: 'articles' | 'fingerprints',
  column: 'effective_at' | 'day',
  month: Month,
  literal: (date: Date) => string,
): Promise<void> {
  const name = `${table}_${month.suffix}`;
  const [from, to] = [literal(month.first), literal(month.end)];
  const { rows } = await db.query<{ needed: boolean }>(
    `select to_regclass($1) is null
        and not exists (select 1 from ${table}_default where ${column} >= ${from} and ${column} < ${to}) as needed`,
    [name],
  );
  if (rows[0]?.needed !== true) return;
  await db.query(
    `create table if not exists ${name} partition of ${table} for values from (${from}) to (${to})`,
  );
  if (table === 'fingerprints')
    await db.query(`alter table ${name} alter column shingles set storage external`);
}
