import { canIngestAny } from '@writethru/domain';
import { readBody, refuseOtherMethods, requireScope, type Authenticate } from '@writethru/runtime';
import { Router } from 'express';

import { makeIntake, type IntakeDeps } from './intake.ts';
import { postArticle } from './routes/post-article.ts';
import { NDJSON, postBatch } from './routes/post-batch.ts';

export interface IntakeRouterDeps extends IntakeDeps {
  authenticate: Authenticate;
  bodyLimitBytes: number;
  batchLimitBytes: number;
}

const JSON_TYPE = 'application/json';

/** The ways in: one article, or a batch. A caller is known before a byte of its body is read. */
export function createIntakeRouter(deps: IntakeRouterDeps): Router {
  const intake = makeIntake(deps);
  const router = Router({ caseSensitive: true });
  const requireIngest = requireScope(deps.authenticate, canIngestAny);
  router
    .route('/v1/articles')
    .post(
      requireIngest,
      readBody({ mediaTypes: [JSON_TYPE], limitBytes: deps.bodyLimitBytes }),
      postArticle(intake),
    )
    .all(refuseOtherMethods('GET', 'HEAD', 'POST'));
  router
    .route('/v1/articles/batch')
    .post(
      requireIngest,
      readBody({ mediaTypes: [JSON_TYPE, NDJSON], limitBytes: deps.batchLimitBytes }),
      postBatch(intake),
    )
    .all(refuseOtherMethods('POST'));
  return router;
}
