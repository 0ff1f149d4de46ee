import { STATUS, TITLE } from '@writethru/contract';
import { AppError } from '@writethru/domain';

/** An RFC 9457 body. Members beyond the standard ones come from the error's details. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  requestId?: string;
  errors?: { pointer: string; detail: string }[];
  [detail: string]: unknown;
}

/** Whatever was thrown, as ours: what we did not throw on purpose is a `bug`. */
export function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('bug', 'Something went wrong.', { cause: error });
}

/**
 * The problem that an error is shown as. A `bug` shows nothing of its message, cause or details: those are for the
 * log, where `requestId` finds them.
 */
export function toProblem(error: AppError, requestId?: string): Problem {
  const { code } = error;
  const isOurs = code === 'bug';
  return {
    ...(isOurs ? {} : error.details),
    type: `/problems/${code.replaceAll('_', '-')}`,
    title: TITLE[code],
    status: STATUS[code],
    detail: isOurs ? 'Something went wrong. The log has it under this request id.' : error.message,
    ...(requestId === undefined ? {} : { requestId }),
    ...(error.faults.length === 0
      ? {}
      : { errors: error.faults.map(({ pointer, detail }) => ({ pointer, detail })) }),
  };
}
