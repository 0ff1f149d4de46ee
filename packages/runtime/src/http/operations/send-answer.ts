import { createHash } from 'node:crypto';

import { isRevalidated, type Operation } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import type { Request, Response } from 'express';

import type { TextAnswer } from './served-operation.ts';

interface JsonAnswer {
  status: number;
  body: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** An answer as it goes out. */
export interface RenderedAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Null without a body. */
  mediaType: string | null;
  text: string;
}

/**
 * Renders what a handler answered, through the schema that the document shows: what it does not name is not sent, and
 * what it does not allow is AppError `bug`.
 */
export function renderAnswer(operation: Operation, answer: JsonAnswer | TextAnswer): RenderedAnswer {
  const { status, headers = {} } = answer;
  const allowed = operation.answers[status];
  if (allowed === undefined) throw new AppError('bug', `${operation.id} does not answer ${status}.`);
  if ('text' in answer) {
    if (allowed.otherTypes?.[answer.mediaType] === undefined)
      throw new AppError('bug', `${operation.id} does not answer ${answer.mediaType}.`);
    return { status, headers, mediaType: answer.mediaType, text: answer.text };
  }
  if (allowed.schema === undefined) return { status, headers, mediaType: null, text: '' };
  const shaped = allowed.schema.safeParse(answer.body);
  if (!shaped.success) {
    throw new AppError('bug', `${operation.id} answers what its document does not allow.`, {
      cause: shaped.error,
    });
  }
  return { status, headers, mediaType: 'application/json', text: JSON.stringify(shaped.data) };
}

/** Sends an answer. A GET gets an ETag, and 304 where the caller has it already. */
export function sendAnswer(
  operation: Operation,
  { status, headers, mediaType, text }: RenderedAnswer,
  request: Request,
  response: Response,
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.status(status);
  if (isRevalidated(operation)) {
    const etag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
    response.setHeader('ETag', etag);
    response.setHeader('Cache-Control', 'private, no-cache');
    if (status === 200 && isHeld(request, etag)) {
      response.status(304).end();
      return;
    }
  } else response.setHeader('Cache-Control', 'no-store');
  if (mediaType === null) response.end();
  else response.type(mediaType).send(text);
}

function isHeld(request: Request, etag: string): boolean {
  const held = (request.get('if-none-match') ?? '').split(',').map((tag) => tag.trim());
  return held.includes(etag) || held.includes('*');
}

/** Says that an operation is going away, and when (RFC 9745, RFC 8594). */
export function announceDeprecation(operation: Operation, response: Response): void {
  if (operation.deprecated === undefined) return;
  const { since, sunset } = operation.deprecated;
  response.setHeader('Deprecation', `@${Math.floor(since.getTime() / 1000)}`);
  response.setHeader('Sunset', sunset.toUTCString());
  response.append('Link', `</docs#${operation.id}>; rel="deprecation"; type="text/html"`);
}
