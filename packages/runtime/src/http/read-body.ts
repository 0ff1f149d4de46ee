import { AppError } from '@writethru/domain';
import express, { type NextFunction, type Request, type Response } from 'express';

import type { BodyBudget } from './body-budget.ts';
import { decodeBody } from './decode-body.ts';

export interface BodyOptions {
  /** Media types that the route takes, lower case, without parameters. */
  mediaTypes: readonly string[];
  /** Bytes at most, after decompression. */
  limitBytes: number;
  /** What all bodies may take up together. Left out: each alone is bounded. */
  budget?: BodyBudget;
}

/** The media type of a request, lower case, without parameters; empty where none is sent. */
export function mediaTypeOf(request: Request): string {
  return (request.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
}

/**
 * Reads a body as text: checks the media type, decompresses gzip, deflate and br up to the limit, decodes by
 * `decodeBody`. The text is then at `response.locals.bodyText`.
 * Throws AppError `unsupported`, `too_large`, `malformed`, or `unavailable` where too much comes at once.
 */
export function readBody(
  options: BodyOptions,
): (request: Request, response: Response, next: NextFunction) => void {
  const readBytes = express.raw({ type: () => true, limit: options.limitBytes, inflate: true });
  return (request, response, next) => {
    refuseForeignType(request, options.mediaTypes);
    let isRefused = false;
    options.budget?.watch(request, response, options.limitBytes, (error) => {
      isRefused = true;
      // What still comes is read and not kept: a client that still sends would never see an answer before a reset.
      request.removeAllListeners('data').resume();
      next(error);
    });
    if (isRefused) return;
    readBytes(request, response, (error?: unknown) => {
      if (isRefused) return;
      if (error !== undefined && error !== null) {
        next(translateBodyError(error, options.limitBytes));
        return;
      }
      const bytes: unknown = request.body;
      // What is thrown here nobody catches: the stream calls, not Express.
      try {
        response.locals['bodyText'] =
          bytes instanceof Uint8Array ? decodeBody(bytes, mediaTypeOf(request), charsetOf(request)) : '';
      } catch (fault) {
        next(fault);
        return;
      }
      next();
    });
  };
}

/** The text that `readBody` read. */
export function bodyTextOf(response: Response): string {
  return String(response.locals['bodyText'] ?? '');
}

function refuseForeignType(request: Request, mediaTypes: readonly string[]): void {
  const mediaType = mediaTypeOf(request);
  if (!mediaTypes.includes(mediaType)) {
    throw new AppError('unsupported', `Send Content-Type: ${mediaTypes.join(' or ')}.`);
  }
}

function charsetOf(request: Request): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s;"]+)"?/i.exec(request.get('content-type') ?? '')?.[1];
}

function translateBodyError(error: unknown, limitBytes: number): AppError {
  const type = error instanceof Error && 'type' in error ? String(error.type) : '';
  if (type === 'entity.too.large') {
    return new AppError('too_large', `More than ${limitBytes} bytes.`, { cause: error });
  }
  if (type === 'encoding.unsupported') {
    return new AppError('unsupported', 'Content-Encoding must be gzip, deflate or br.', { cause: error });
  }
  return new AppError('malformed', 'The body could not be read to its end.', { cause: error });
}
