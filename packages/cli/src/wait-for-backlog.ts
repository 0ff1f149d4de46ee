import { setTimeout as sleep } from 'node:timers/promises';

import type { AnswerOf, Client } from '@writethru/client';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

type Backlog = AnswerOf<'getBacklog'>;

/**
 * The backlog when nothing waits any more, or as it stands after `timeoutMs`. `report` is told of each look that
 * found something waiting. Throws ProblemError as the client does.
 */
export async function waitForBacklog(
  client: Client,
  timeoutMs: number,
  report: (backlog: Backlog) => void,
): Promise<Backlog> {
  const deadlineMs = Date.now() + timeoutMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)) {
    const backlog = await client.getBacklog();
    const leftMs = deadlineMs - Date.now();
    if (backlog.accepted + backlog.published === 0 || leftMs <= 0) return backlog;
    report(backlog);
    await sleep(Math.min(pauseMs, leftMs));
  }
}
