import { AppError } from '@writethru/domain';
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';

import { principalOf } from './authenticate.ts';

const WINDOW_MS = 60_000;

/**
 * Lets a key send so many requests a minute to this process; after `requireScope`. Answers say how many are left
 * (RateLimit, RateLimit-Policy). Throws AppError `rate_limited`, with Retry-After set.
 */
export function limitRate(requestsPerMinute: number): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: requestsPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: false,
    keyGenerator: (_request, response) => principalOf(response).keyId,
    handler: (_request, _response, next) => {
      next(new AppError('rate_limited', `A key may send ${requestsPerMinute} requests a minute.`));
    },
  });
}
