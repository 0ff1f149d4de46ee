import { AppError } from '@writethru/domain';

const TRANSIENT = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '55P03', // lock_not_available
  '57014', // query_canceled: a timeout of ours
  '53300', // too_many_connections
  '53100', // disk_full
  '53200', // out_of_memory
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '25P03', // idle_in_transaction_session_timeout
]);
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  // This machine has no file, port or buffer left for a connection.
  'EMFILE',
  'ENFILE',
  'EADDRNOTAVAIL',
  'ENOBUFS',
]);
// pg throws these without a code when a connection breaks or none can be had in time.
const LOST =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|client has encountered a connection error|not queryable|Client was closed/i;

/** SQLSTATE or errno of a driver's error; empty where it has none. */
export function sqlState(error: unknown): string {
  let current = error;
  // By shape, not by class: Node's own errors are of another realm where the caller runs in a context of its own.
  for (let depth = 0; depth < 4 && typeof current === 'object' && current !== null; depth++) {
    if ('code' in current && typeof current.code === 'string' && !(current instanceof AppError))
      return current.code;
    current = 'cause' in current ? current.cause : null;
  }
  return '';
}

/** Whether a lock was not had in time, or would have made a deadlock: another try may well get it. */
export function isLockBusy(error: unknown): boolean {
  return ['55P03', '40P01'].includes(sqlState(error));
}

/** Turns the driver's error into ours, once, keeping it as `cause`. Ours passes through. */
export function translatePgError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = sqlState(error);
  const message = error instanceof Error ? error.message : String(error);
  if (TRANSIENT.has(code) || code.startsWith('08') || NETWORK.has(code) || LOST.test(message)) {
    return new AppError('unavailable', 'The database is not available just now.', { cause: error });
  }
  if (code === '23505') return new AppError('conflict', 'Already there.', { cause: error });
  return new AppError('bug', 'The database refused a statement.', {
    cause: error,
    details: { sqlState: code },
  });
}

/** Whether the error means that its connection is of no use any more: not even a rollback would be answered. */
export function isConnectionLost(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error;
  return cause instanceof Error && LOST.test(cause.message);
}

/** Whether an error came from the driver or the server, and so has to be translated. */
export function isDatabaseError(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof AppError) return false;
  return sqlState(error) !== '' || LOST.test(error.message);
}
