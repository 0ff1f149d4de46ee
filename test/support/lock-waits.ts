import type { Pool } from '@writethru/store';

/** How many sessions of this database wait for a lock of another. */
export async function countLockWaits(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
  );
  return rows[0]!.count;
}
