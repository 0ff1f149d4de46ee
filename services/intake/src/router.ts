import { postArticle, postBatch } from '@writethru/contract';
import { createApiRouter, serve, toAppError, type Authenticate } from '@writethru/runtime';
import { makeIdempotencyStore } from '@writethru/store';
import { Router, type NextFunction, type Request, type Response } from 'express';

import { makeIntake, type IntakeDeps } from './intake.ts';
import type { IntakeMeter } from './intake-meter.ts';
import { answerArticle } from './routes/post-article.ts';
import { answerBatch } from './routes/post-batch.ts';
import { makeTimeZones } from './time-zones.ts';
import { makeWaitForStory } from './wait-for-story.ts';

export interface IntakeRouterDeps extends IntakeDeps {
  authenticate: Authenticate;
  bodyLimitBytes: number;
  batchLimitBytes: number;
  /** Of one key, to this process. */
  requestsPerMinute?: number;
}

/** The ways in: one article, or a batch. A caller is known before a byte of its body is read. */
export function createIntakeRouter(deps: IntakeRouterDeps): Router {
  const intake = makeIntake(deps);
  const readZones = makeTimeZones(deps.pool);
  const api = createApiRouter(
    [
      serve(postArticle, answerArticle(intake, makeWaitForStory(deps.pool), readZones)),
      serve(postBatch, answerBatch(intake, readZones, deps.meter)),
    ],
    {
      authenticate: deps.authenticate,
      idempotency: makeIdempotencyStore(deps.pool),
      ...(deps.requestsPerMinute !== undefined && { requestsPerMinute: deps.requestsPerMinute }),
      bodyLimits: { article: deps.bodyLimitBytes, batch: deps.batchLimitBytes },
    },
  );
  return deps.meter === undefined ? api : Router().use(api, countRefusals(deps.meter));
}

function countRefusals(meter: IntakeMeter) {
  return (error: unknown, _request: Request, _response: Response, next: NextFunction): void => {
    meter.countRefused(toAppError(error).code);
    next(error);
  };
}
