import type { Producer } from '@writethru/queue';
import type { Pool } from '@writethru/store';

import { until } from '../../support/until.ts';

const UNDONE = `
select (select count(*) from article_identities where state in ('accepted', 'published'))::int as articles,
       (select count(*) from events where position is null)::int as events,
       (select count(*) from reunite_requests where due_at <= clock_timestamp())::int as requests,
       (select count(*) from replays where ended_at is null)::int as replays`;

/** When nothing was left to do. */
export interface Quiet {
  /** Until the last article had its story, and the last event its place. */
  storeSeconds: number;
  /** Until the queue knew of it, too. */
  seconds: number;
  /** What is still left. */
  left: string[];
}

/** I7: waits until nothing is left to do, in the store and in the queue, for `timeoutMs` at most. */
export async function waitForQuiet(pool: Pool, producer: Producer, timeoutMs: number): Promise<Quiet> {
  const startMs = performance.now();
  const sinceStart = (): number => Math.round((performance.now() - startMs) / 100) / 10;
  const inStore = async (): Promise<Record<string, number>> =>
    (await pool.query<Record<string, number>>(UNDONE)).rows[0]!;
  let storeSeconds: number | null = null;
  let left: string[] = [];
  await until(async () => {
    const undone = await list(inStore);
    if (undone.length === 0) storeSeconds ??= sinceStart();
    left = [...undone, ...(await list(() => producer.countJobs()))];
    return left.length === 0;
  }, timeoutMs).catch(() => {});
  return { storeSeconds: storeSeconds ?? sinceStart(), seconds: sinceStart(), left };
}

async function list(count: () => Promise<Record<string, number>>): Promise<string[]> {
  try {
    return Object.entries(await count()).flatMap(([what, number]) =>
      number > 0 ? [`${number} ${what}`] : [],
    );
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
