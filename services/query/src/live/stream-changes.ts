import { once } from 'node:events';

import { AppError } from '@writethru/domain';
import { registerStream } from '@writethru/runtime';
import { listChanges, type ChangeFilter, type ChangeRow, type Pool } from '@writethru/store';
import type { Response } from 'express';

import type { HeadWatch } from './head-watch.ts';

const MAX_STREAMS = 1_000;
const STREAM_MS = 5 * 60_000;
const HEARTBEAT_MS = 15_000;
const BATCH = 200;

/**
 * Writes changes after `since` as server-sent events until the client goes, the service stops, or five minutes are
 * over. A slow reader is waited for. Throws AppError `unavailable` past 1,000 streams.
 */
export async function streamChanges(
  deps: { pool: Pool; watch: HeadWatch },
  since: number,
  filter: ChangeFilter,
  response: Response,
): Promise<void> {
  if (registerStream(response) > MAX_STREAMS) {
    throw new AppError('unavailable', 'Too many streams are open. Poll, or try again later.');
  }
  response.status(200).setHeader('Content-Type', 'text/event-stream');
  response.setHeader('Cache-Control', 'no-store');
  // A proxy that gathers answers would hold the events back.
  response.setHeader('X-Accel-Buffering', 'no');
  response.write('retry: 1000\n\n');
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const endMs = performance.now() + STREAM_MS;
  let position = since;
  while (isOpen(response) && performance.now() < endMs) {
    const page = await listChanges(deps.pool, position, filter, BATCH);
    position = page.position;
    if (page.changes.length > 0) await write(response, page.changes.map(toEvent).join(''));
    if (page.hasMore) continue;
    await deps.watch.waitPast(position, HEARTBEAT_MS, gone.signal);
    await write(response, ':\n\n');
  }
  response.end();
}

function toEvent(change: ChangeRow): string {
  return `id: ${change.position}\nevent: ${change.type}\ndata: ${JSON.stringify(change)}\n\n`;
}

function isOpen(response: Response): boolean {
  return !response.writableEnded && !response.destroyed;
}

async function write(response: Response, text: string): Promise<void> {
  if (!isOpen(response) || response.write(text)) return;
  await Promise.race([once(response, 'drain'), once(response, 'close')]);
}
