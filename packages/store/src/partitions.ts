import type pg from 'pg';

type Queryable = pg.Client | pg.PoolClient | pg.Pool;

/** Months kept ready ahead of the present one. */
const MONTHS_AHEAD = 3;

/**
 * Makes the monthly partitions of articles and fingerprints for last month, this one and the next three, where they
 * are missing. A month of which the default partition holds rows already is left to it.
 * Months by count: a search over a seven-day window touches two partitions at most, and 36 a year stay plannable.
 */
export async function ensurePartitions(db: Queryable, now: Date): Promise<void> {
  for (let offset = -1; offset <= MONTHS_AHEAD; offset++) {
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1));
    await db.query('select ensure_month_partitions($1::date)', [first.toISOString().slice(0, 10)]);
  }
}
