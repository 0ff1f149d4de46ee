import type pg from 'pg';

import { isLockBusy } from './pg-errors.ts';
import { queryRows, type Pool } from './pool.ts';

type Queryable = pg.Client | pg.PoolClient | pg.Pool;

/** Months kept ready ahead of the present one. */
const MONTHS_AHEAD = 3;
/** So many rows of one month in a default partition make it worth a partition of its own: fewer cost nothing there. */
const LEAST_ROWS = 500;
const MAX_TRIES = 5;

/**
 * Makes the monthly partitions of articles and fingerprints for last month, this one and the next three, and for those of
 * which the default partition holds more than a few rows. The default's rows move along.
 * Months by count: a search over a seven-day window touches two partitions at most, and 36 a year stay plannable.
 */
export async function ensurePartitions(db: Queryable, now: Date): Promise<void> {
  for (let offset = -1; offset <= MONTHS_AHEAD; offset++) {
    await ensureMonth(db, new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1)));
  }
  await db.query('select ensure_month_partitions(month) from list_default_months($1) as months (month)', [
    LEAST_ROWS,
  ]);
}

/** Who holds what it needs is waited for two seconds at a time: then it comes again. */
async function ensureMonth(db: Queryable, first: Date): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await db.query('select ensure_month_partitions($1::date)', [first.toISOString().slice(0, 10)]);
      return;
    } catch (error) {
      if (!isLockBusy(error) || tried === MAX_TRIES) throw error;
    }
  }
}

/**
 * Makes the partitions of the months that the given times are in, where they are missing, the oldest first. Throws
 * AppError as `queryRows` does: `unavailable` where the tables are in use for too long.
 */
export async function ensureMonths(pool: Pool, times: Iterable<Date>): Promise<void> {
  const months = new Set([...times].map((time) => `${time.toISOString().slice(0, 7)}-01`));
  for (const month of [...months].sort())
    await queryRows(pool, 'select ensure_month_partitions($1::date)', [month]);
}
