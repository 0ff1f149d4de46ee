import { AppError } from '@writethru/domain';
import type { Pool } from '@writethru/store';
import type { Request, RequestHandler, Response } from 'express';

import type { HeadWatch } from '../live/head-watch.ts';
import { streamChanges } from '../live/stream-changes.ts';
import type { Desk } from './desk.ts';
import { readFilters } from './front/filters.ts';
import { countNew } from './front/read-front.ts';

/** `/desk/live`: changes as they come, for the page's script: what a key may read of the API, with the page's sign-in. */
export function answerLive(pool: Pool, watch: HeadWatch): RequestHandler {
  return (request, response) => {
    const last = request.get('last-event-id');
    const since = readPosition(last === undefined || last === '' ? request.query['since'] : last);
    return streamChanges({ pool, watch }, since, { types: null, causes: null }, response);
  };
}

/** `/desk/new`: how many stories that meet the filters changed since a position. */
export function answerNews(open: (request: Request, response: Response) => Desk): RequestHandler {
  return async (request, response) => {
    const desk = open(request, response);
    const count = await countNew(desk, readFilters(desk.query), readPosition(desk.query['since']));
    response.setHeader('Cache-Control', 'no-store');
    response.json({ count });
  };
}

function readPosition(text: unknown): number {
  if (typeof text === 'string' && /^\d{1,15}$/.test(text)) return Number(text);
  throw new AppError('malformed', 'There must be a position to begin at.', {
    faults: [{ pointer: '?since', detail: 'must be a position of the changes' }],
  });
}
