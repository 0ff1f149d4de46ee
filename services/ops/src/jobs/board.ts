import { createBullBoard } from '@bull-board/api';
import { ExpressAdapter } from '@bull-board/express';
import { AppError, canOperate, canRead } from '@writethru/domain';
import { openBoardQueue } from '@writethru/queue';
import { principalOf, type Pages } from '@writethru/runtime';
import { keepJobAction, type Pool } from '@writethru/store';
import { Router, type NextFunction, type Request, type RequestHandler, type Response } from 'express';

/** Where it is, also as the browser sees it. */
const PLACE = '/ops/jobs';

/**
 * The board sets styles of its own and has a <base>; its link to a font of another host is what this keeps out.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** What empties or rewrites a queue; nobody needs it at night, so only admins have it. */
const DRASTIC = /\/(?:clean|empty|obliterate|add|update-data|duplicate)(?:\/|$)/;
const POLL_MS = 5_000;

export interface JobBoard {
  router: Router;
  close(): Promise<void>;
}

export interface BoardDeps {
  pool: Pool;
  pages: Pages;
  redisUrl: string;
  onError: (error: Error) => void;
}

/**
 * bull-board at `/ops/jobs`, for a look at single jobs on Redis. Readers see it without its buttons, and anything but
 * a look is refused them; what operators do is on record.
 */
export function createJobBoard({ pool, pages, redisUrl, onError }: BoardDeps): JobBoard {
  const queue = openBoardQueue(redisUrl, onError);
  const forReaders = makeBoard(queue.readOnly);
  const forOperators = makeBoard(queue.full);
  const router = Router();
  router.use(PLACE, pages.require(canRead), guard(pool), (request, response, next) => {
    response.setHeader('Content-Security-Policy', POLICY);
    response.setHeader('Cache-Control', 'no-store');
    const board = canOperate(principalOf(response).scopes) ? forOperators : forReaders;
    void board(request, response, next);
  });
  return { router, close: () => queue.close() };
}

function makeBoard(adapter: Parameters<typeof createBullBoard>[0]['queues'][number]): RequestHandler {
  const serverAdapter = new ExpressAdapter().setBasePath(PLACE);
  createBullBoard({
    queues: [adapter],
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: 'Writethru jobs',
        hideDocsLink: true,
        pollingInterval: { showSetting: false, forceInterval: POLL_MS },
        miscLinks: [{ text: 'Ops', url: '/ops' }],
      },
    },
  });
  return serverAdapter.getRouter() as RequestHandler;
}

/** Lets readers look, operators act, and only admins do what is drastic. An act that succeeded goes into the audit. */
function guard(pool: Pool) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (request.method === 'GET' || request.method === 'HEAD') {
      next();
      return;
    }
    const { scopes, keyId, holder } = principalOf(response);
    const isDrastic = DRASTIC.test(request.path);
    if (!canOperate(scopes) || (isDrastic && !scopes.includes('admin')))
      throw new AppError('forbidden', 'The key lacks the scope for this.');
    const what = `${request.method} ${request.path}`.slice(0, 500);
    await keepJobAction(pool, { keyId, actor: holder, reason: what });
    next();
  };
}
