import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { AppError, canRead, isTransient } from '@writethru/domain';
import { makeAssets, refuseOtherMethods, type Pages, type RequestFacts } from '@writethru/runtime';
import { Router, type Request, type RequestHandler, type Response } from 'express';

import { createMetrics } from './metrics.ts';
import { renderPage } from './page.ts';
import type { SampleDeps } from './sample.ts';
import { judge } from './status.ts';
import { startWatch, type Watched } from './watch.ts';

export interface OpsRouterDeps extends SampleDeps {
  queueKind: 'redis' | 'postgres';
  /** The frame that the page stands in, and who may see it. */
  pages: Pages;
}

export interface Ops {
  router: Router;
  observeRequest(facts: RequestFacts): void;
  /** Stops watching. Before the pool and the queue are closed. */
  stop(): Promise<void>;
}

const STYLE = '/assets/ops.css';

type SendPage = (request: Request, response: Response, watched: Watched) => void;

/** What people and monitors look at: health, metrics, and the ops page. */
export function createOps(deps: OpsRouterDeps): Ops {
  const watch = startWatch(deps);
  const metrics = createMetrics(() => watch.look(), deps.pool);
  const { pages } = deps;
  const folder = path.dirname(fileURLToPath(import.meta.url));
  const assets = makeAssets([
    { path: STYLE, mediaType: 'text/css', files: [path.join(folder, 'style.css')] },
  ]);
  const sendPage: SendPage = (request, response, watched) => {
    const page = renderPage(watched, deps.queueKind, pages.viewOf(request, response), assets.urlOf(STYLE));
    pages.send(request, response, page, watched.sample.store === null ? 503 : 200);
  };
  const requireRead = pages.require(canRead);
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
    .get(letDownIn(requireRead, sendPage), async (request, response) => {
      const watched = await watch.look();
      sendPage(request, response, watched);
    })
    .all(onlyGet);
  router.use(assets.router);
  return { router, observeRequest: metrics.observeRequest, stop: () => watch.stop() };
}

/**
 * While Postgres is away no key can be checked. The page then says just that it is away, to anyone: who is called at
 * night should not be shown an error in place of the answer.
 */
function letDownIn(require: RequestHandler, sendPage: SendPage): RequestHandler {
  return async (request, response, next) => {
    try {
      await require(request, response, next);
    } catch (error) {
      if (!isTransient(error)) throw error;
      response.setHeader('Retry-After', '5');
      sendPage(request, response, downNow());
    }
  };
}

function downNow(): Watched {
  const sample = { takenAt: new Date(), store: null, queue: null };
  return { sample, status: judge(sample, null) };
}
