import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { AppError, canRead, isTransient } from '@writethru/domain';
import { refuseOtherMethods, requireScope, type Authenticate, type RequestFacts } from '@writethru/runtime';
import { Router, type NextFunction, type Request, type Response } from 'express';

import { createMetrics } from './metrics.ts';
import { renderPage } from './page.ts';
import type { SampleDeps } from './sample.ts';
import { judge } from './status.ts';
import { startWatch, type Watched } from './watch.ts';

export interface OpsRouterDeps extends SampleDeps {
  queueKind: 'redis' | 'postgres';
  /** Should take HTTP Basic too: a browser can't send anything else. */
  authenticate: Authenticate;
}

export interface Ops {
  router: Router;
  observeRequest(facts: RequestFacts): void;
  /** Stops watching. Before the pool and the queue are closed. */
  stop(): Promise<void>;
}

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What people and monitors look at: health, metrics, and the ops page. */
export function createOps(deps: OpsRouterDeps): Ops {
  const watch = startWatch(deps);
  const metrics = createMetrics(() => watch.look(), deps.pool);
  const style = readFileSync(path.join(path.dirname(fileURLToPath(import.meta.url)), 'style.css'), 'utf8');
  const requireRead = requireScope(deps.authenticate, canRead);
  const router = Router();
  const onlyGet = refuseOtherMethods('GET', 'HEAD');
  router
    .route('/healthz')
    .get((_request, response) => void response.json({ status: 'alive' }))
    .all(onlyGet);
  router
    .route('/readyz')
    .get(async (_request, response) => {
      const { sample, status } = await watch.look();
      if (sample.store === null) throw new AppError('unavailable', status.cause);
      response.json({
        status: 'ready',
        health: status.health,
        cause: status.cause,
        isQueueThere: sample.queue !== null,
      });
    })
    .all(onlyGet);
  router
    .route('/metrics')
    .get(requireRead, async (_request, response) => {
      response.type(metrics.contentType).send(await metrics.render());
    })
    .all(onlyGet);
  router
    .route('/ops')
    .get(letDownIn(requireRead), async (_request, response) => {
      const watched = await watch.look();
      if (watched.sample.store === null) response.status(503);
      response.setHeader('Content-Security-Policy', PAGE_POLICY);
      response.setHeader('Cache-Control', 'no-store');
      response.type('html').send(renderPage(watched, deps.queueKind));
    })
    .all(onlyGet);
  router
    .route('/ops/style.css')
    .get(
      (_request, response) =>
        void response.type('css').set('Cache-Control', 'public, max-age=3600').send(style),
    )
    .all(onlyGet);
  return { router, observeRequest: metrics.observeRequest, stop: () => watch.stop() };
}

/**
 * While Postgres is away no key can be checked. The page then says just that it is away, to anyone: who is called at
 * night should not be shown an error in place of the answer.
 */
function letDownIn(require: ReturnType<typeof requireScope>) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    try {
      await require(request, response, next);
    } catch (error) {
      if (!isTransient(error)) throw error;
      response.setHeader('Content-Security-Policy', PAGE_POLICY);
      response.setHeader('Retry-After', '5');
      response.status(503).type('html').send(renderPage(downNow(), ''));
    }
  };
}

function downNow(): Watched {
  const sample = { takenAt: new Date(), store: null, queue: null };
  return { sample, status: judge(sample, null) };
}
