import type { Producer } from '@writethru/queue';
import type { Pool } from '@writethru/store';

import { until } from '../../support/until.ts';

const UNDONE = `
select (select count(*) from article_identities where state in ('accepted', 'published'))::int as articles,
       (select count(*) from events where position is null)::int as events,
       (select count(*) from reunite_requests where due_at <= clock_timestamp())::int as requests,
       (select count(*) from replays where ended_at is null)::int as replays`;

/**
 * I7: waits until nothing is left to do, in the store and in the queue. Answers after how many seconds that was, and
 * what is still left past `timeoutMs`.
 */
export async function waitForQuiet(
  pool: Pool,
  producer: Producer,
  timeoutMs: number,
): Promise<{ seconds: number; left: string[] }> {
  const startMs = performance.now();
  let left: string[] = ['nothing was asked yet'];
  await until(async () => {
    left = await listUndone(pool, producer);
    return left.length === 0;
  }, timeoutMs).catch(() => {});
  return { seconds: Math.round((performance.now() - startMs) / 100) / 10, left };
}

async function listUndone(pool: Pool, producer: Producer): Promise<string[]> {
  try {
    const { rows } = await pool.query<Record<string, number>>(UNDONE);
    const jobs = await producer.countJobs();
    const counts = { ...rows[0], ...jobs };
    return Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []));
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
