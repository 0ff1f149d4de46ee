import { canRead } from '@writethru/domain';
import { Router } from 'express';
import type { Registry } from 'prom-client';

import { refuseOtherMethods } from '../http/app.ts';
import { requireScope, type Authenticate } from '../http/authenticate.ts';
import { letInWhileAway } from './let-in-while-away.ts';

/** `/metrics` of a process that serves no pages: for keys that may read, as ops serves its own. */
export function createMetricsRouter(registry: Registry, authenticate: Authenticate): Router {
  const router = Router();
  router
    .route('/metrics')
    .get(letInWhileAway(requireScope(authenticate, canRead)), async (_request, response) => {
      response.type(registry.contentType).send(await registry.metrics());
    })
    .all(refuseOtherMethods('GET', 'HEAD'));
  return router;
}
