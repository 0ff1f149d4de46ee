import { type BuiltRequest, buildRequest } from './build-request.ts';
import { codeOf, describeProblem, ProblemError } from './problem-error.ts';
import { type Route, ROUTES } from './routes.ts';
import { type Answer, parseBody, sendRequest, type SendOptions, type Service } from './send-request.ts';
import type { OperationId } from './types.ts';

const MAX_REDIRECTS = 5;

/** What may be said with any call. */
export interface CallOptions {
  signal?: AbortSignal;
  /** How long it may be tried again, in milliseconds. Default: the client's. */
  patienceMs?: number;
  /** Request headers beyond the client's: `prefer`, `accept`, `content-encoding`. */
  headers?: Readonly<Record<string, string>>;
  /** Of a POST that must not be done twice. Default: one of the client's own, so that it can be tried again. */
  idempotencyKey?: string;
}

/** Sends a request, follows its redirects within the service, and gives the answer in whatever media type it has. */
export async function callRoute(
  service: Service,
  route: Omit<Route, 'has'>,
  input: object,
  options: CallOptions & { patienceMs: number },
): Promise<Answer> {
  const request = addHeaders(route, buildRequest(route, input), options);
  const how: SendOptions = {
    patienceMs: route.isOnce === true ? 0 : options.patienceMs,
    signal: options.signal ?? null,
  };
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const answer = await sendRequest(service, request, how);
    if (answer.status !== 307 && answer.status !== 308) return takeSuccess(service, answer);
    request.path = followWithin(request.path, answer.headers.get('location'));
  }
  throw new ProblemError('bug', 'The service sends us in circles.');
}

/** The JSON of an operation's answer; undefined where it is empty. Throws ProblemError `bug` where it is not ours. */
export async function callForJson(
  service: Service,
  id: OperationId,
  input: object,
  options: CallOptions & { patienceMs: number },
): Promise<unknown> {
  const { status, text } = await callRoute(service, ROUTES[id], input, options);
  const { has } = ROUTES[id];
  if (has === null) return undefined;
  const body = parseBody(text);
  if (typeof body === 'object' && body !== null && has in body) return body;
  throw new ProblemError('bug', 'The answer is not that of a Writethru service: is the URL right?', {
    status,
  });
}

function addHeaders(route: Omit<Route, 'has'>, request: BuiltRequest, options: CallOptions): BuiltRequest {
  const needsKey = route.method === 'post' && route.isRepeatable !== true && route.isOnce !== true;
  const idempotencyKey = options.idempotencyKey ?? (needsKey ? crypto.randomUUID() : undefined);
  const key = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
  return { ...request, headers: { ...request.headers, ...key, ...options.headers } };
}

/** The answer, where it is a success. Throws ProblemError for a refusal. */
export function takeSuccess(service: Service, answer: Answer): Answer {
  const { status, headers, text } = answer;
  if (status >= 200 && status < 300) return answer;
  const body = parseBody(text);
  const context = { status, body, headers };
  const { keyName, url } = service;
  if (status === 401) throw new ProblemError('unauthenticated', `${keyName} was refused by ${url}.`, context);
  if (status === 403) {
    const detail = describeProblem(body, 'it lacks the scope');
    throw new ProblemError('forbidden', `${keyName} may not do this: ${detail}`, context);
  }
  if (status < 400)
    throw new ProblemError(
      'bug',
      `An answer that no Writethru gives (${status}): is the URL right?`,
      context,
    );
  throw new ProblemError(codeOf(status), describeProblem(body, `Refused (${status}).`), context);
}

// The key goes along, so only the path of a Location counts: never its host.
function followWithin(from: string, location: string | null): string {
  if (location === null) throw new ProblemError('bug', 'The service redirects without saying where.');
  const target = new URL(location, new URL(from, 'http://service.invalid'));
  const start = target.pathname.indexOf('/v1/');
  if (start < 0) throw new ProblemError('bug', 'The service redirects to something that is not its own.');
  return target.pathname.slice(start) + target.search;
}
