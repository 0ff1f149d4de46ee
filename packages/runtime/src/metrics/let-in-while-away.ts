import { createHash } from 'node:crypto';

import { isTransient } from '@writethru/domain';
import type { RequestHandler } from 'express';

const REMEMBERED_MS = 3_600_000;
const REMEMBERED_KEYS = 100;

/**
 * A gate that lets in, for an hour, whom `require` let in before, while the store is away and no key can be checked:
 * the figures must not go dark with what they warn of. For figures alone, never for articles.
 */
export function letInWhileAway(require: RequestHandler): RequestHandler {
  const seenAtMs = new Map<string, number>();
  return async (request, response, next) => {
    const header = request.get('authorization');
    const caller = header === undefined ? undefined : createHash('sha256').update(header).digest('base64');
    try {
      await require(request, response, (error?: unknown) => {
        if (caller !== undefined && error === undefined) remember(seenAtMs, caller);
        next(error);
      });
    } catch (error) {
      const seen = caller === undefined ? undefined : seenAtMs.get(caller);
      if (!isTransient(error) || seen === undefined || Date.now() - seen > REMEMBERED_MS) throw error;
      next();
    }
  };
}

function remember(seenAtMs: Map<string, number>, caller: string): void {
  if (seenAtMs.size >= REMEMBERED_KEYS) seenAtMs.clear();
  seenAtMs.set(caller, Date.now());
}
