import type { ErrorCode } from '@writethru/domain';

/** What a refusal says (RFC 9457), as far as it says it. */
interface Problem {
  type?: unknown;
  title?: unknown;
  detail?: unknown;
  errors?: unknown;
}

interface Fault {
  /** JSON pointer into the body, or the name of a parameter. */
  pointer: string;
  detail: string;
}

/** Where the problem came up: what the service answered, if it did. */
interface ProblemContext {
  status?: number;
  /** The answer's body, parsed. */
  body?: unknown;
  headers?: Headers;
  cause?: unknown;
}

/**
 * The only error that a client throws, but for an abort. `code` is the service's own; `unavailable` too where nobody
 * answered, and `bug` for an answer that no Writethru gives. `message` and `faults` may be shown to people.
 */
export class ProblemError extends Error {
  readonly code: ErrorCode;
  /** Of the answer; null where there was none. */
  readonly status: number | null;
  readonly faults: readonly Fault[];
  /** The service's log has the request under this id. */
  readonly requestId: string | null;
  /** When to come back, as the service said it: seconds or an HTTP date. */
  readonly retryAfter: string | null;
  /** The body of the refusal, with what members it has beyond the standard ones. */
  readonly problem: unknown;

  constructor(code: ErrorCode, message: string, context: ProblemContext = {}) {
    super(message, { cause: context.cause });
    this.name = 'ProblemError';
    this.code = code;
    this.status = context.status ?? null;
    this.faults = readFaults(context.body);
    this.requestId = context.headers?.get('x-request-id') ?? null;
    this.retryAfter = context.headers?.get('retry-after') ?? null;
    this.problem = context.body ?? null;
  }
}

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'malformed',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'not_allowed',
  409: 'conflict',
  413: 'too_large',
  415: 'unsupported',
  422: 'invalid_input',
  429: 'rate_limited',
};

/** The code that a refusal has by its status. A gateway's 502 and 504 are `unavailable` as our own 503 is. */
export function codeOf(status: number): ErrorCode {
  if (status >= 500) return status === 500 ? 'bug' : 'unavailable';
  return CODE_OF_STATUS[status] ?? 'bug';
}

/** What a refusal says, in one line: its detail, and the faults with the place of each. `fallback` if it says nothing. */
export function describeProblem(body: unknown, fallback: string): string {
  if (typeof body !== 'object' || body === null) return fallback;
  const { detail, title }: Problem = body;
  const text = [detail, title].find((part) => typeof part === 'string' && part !== '');
  const summary = typeof text === 'string' ? text : fallback;
  const faults = readFaults(body).map((fault) => `${fault.pointer}: ${fault.detail}`);
  return faults.length === 0 ? summary : `${summary} ${faults.join('; ')}`;
}

function readFaults(body: unknown): Fault[] {
  if (typeof body !== 'object' || body === null) return [];
  const { errors }: Problem = body;
  return Array.isArray(errors) ? errors.filter(isFault) : [];
}

function isFault(fault: unknown): fault is Fault {
  if (typeof fault !== 'object' || fault === null) return false;
  const { pointer, detail }: { pointer?: unknown; detail?: unknown } = fault;
  return typeof pointer === 'string' && typeof detail === 'string';
}

/** Whether the same request may succeed later, without anyone changing anything. */
export function isPassingProblem(error: unknown): error is ProblemError {
  return error instanceof ProblemError && (error.code === 'unavailable' || error.code === 'rate_limited');
}
