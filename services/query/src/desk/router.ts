import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { STATUS } from '@writethru/contract';
import { AppError, canEdit, canRead } from '@writethru/domain';
import {
  bodyTextOf,
  makeAssets,
  principalOf,
  readBody,
  refuseOtherMethods,
  requestIdOf,
  toAppError,
  type Assets,
  type Logger,
  type Pages,
} from '@writethru/runtime';
import type { Pool } from '@writethru/store';
import { Router, type NextFunction, type Request, type RequestHandler, type Response } from 'express';

import { makeHeadWatch } from '../live/head-watch.ts';
import { viewerOf } from '../viewer.ts';
import { askFor, Elsewhere } from './ask.ts';
import type { Desk, DeskPage } from './desk.ts';
import { renderError } from './error-page.ts';
import { findPage } from './find/find.ts';
import { lifePage } from './find/life.ts';
import { frontPage } from './front/front.ts';
import { historyPage } from './history/history.ts';
import { answerLive, answerNews } from './answer-live.ts';
import { renderPage, type PageParts } from './page.ts';
import { makeQuestions } from './questions.ts';
import { comparePage } from './compare/compare.ts';
import { doubtfulPage } from './doubtful/doubtful.ts';
import { editPage } from './edit/edit.ts';
import { editStoryPage } from './edit/edit-story.ts';
import { storyPage } from './story/story.ts';
import { makeClock } from './times.ts';
import { tryPage } from './trial/try.ts';

export interface DeskRouterDeps {
  pool: Pool;
  /** The frame that pages stand in, and who may see them. */
  pages: Pages;
  log: Pick<Logger, 'error'>;
  /** What is shown depends on the clock: embargoes lift. Default: the machine's. */
  now?: () => Date;
}

const PAGES = [
  frontPage,
  storyPage,
  historyPage,
  editStoryPage,
  editPage,
  doubtfulPage,
  comparePage,
  lifePage,
  findPage,
  tryPage,
];
const STYLE = '/assets/desk.css';
const SCRIPTS = ['desk.js', 'doubtful/keys.js'];
const STYLES = [
  'desk.css',
  'front/front.css',
  'story/story.css',
  'compare/compare.css',
  'find/find.css',
  'history/history.css',
  'edit/edit.css',
  'doubtful/doubtful.css',
];
const SCRIPT = '/assets/desk.js';
const FORM = { mediaTypes: ['application/x-www-form-urlencoded'], limitBytes: 1_048_576 };

/** `/desk`: stories for people who would rather look than read JSON. */
export function createDeskRouter(deps: DeskRouterDeps): Router {
  const router = Router({ caseSensitive: true });
  const requireRead = deps.pages.require(canRead);
  const requireEdit = deps.pages.require(canEdit);
  const open = (request: Request, response: Response): Desk => openDesk(deps, request, response);
  const watch = makeHeadWatch(deps.pool);
  const assets = serveAssets();
  router.use(assets.router);
  const dress = { styles: [assets.urlOf(STYLE)], scripts: [assets.urlOf(SCRIPT)] };
  const send: SendPage = (request, response, parts, status) =>
    deps.pages.send(request, response, { ...renderPage(parts, open(request, response)), ...dress }, status);
  const get = (place: string, ...handlers: RequestHandler[]): void => {
    router
      .route(place)
      .get(...handlers)
      .all(refuseOtherMethods('GET', 'HEAD'));
  };
  get('/desk/live', requireRead, answerLive(deps.pool, watch));
  get('/desk/new', requireRead, answerNews(open));
  for (const page of PAGES) {
    const answer = answerPage(page, open, send);
    const gate = page.scope === 'edit' ? requireEdit : requireRead;
    if (page.takesForm === true) router.post(page.path, gate, readBody(FORM), answer);
    get(page.path, gate, answer);
  }
  router.use('/desk', answerError(deps.log, send));
  return router;
}

function openDesk(deps: DeskRouterDeps, request: Request, response: Response): Desk {
  const principal = principalOf(response);
  const now = deps.now?.() ?? new Date();
  const { zone } = deps.pages.viewOf(request, response);
  return {
    pool: deps.pool,
    principal,
    viewer: viewerOf(principal, now),
    now: () => now,
    questions: makeQuestions(askFor(principal), deps.pool, () => now),
    clock: makeClock(zone),
    timeZone: zone,
    query: Object.fromEntries(
      Object.entries(request.query).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
    params: request.params as Record<string, string>,
    form: new URLSearchParams(bodyTextOf(response)),
  };
}

type SendPage = (request: Request, response: Response, parts: PageParts, status?: number) => void;

function answerPage(
  page: DeskPage,
  open: (request: Request, response: Response) => Desk,
  send: SendPage,
): RequestHandler {
  return async (request, response) => {
    const answer = await page.answer(open(request, response));
    if ('redirect' in answer) response.redirect(303, answer.redirect);
    else send(request, response, answer, answer.status);
  };
}

/** Errors as pages. Who is not known is led to the sign-in, like everywhere. */
function answerError(log: DeskRouterDeps['log'], send: SendPage) {
  // Express knows an error handler by its four parameters.
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    const isKnown = response.locals['principal'] !== undefined;
    const appError =
      error instanceof Elsewhere ? new AppError('not_found', 'It is elsewhere now.') : toAppError(error);
    if (!isKnown || response.headersSent || appError.code === 'not_allowed') {
      next(error);
      return;
    }
    const requestId = requestIdOf(response);
    if (appError.code === 'bug') log.error({ err: appError.cause ?? appError, requestId }, 'a page failed');
    send(request, response, renderError(appError, requestId), STATUS[appError.code]);
  };
}

function serveAssets(): Assets {
  const folder = path.dirname(fileURLToPath(import.meta.url));
  return makeAssets([
    { path: STYLE, mediaType: 'text/css', files: STYLES.map((file) => path.join(folder, file)) },
    { path: SCRIPT, mediaType: 'text/javascript', files: SCRIPTS.map((file) => path.join(folder, file)) },
  ]);
}
