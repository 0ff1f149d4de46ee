import { methodsOf, takesIdempotencyKey, type Operation } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import { Router, type NextFunction, type Request, type RequestHandler, type Response } from 'express';

import { principalOf, requireScope, type Authenticate } from '../authenticate.ts';
import { makeBodyBudget, type BodyBudget } from '../body-budget.ts';
import { parseJson } from '../parse-json.ts';
import { limitRate } from '../rate-limit.ts';
import { bodyTextOf, mediaTypeOf, readBody } from '../read-body.ts';
import { checkInput, refuseInput } from './check-input.ts';
import { SCOPE_CHECKS } from './scope-checks.ts';
import { runOnce, type IdempotencyStore } from './run-once.ts';
import { announceDeprecation, renderAnswer, sendAnswer } from './send-answer.ts';
import type { OperationInput, ServedOperation, StreamAnswer } from './served-operation.ts';

export interface ApiRouterOptions {
  authenticate: Authenticate;
  /** Bytes of a body at most, after decompression, by the operation's `limit`. Default 1 MiB and 10 MiB. */
  bodyLimits?: { article: number; batch: number };
  /** Where answers under an Idempotency-Key are kept. */
  idempotency: IdempotencyStore;
  /** Of one key, to this process. Default 600,000. */
  requestsPerMinute?: number;
}

type RenderableAnswer = Parameters<typeof renderAnswer>[1];

const DEFAULT_REQUESTS_PER_MINUTE = 600_000;
const DEFAULT_LIMITS = { article: 1_048_576, batch: 10_485_760 };

/**
 * The routes of a service's operations. For each, in this order: the key and its scope, path and query, the body, the
 * handler, the answer. A method that the contract does not have for a path is answered 405 with Allow; one that
 * another service has is left to the next router. OPTIONS answers 204 with Allow.
 */
export function createApiRouter(served: readonly ServedOperation[], options: ApiRouterOptions): Router {
  const router = Router({ caseSensitive: true });
  const limit = limitRate(options.requestsPerMinute ?? DEFAULT_REQUESTS_PER_MINUTE);
  const limits = options.bodyLimits ?? DEFAULT_LIMITS;
  const bodies = { limits, budget: makeBodyBudget(limits.batch) };
  const paths = [...new Set(served.map(({ operation }) => operation.path))].sort(fixedFirst);
  for (const path of paths) {
    const route = router.route(path.replaceAll(/\{(\w+)\}/g, ':$1'));
    for (const one of served) {
      if (one.operation.path === path)
        route[one.operation.method](...handlersOf(one, options, limit, bodies));
    }
    route.all(answerOtherMethods(methodsOf(path)));
  }
  return router;
}

/** `/v1/articles/batch` is no article: a path without parameters comes before one with. */
function fixedFirst(a: string, b: string): number {
  return a.replaceAll('{', '~') < b.replaceAll('{', '~') ? -1 : 1;
}

function handlersOf(
  served: ServedOperation,
  options: ApiRouterOptions,
  limit: RequestHandler,
  { limits, budget }: { limits: typeof DEFAULT_LIMITS; budget: BodyBudget },
): RequestHandler[] {
  const { operation } = served;
  const { scope, body } = operation;
  return [
    ...(scope === 'none' ? [] : [requireScope(options.authenticate, SCOPE_CHECKS[scope]), limit]),
    ...(body === undefined
      ? []
      : [
          readBody({
            mediaTypes: Object.keys(body.types),
            limitBytes: limits[body.limit ?? 'article'],
            budget,
          }),
        ]),
    (request, response) => answer(served, options.idempotency, request, response),
  ];
}

async function answer(
  { operation, handle }: ServedOperation,
  idempotency: IdempotencyStore,
  request: Request,
  response: Response,
): Promise<void> {
  announceDeprecation(operation, response);
  const input = readInput(operation, request, response);
  if (takesIdempotencyKey(operation) && request.get('idempotency-key') !== undefined) {
    const run = async () => renderAnswer(operation, (await handle(input)) as RenderableAnswer);
    sendAnswer(operation, await runOnce(idempotency, request, response, run), request, response);
    return;
  }
  const given = (await handle(input)) as RenderableAnswer | StreamAnswer;
  if ('stream' in given) await given.stream(request, response);
  else sendAnswer(operation, renderAnswer(operation, given), request, response);
}

function readInput(operation: Operation, request: Request, response: Response): OperationInput<Operation> {
  const { params, query, body } = operation;
  const mediaType = mediaTypeOf(request);
  const input = {
    params: params === undefined ? {} : checkInput(params, request.params, 'path'),
    query: query === undefined ? {} : checkInput(query, readQuery(request), 'query'),
    bodyText: bodyTextOf(response),
    mediaType,
    principal: () => principalOf(response),
    header: (name: string) => request.get(name),
    url: request.originalUrl,
  };
  const schema = body?.isRaw ? undefined : body?.types[mediaType]?.schema;
  const json = schema === undefined ? undefined : checkInput(schema, parseJson(input.bodyText), 'body');
  // The types say what the definition's schemas made: here it is any definition.
  return { ...input, body: json as undefined };
}

function readQuery(request: Request): Record<string, unknown> {
  const query: Record<string, unknown> = { ...request.query };
  const repeated = Object.keys(query).filter((name) => Array.isArray(query[name]));
  if (repeated.length === 0) return query;
  throw refuseInput(
    'query',
    repeated.map((name) => ({ pointer: `?${name.slice(0, 200)}`, detail: 'is given more than once' })),
  );
}

function answerOtherMethods(allow: string[]) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.method === 'OPTIONS') {
      response.status(204).set('Allow', allow.join(', ')).end();
      return;
    }
    if (allow.includes(request.method)) {
      next();
      return;
    }
    throw new AppError('not_allowed', `${request.method.slice(0, 20)} is not served here.`, {
      details: { allow },
    });
  };
}
