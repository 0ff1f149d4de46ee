import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { STATUS } from '@writethru/contract';
import { AppError, canRead } from '@writethru/domain';
import {
  bodyTextOf,
  principalOf,
  readBody,
  refuseOtherMethods,
  requestIdOf,
  requireScope,
  toAppError,
  type Authenticate,
  type Logger,
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
import { answerLive, answerNews } from './answer-live.ts';
import { renderPage } from './page.ts';
import { makeQuestions } from './questions.ts';
import { comparePage } from './story/compare.ts';
import { storyPage } from './story/story.ts';
import { makeClock } from './times.ts';
import { tryPage } from './trial/try.ts';

export interface DeskRouterDeps {
  pool: Pool;
  /** Should take HTTP Basic too: a browser can't send anything else. */
  authenticate: Authenticate;
  log: Pick<Logger, 'error'>;
  /** What is shown depends on the clock: embargoes lift. Default: the machine's. */
  now?: () => Date;
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');
const TIME_ZONE = 'UTC';
const PAGES = [frontPage, storyPage, comparePage, lifePage, findPage, tryPage];
const FORM = { mediaTypes: ['application/x-www-form-urlencoded'], limitBytes: 1_048_576 };

/** `/desk`: stories for people who would rather look than read JSON. */
export function createDeskRouter(deps: DeskRouterDeps): Router {
  const router = Router({ caseSensitive: true });
  const requireRead = requireScope(deps.authenticate, canRead);
  const open = (request: Request, response: Response): Desk => openDesk(deps, request, response);
  const watch = makeHeadWatch(deps.pool);
  serveFile(router, '/desk/desk.css', 'text/css');
  serveFile(router, '/desk/desk.js', 'text/javascript');
  const get = (place: string, ...handlers: RequestHandler[]): void => {
    router
      .route(place)
      .get(...handlers)
      .all(refuseOtherMethods('GET', 'HEAD'));
  };
  get('/desk/live', requireRead, answerLive(deps.pool, watch));
  get('/desk/new', requireRead, answerNews(open));
  for (const page of PAGES) {
    const answer = answerPage(page, open);
    if (page.takesForm === true) router.post(page.path, requireRead, readBody(FORM), answer);
    get(page.path, requireRead, answer);
  }
  router.use('/desk', answerError(deps, open));
  return router;
}

function openDesk(deps: DeskRouterDeps, request: Request, response: Response): Desk {
  const principal = principalOf(response);
  const now = deps.now?.() ?? new Date();
  return {
    pool: deps.pool,
    principal,
    viewer: viewerOf(principal, now),
    now: () => now,
    questions: makeQuestions(askFor(principal), deps.pool, () => now),
    clock: makeClock(TIME_ZONE),
    timeZone: TIME_ZONE,
    query: Object.fromEntries(
      Object.entries(request.query).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
    params: request.params as Record<string, string>,
    form: new URLSearchParams(bodyTextOf(response)),
  };
}

function answerPage(page: DeskPage, open: (request: Request, response: Response) => Desk): RequestHandler {
  return async (request, response) => {
    const desk = open(request, response);
    const answer = await page.answer(desk);
    if ('redirect' in answer) response.redirect(303, answer.redirect);
    else send(response, 200, renderPage(answer, desk));
  };
}

/** Errors as pages. Who has no key is challenged by the edge, like everywhere. */
function answerError(deps: DeskRouterDeps, open: (request: Request, response: Response) => Desk) {
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
    if (appError.code === 'bug')
      deps.log.error({ err: appError.cause ?? appError, requestId }, 'a page failed');
    const { title, main } = renderError(appError, requestId);
    send(response, STATUS[appError.code], renderPage({ title, main }, open(request, response)));
  };
}

function send(response: Response, status: number, page: string): void {
  response.setHeader('Content-Security-Policy', POLICY);
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).type('html').send(page);
}

function serveFile(router: Router, url: string, mediaType: string): void {
  const folder = path.dirname(fileURLToPath(import.meta.url));
  const text = readFileSync(path.join(folder, path.basename(url)), 'utf8');
  router
    .route(url)
    .get((_request, response) => void response.type(mediaType).set('Cache-Control', 'no-cache').send(text))
    .all(refuseOtherMethods('GET', 'HEAD'));
}
