import { newId } from '@writethru/domain';
import type { NextFunction, Request, Response } from 'express';

const SANE = /^[\w.:-]{1,128}$/;

/** The id of a request, after `assignRequestId`. */
export function requestIdOf(response: Response): string {
  return String(response.locals['requestId'] ?? '');
}

/** Takes the caller's `x-request-id` where it is harmless, else makes one; answers with it. */
export function assignRequestId(request: Request, response: Response, next: NextFunction): void {
  const sent = request.get('x-request-id');
  const id = sent !== undefined && SANE.test(sent) ? sent : newId();
  response.locals['requestId'] = id;
  response.setHeader('x-request-id', id);
  next();
}
