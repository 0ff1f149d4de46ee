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
    const end = response.end.bind(response) as (...args: unknown[]) => Response;
    response.end = ((chunk?: unknown, ...rest: unknown[]) => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
      const mediaType = String(response.getHeader('content-type') ?? '').split(';')[0]!;
      const isWhole =
        response.getHeader('content-encoding') === undefined && mediaType !== 'text/event-stream';
      if (isWhole) {
        try {
          const text = Buffer.concat(chunks).toString('utf8');
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
