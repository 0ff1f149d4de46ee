import { AppError } from '@writethru/domain';
import express, { type Express, type NextFunction, type Request, type Response, type Router } from 'express';
import compression from 'compression';
import helmet from 'helmet';

import type { Logger } from '../logger.ts';
import { toAppError, toProblem } from './problem.ts';
import { assignRequestId, requestIdOf } from './request-id.ts';

/** What a finished request is measured by. `route` is the pattern, so that its values stay few. */
export interface RequestFacts {
  method: string;
  route: string;
  status: number;
  durationSeconds: number;
}

export interface HttpAppOptions {
  logger: Logger;
  routers: readonly Router[];
  onRequest?: (facts: RequestFacts) => void;
  /**
   * Whose answers may be compressed, default `all`. What stands ready to compress one costs a service that answers in a few
   * words a tenth of the memory that a request takes.
   */
  compresses?: 'all' | 'reads';
}

const RETRY_AFTER_SECONDS = 5;
const CHALLENGE = 'Bearer realm="Writethru"';

/**
 * The HTTP edge of every service: request ids, safe headers, one log line a request, and one place where errors turn
 * into problem+json. Unknown paths answer 404.
 */
export function createHttpApp(options: HttpAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.use(
    assignRequestId,
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      },
    }),
  );
  app.use(reportRequests(options), compressAnswers(options.compresses ?? 'all'));
  for (const router of options.routers) app.use(router);
  app.use(() => {
    throw new AppError('not_found', 'No such path.');
  });
  app.use(answerProblem(options.logger));
  return app;
}

function compressAnswers(which: NonNullable<HttpAppOptions['compresses']>): express.RequestHandler {
  const compress = compression({ filter: isWorthCompressing });
  return (request, response, next) => {
    if (which === 'all' || request.method === 'GET') void compress(request, response, next);
    else next();
  };
}

/** Events of a stream must not wait for a block to fill. */
function isWorthCompressing(request: Request, response: Response): boolean {
  if (String(response.getHeader('content-type')).startsWith('text/event-stream')) return false;
  return compression.filter(request, response);
}

function reportRequests(options: HttpAppOptions) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedNs = process.hrtime.bigint();
    response.on('close', () => {
      const durationSeconds = Number(process.hrtime.bigint() - startedNs) / 1e9;
      const route =
        typeof request.route === 'object' ? String((request.route as { path: unknown }).path) : 'none';
      const facts = { method: request.method, route, status: response.statusCode, durationSeconds };
      options.onRequest?.(facts);
      const level = response.statusCode >= 500 ? 'warn' : 'debug';
      options.logger[level](
        { requestId: requestIdOf(response), path: request.path.slice(0, 200), ...facts },
        'request',
      );
    });
    next();
  };
}

function answerProblem(logger: Logger) {
  // Express knows an error handler by its four parameters.
  return (error: unknown, _request: Request, response: Response, _next: NextFunction): void => {
    const appError = toAppError(translateExpressError(error));
    const requestId = requestIdOf(response);
    if (appError.code === 'bug')
      logger.error({ err: appError.cause ?? appError, requestId }, 'a request failed');
    else if (appError.code === 'unavailable')
      logger.warn({ err: appError, requestId }, 'a request was refused');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const problem = toProblem(appError, requestId);
    if (appError.code === 'unauthenticated') response.setHeader('WWW-Authenticate', CHALLENGE);
    if (appError.code === 'unavailable') response.setHeader('Retry-After', String(RETRY_AFTER_SECONDS));
    if (appError.code === 'not_allowed')
      response.setHeader('Allow', (appError.details['allow'] as string[]).join(', '));
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };
}

/** A path that can't be decoded is the only thing that Express itself refuses here. */
function translateExpressError(error: unknown): unknown {
  if (error instanceof URIError) return new AppError('malformed', 'The path is not valid.', { cause: error });
  return error;
}

/**
 * The last handler of a route: any method that it does not serve is answered 405 with Allow. One of `allow` that gets
 * this far is served by another router of the process, or by another service.
 */
export function refuseOtherMethods(
  ...allow: string[]
): (request: Request, response: Response, next: NextFunction) => void {
  return (request, _response, next) => {
    if (allow.includes(request.method)) {
      next();
      return;
    }
    throw new AppError('not_allowed', `${request.method.slice(0, 20)} is not served here.`, {
      details: { allow },
    });
  };
}
