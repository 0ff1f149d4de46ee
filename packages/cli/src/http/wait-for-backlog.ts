import { setTimeout as sleep } from 'node:timers/promises';

import type { ApiClient } from './api-client.ts';
import { readJson } from './read-json.ts';
import { type Backlog, isBacklog } from './shapes.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * The backlog when nothing waits any more, or as it stands after `timeoutMs`. `report` is told of each look that
 * found something waiting. Throws AppError as `readJson` does.
 */
export async function waitForBacklog(
  client: ApiClient,
  timeoutMs: number,
  report: (backlog: Backlog) => void,
): Promise<Backlog> {
  const deadlineMs = Date.now() + timeoutMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)) {
    const { body: backlog } = await readJson(client, '/v1/backlog', isBacklog);
    const leftMs = deadlineMs - Date.now();
    if (backlog.accepted + backlog.published === 0 || leftMs <= 0) return backlog;
    report(backlog);
    await sleep(Math.min(pauseMs, leftMs));
  }
}
