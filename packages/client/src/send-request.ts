import type { BuiltRequest } from './build-request.ts';
import { describeProblem, ProblemError } from './problem-error.ts';
import { retryDelayMs } from './retry-delay.ts';
import { sleep } from './sleep.ts';

const ANSWER_TIMEOUT_MS = 60_000;
/** A passing state of the service, or of the gateway before it. */
const PASSING = new Set([429, 502, 503, 504]);

/** A service and the key for it. */
export interface Service {
  /** Without a slash at the end. */
  url: string;
  key: string;
  /** What messages call the key: never the key itself. */
  keyName: string;
  /** Whether it has ever answered. One that never has is not waited for. */
  hasAnswered: boolean;
}

/** An answer that was read to its end. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

export interface SendOptions {
  /** How long one call may be tried again, in milliseconds. 0: not at all. */
  patienceMs: number;
  signal: AbortSignal | null;
}

/**
 * Sends a request that may be sent twice, and waits out what passes by itself: a full or restarting service (429, 502, 503, 504, with its
 * Retry-After) and a broken connection. A conflict that says when to come back is one too: the first try is still at it.
 * Throws ProblemError `unavailable` when it lasts too long, or at once where nobody has ever answered; the signal's
 * reason when it is aborted.
 */
export async function sendRequest(
  service: Service,
  request: BuiltRequest,
  { patienceMs, signal }: SendOptions,
): Promise<Answer> {
  const deadlineMs = Date.now() + patienceMs;
  for (let tried = 0; ; tried++) {
    const outcome = await attempt(service, request, signal);
    const isAway = outcome instanceof ProblemError;
    if (isAway && !service.hasAnswered) throw outcome;
    if (!isAway && !isPassing(outcome)) return outcome;
    const retryAfter = isAway ? null : outcome.headers.get('retry-after');
    const delayMs = retryDelayMs(retryAfter, tried, { nowMs: Date.now(), random: Math.random() });
    if (Date.now() + delayMs > deadlineMs) throw isAway ? outcome : tooBusy(service.url, outcome);
    await sleep(delayMs, signal);
  }
}

function isPassing({ status, headers }: Answer): boolean {
  return PASSING.has(status) || (status === 409 && headers.has('retry-after'));
}

async function attempt(
  service: Service,
  request: BuiltRequest,
  signal: AbortSignal | null,
): Promise<Answer | ProblemError> {
  const ending = new AbortController();
  const abort = (): void => ending.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', abort);
  const timer = setTimeout(() => ending.abort(new DOMException('', 'TimeoutError')), ANSWER_TIMEOUT_MS);
  try {
    const response = await fetchFrom(service, request, ending.signal);
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return new ProblemError('unavailable', describeAbsence(service.url, error), { cause: error });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/** One request with the key. Redirects are not followed: the key would go along. Rejects as fetch does. */
export async function fetchFrom(
  service: Service,
  { method, path, headers, body }: BuiltRequest,
  signal: AbortSignal,
): Promise<Response> {
  const response = await fetch(service.url + path, {
    method,
    headers: { accept: 'application/json', ...headers, authorization: `Bearer ${service.key}` },
    redirect: 'manual',
    signal,
    ...(body === null ? {} : { body }),
  });
  service.hasAnswered = true;
  return response;
}

function tooBusy(url: string, { status, headers, text }: Answer): ProblemError {
  const body = parseBody(text);
  const detail = describeProblem(body, 'it gave no reason');
  return new ProblemError(
    status === 429 ? 'rate_limited' : 'unavailable',
    `${url} takes no more just now (${status}): ${detail}`,
    { status, body, headers },
  );
}

/** JSON, or null where it is none. */
export function parseBody(text: string): unknown {
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

function describeAbsence(url: string, error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ECONNREFUSED') return `Nobody answers at ${url}. Is the service running (npm start)?`;
  if (error instanceof Error && error.name === 'TimeoutError') return `${url} did not answer in time.`;
  return `Cannot reach ${url}${code === '' ? '' : ` (${code})`}.`;
}
