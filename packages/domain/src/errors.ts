/**
 * The closed set of reasons for which Writethru refuses or fails.
 * HTTP status and retry policy are derived from the code at the edges, never stored here.
 */
export const ERROR_CODES = [
  'malformed', // the caller sent something that can't even be read
  'invalid_input', // … or read, and never accepted
  'unauthenticated', // no key, or one that is not known
  'forbidden', // the key lacks the scope
  'not_found',
  'gone', // it was there, and was taken away for good
  'not_allowed', // the thing is there, and the method is not for it
  'conflict', // true of other content already held
  'too_large',
  'unsupported', // media type, charset or encoding that is not served
  'rate_limited', // too many requests of one key: the same call succeeds later
  'unavailable', // a dependency is away: the same call may succeed later
  'bug', // ours
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** One fault in the caller's input. `pointer` is an RFC 6901 JSON pointer into what was sent. */
export interface FieldFault {
  pointer: string;
  detail: string;
}

/**
 * The only error type that Writethru throws on purpose.
 * `message` is safe to show to the caller; `cause` is for the log alone.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly faults: readonly FieldFault[];
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { faults?: readonly FieldFault[]; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.faults = options.faults ?? [];
    this.details = options.details ?? {};
  }
}

/** Whether a later attempt at the same thing may succeed, without anyone changing anything. */
export function isTransient(error: unknown): boolean {
  return error instanceof AppError && error.code === 'unavailable';
}
