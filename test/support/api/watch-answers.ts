import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import express, { type Express, type NextFunction, type Request, type Response } from 'express';

import { checkAnswer } from './document-check.ts';

export interface WatchedApp {
  app: Express;
  /** Throws where an answer so far was not one that the document allows. */
  verify(): void;
}

/** Holds every answer that an app gives against the OpenAPI document. */
export function watchAnswers(app: Express): WatchedApp {
  const faults: Error[] = [];
  const outer = express();
  outer.disable('x-powered-by');
  outer.set('etag', false);
  outer.use((request: Request, response: Response, next: NextFunction) => {
    const chunks: Buffer[] = [];
    const keep = (chunk: unknown): void => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    };
    const write = response.write.bind(response) as (...args: unknown[]) => boolean;
    response.write = ((chunk: unknown, ...rest: unknown[]) => {
      keep(chunk);
      return write(chunk, ...rest);
    }) as Response['write'];
    const end = response.end.bind(response) as (...args: unknown[]) => Response;
    response.end = ((chunk?: unknown, ...rest: unknown[]) => {
      keep(chunk);
      const mediaType = String(response.getHeader('content-type') ?? '').split(';')[0]!;
      try {
        const text = inflate(Buffer.concat(chunks), response.getHeader('content-encoding')).toString('utf8');
        checkAnswer({
          method: request.method,
          url: request.url,
          status: response.statusCode,
          mediaType,
          text,
        });
      } catch (error) {
        faults.push(error instanceof Error ? error : new Error(String(error)));
      }
      return end(chunk, ...rest);
    }) as Response['end'];
    next();
  });
  outer.use(app);
  return {
    app: outer,
    verify() {
      const [first] = faults;
      if (first !== undefined) throw first;
    },
  };
}

function inflate(bytes: Buffer, encoding: unknown): Buffer {
  if (bytes.length === 0) return bytes;
  if (encoding === 'gzip') return gunzipSync(bytes);
  return encoding === 'br' ? brotliDecompressSync(bytes) : bytes;
}
