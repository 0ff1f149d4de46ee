import { takeOpsSample, type Pool } from '@writethru/store';

import { until } from './until.ts';

/**
 * Measures everything anew, as if it had all come twenty seconds ago, and writes the snapshot: again where an ops process
 * was at it just then.
 */
export async function measureAnew(pool: Pool): Promise<void> {
  await until(() => measureOnce(pool));
}

async function measureOnce(pool: Pool): Promise<boolean> {
  const queue = { kind: 'postgres', counts: { waiting: 7 }, redis: null } as const;
  // Whoever looks meanwhile finds a snapshot that is whole.
  await takeOpsSample(pool, queue);
  await pool.query('truncate ops_samples, ops_feeds, ops_feed_hours, ops_counters, ops_story_growth');
  await pool.query(`update article_identities set received_at = clock_timestamp() - interval '20 seconds',
    ended_at = clock_timestamp() - interval '16 seconds' where ended_at is not null`);
  await pool.query(
    `update ops_snapshot set measured_to = date_bin('10 seconds', clock_timestamp() - interval '40 seconds', timestamptz 'epoch')`,
  );
  return takeOpsSample(pool, queue);
}
