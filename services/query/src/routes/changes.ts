import type { listChanges } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import type { OperationHandler } from '@writethru/runtime';
import { listChanges as readChanges, readHeadPosition, type Pool } from '@writethru/store';

import { makeHeadWatch } from '../live/head-watch.ts';
import { streamChanges } from '../live/stream-changes.ts';

/** What happened since a position; live where the caller takes an event stream. */
export function answerChanges(pool: Pool): OperationHandler<typeof listChanges> {
  const watch = makeHeadWatch(pool);
  return async ({ query, header }) => {
    const filter = { types: query.types ?? null, causes: query.causes ?? null };
    if (!/\btext\/event-stream\b/.test(header('accept') ?? '')) {
      const page = await readChanges(pool, query.since ?? 0, filter, query.limit);
      return { status: 200, body: page };
    }
    const since = readLastEventId(header('last-event-id')) ?? query.since ?? (await readHeadPosition(pool));
    return { stream: (_request, response) => streamChanges({ pool, watch }, since, filter, response) };
  };
}

function readLastEventId(text: string | undefined): number | null {
  if (text === undefined || text === '') return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new AppError('malformed', 'Last-Event-ID is not a position.', {
    faults: [{ pointer: 'Last-Event-ID', detail: 'must be a position that came' }],
  });
}
