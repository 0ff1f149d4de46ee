import { AppError, canOperate, canRead, isTransient } from '@writethru/domain';
import {
  letInWhileAway,
  refuseOtherMethods,
  startHeart,
  type Pages,
  type ProcessMetrics,
  type RequestFacts,
} from '@writethru/runtime';
import { makeHeartStore } from '@writethru/store';
import { Router, type Request, type RequestHandler, type Response } from 'express';

import { createActionRouter } from './actions/router.ts';
import { runActions } from './actions/run-actions.ts';
import { makeDress, type Dress } from './dress.ts';
import { createJobBoard, type JobBoard } from './jobs/board.ts';
import { createListRouter } from './lists/router.ts';
import { answerLive } from './live.ts';
import { createMetrics } from './metrics.ts';
import { renderPage } from './page/page.ts';
import type { SampleDeps } from './sample.ts';
import { makeSeries, readRange, type Series } from './series.ts';
import { judge } from './status.ts';
import { startWatch, type Watched } from './watch.ts';

export interface OpsRouterDeps extends SampleDeps {
  queueKind: 'redis' | 'postgres';
  /** Where the queue is, if on Redis: then its jobs can be looked at. */
  redisUrl?: string | undefined;
  /** The frame that the page stands in, and who may see it. */
  pages: Pages;
  /** Of a process that runs other services too. Default: ops's own. */
  processMetrics?: ProcessMetrics;
}

export interface Ops {
  router: Router;
  observeRequest(facts: RequestFacts): void;
  /** Stops watching. Before the pool and the queue are closed. */
  stop(): Promise<void>;
}

const NOTHING: Series = { samples: [], marks: [] };

type SendPage = (request: Request, response: Response, watched: Watched) => Promise<void>;

/** What people and monitors look at: health, metrics, and the ops page. */
export function createOps(deps: OpsRouterDeps): Ops {
  const watch = startWatch(deps);
  const heart = startHeart('ops', makeHeartStore(deps.pool), deps.log);
  const onError = (error: unknown): void => deps.log.warn({ err: error }, 'an action halted; it will go on');
  const actions = runActions(deps.pool, onError);
  const metrics = createMetrics(() => watch.look(), deps.pool, deps.processMetrics);
  const { assets, dress } = makeDress();
  const sendPage = makeSendPage(deps, dress);
  const requireRead = deps.pages.require(canRead);
  const router = Router();
  const get = (path: string, ...handlers: RequestHandler[]): void => {
    router
      .route(path)
      .get(...handlers)
      .all(refuseOtherMethods('GET', 'HEAD'));
  };
  get('/healthz', (_request, response) => void response.json({ status: 'alive' }));
  get('/readyz', async (_request, response) => {
    const { sample, status } = await watch.look();
    if (sample.store === null) throw new AppError('unavailable', status.cause);
    const { health, cause } = status;
    response.json({ status: 'ready', health, cause, isQueueThere: sample.queue !== null });
  });
  get('/metrics', letInWhileAway(requireRead), async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.render());
  });
  get('/ops', letDownIn(requireRead, sendPage), async (request, response) =>
    sendPage(request, response, await watch.look()),
  );
  get('/ops/live', requireRead, answerLive(watch));
  const lists = { pool: deps.pool, pages: deps.pages, dress };
  router.use(assets.router, createActionRouter(lists), createListRouter(lists));
  const board = openBoard(deps);
  if (board !== null) router.use(board.router);
  return {
    router,
    observeRequest: metrics.observeRequest,
    async stop() {
      await watch.stop();
      await Promise.all([heart.stop(), actions.stop(), board?.close()]);
    },
  };
}

function openBoard({ pool, pages, redisUrl, log }: OpsRouterDeps): JobBoard | null {
  if (redisUrl === undefined) return null;
  const onError = (error: Error): void => log.warn({ err: error }, 'the board of jobs reported a fault');
  return createJobBoard({ pool, pages, redisUrl, onError });
}

function makeSendPage(deps: OpsRouterDeps, dress: Dress): SendPage {
  const { pages } = deps;
  const readSeries = makeSeries(deps.pool);
  return async (request, response, watched) => {
    const view = pages.viewOf(request, response);
    const range = readRange(request.query['range']);
    const series = watched.sample.store === null ? NOTHING : await readSeries(range).catch(() => NOTHING);
    const page = renderPage({
      watched,
      lag: { ...series, range },
      queueKind: deps.queueKind,
      hasBoard: deps.redisUrl !== undefined,
      zone: view.zone,
      hasDesk: pages.has('/desk'),
      mayAct: canOperate(view.principal?.scopes ?? []),
    });
    pages.send(request, response, { ...page, ...dress }, watched.sample.store === null ? 503 : 200);
  };
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
      await sendPage(request, response, downNow());
    }
  };
}

function downNow(): Watched {
  const sample = { takenAt: new Date(), store: null, queue: null };
  return { sample, status: judge(sample, null), known: null };
}
