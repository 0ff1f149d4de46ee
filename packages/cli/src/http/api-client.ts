import { setTimeout as sleep } from 'node:timers/promises';

import { AppError } from '@writethru/domain';

import type { ServiceAddress } from '../service-address.ts';
import { describeProblem } from './problem.ts';
import { retryDelayMs } from './retry-delay.ts';

const ANSWER_TIMEOUT_MS = 60_000;
const RETRIED = new Set([429, 502, 503, 504]);

export interface ApiRequest {
  method: 'GET' | 'POST';
  /** Begins with a slash. */
  path: string;
  body?: Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

export interface ApiAnswer {
  status: number;
  /** Parsed; null where the answer is not JSON. */
  body: unknown;
  location: string | null;
}

export interface ApiClient {
  /**
   * Sends a request and waits out what passes by itself: a full or restarting service (429, 502, 503, 504, with its
   * Retry-After) and a broken connection. Throws AppError: `unavailable` when that lasts too long, or at once if the
   * very first request finds nobody; `unauthenticated` and `forbidden` when the key is refused.
   */
  send: (request: ApiRequest) => Promise<ApiAnswer>;
}

/** A client for one service. `patienceMs` is how long one request may be tried again. */
export function createApiClient(service: ServiceAddress, patienceMs: number): ApiClient {
  let hasAnswered = false;

  async function attempt(request: ApiRequest): Promise<Response | AppError> {
    try {
      const response = await fetch(service.url + request.path, {
        method: request.method,
        headers: { ...request.headers, accept: 'application/json', authorization: `Bearer ${service.key}` },
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      hasAnswered = true;
      return response;
    } catch (error) {
      const away = new AppError('unavailable', describeAbsence(service.url, error), { cause: error });
      if (!hasAnswered) throw away;
      return away;
    }
  }

  return {
    send: async (request) => {
      const deadlineMs = Date.now() + patienceMs;
      for (let tried = 0; ; tried++) {
        const outcome = await attempt(request);
        const isPassing = outcome instanceof AppError || RETRIED.has(outcome.status);
        if (!isPassing) return readAnswer(outcome, service);
        const retryAfter = outcome instanceof AppError ? null : outcome.headers.get('retry-after');
        const delayMs = retryDelayMs(retryAfter, tried, { nowMs: Date.now(), random: Math.random() });
        if (Date.now() + delayMs > deadlineMs) throw await giveUp(outcome, service.url);
        // An unread body keeps its connection: the next try would need another.
        if (!(outcome instanceof AppError)) await outcome.body?.cancel();
        await sleep(delayMs);
      }
    },
  };
}

async function readAnswer(response: Response, service: ServiceAddress): Promise<ApiAnswer> {
  const body = await readBody(response, service.url);
  if (response.status === 401) {
    throw new AppError('unauthenticated', `The key from ${service.keySource} was refused by ${service.url}.`);
  }
  if (response.status === 403) {
    const detail = describeProblem(body, 'it lacks the scope');
    throw new AppError('forbidden', `The key from ${service.keySource} may not do this: ${detail}`);
  }
  return { status: response.status, body, location: response.headers.get('location') };
}

async function readBody(response: Response, url: string): Promise<unknown> {
  try {
    const text = await response.text();
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw new AppError('unavailable', `The answer of ${url} broke off.`, { cause: error });
  }
}

async function giveUp(outcome: Response | AppError, url: string): Promise<AppError> {
  if (outcome instanceof AppError) return outcome;
  const detail = describeProblem(await readBody(outcome, url), 'it gave no reason');
  return new AppError('unavailable', `${url} takes no more just now (${outcome.status}): ${detail}`);
}

function describeAbsence(url: string, error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ECONNREFUSED') return `Nobody answers at ${url}. Is the service running (npm start)?`;
  if (error instanceof Error && error.name === 'TimeoutError') return `${url} did not answer in time.`;
  return `Cannot reach ${url}${code === '' ? '' : ` (${code})`}.`;
}
