import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

const SECRETS = ['authorization', 'cookie', 'x-api-key', 'idempotency-key', 'password', 'key', 'secret'];
/** Somebody who pastes a whole key where its id belongs sends it in the path. */
const KEY = /\b(wt_[A-Za-z0-9]+_)[A-Za-z0-9_-]+/g;
const USERINFO = /([a-z][a-z0-9+.-]*:\/\/)[^/\s@]*@/gi;

/**
 * A structured logger: one line of JSON an entry. Credentials in headers, in fields of that name and in URLs are
 * taken out, and so are API keys in a `path`. Article text has no business here: log ids.
 */
export function createLogger(
  options: { service: string; level: string },
  destination?: DestinationStream,
): Logger {
  const settings = {
    level: options.level,
    base: { service: options.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: SECRETS.flatMap((name) => [
        `["${name}"]`,
        `*["${name}"]`,
        `headers["${name}"]`,
        `*.headers["${name}"]`,
      ]),
      censor: '[redacted]',
    },
    serializers: { err: serialiseError, path: hideKeys },
  };
  return destination === undefined ? pino(settings) : pino(settings, destination);
}

function serialiseError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = stdSerializers.err(error);
  const code = 'code' in error ? error.code : undefined;
  const cause = error.cause instanceof Error ? hideUserinfo(error.cause.message) : undefined;
  return { type, code, cause, message: hideUserinfo(message), stack: hideUserinfo(stack) };
}

function hideKeys(path: unknown): unknown {
  return typeof path === 'string' ? path.replaceAll(KEY, '$1[redacted]') : path;
}

function hideUserinfo(text: string): string {
  return text.replaceAll(USERINFO, '$1[redacted]@');
}
