import { registerStream } from '@writethru/runtime';
import { AppError } from '@writethru/domain';
import type { RequestHandler } from 'express';

import type { Watch } from './watch.ts';

const MAX_STREAMS = 500;
const STREAM_MS = 5 * 60_000;
const EVERY_MS = 5_000;

/**
 * `/ops/live`: tells the page's script, as server-sent events, that there is something new to show. Each event names
 * the time of a sample; in between, and where there is nothing new, a comment keeps the connection. What to show is in
 * the page itself, so an event costs nothing but its bytes. Throws AppError `unavailable` past 500 streams.
 */
export function answerLive(watch: Watch): RequestHandler {
  return (request, response) => {
    if (registerStream(response) > MAX_STREAMS)
      throw new AppError('unavailable', 'Too many streams are open. The page renews itself without one.');
    response.status(200).setHeader('Content-Type', 'text/event-stream');
    response.setHeader('Cache-Control', 'no-store, no-transform');
    // A proxy that gathers answers would hold the events back.
    response.setHeader('X-Accel-Buffering', 'no');
    response.write('retry: 2000\n\n');
    let told = request.get('last-event-id') ?? '';
    const tell = (): void => {
      const at = watch.last()?.sample.takenAt.toISOString() ?? '';
      response.write(at === told ? ':\n\n' : `id: ${at}\nevent: sample\ndata: ${at}\n\n`);
      told = at;
    };
    tell();
    const timer = setInterval(tell, EVERY_MS);
    const end = setTimeout(() => response.end(), STREAM_MS);
    response.on('close', () => {
      clearInterval(timer);
      clearTimeout(end);
    });
  };
}
