import { createHash } from 'node:crypto';

import { isRevalidated, type Operation } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import type { Request, Response } from 'express';

import type { StreamAnswer, TextAnswer } from './served-operation.ts';

interface JsonAnswer {
  status: number;
  body: unknown;
  headers?: Readonly<Record<string, string>>;
}

/**
 * Sends what a handler answered, through the schema that the document shows: what it does not name is not sent, and
 * what it does not allow is AppError `bug`. A GET gets an ETag, and 304 where the caller has it already.
 */
export async function sendAnswer(
  operation: Operation,
  answer: JsonAnswer | TextAnswer | StreamAnswer,
  request: Request,
  response: Response,
): Promise<void> {
  announceDeprecation(operation, response);
  if ('stream' in answer) {
    await answer.stream(request, response);
    return;
  }
  const { mediaType, text } = render(operation, answer);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  response.status(answer.status);
  if (isRevalidated(operation)) {
    const etag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
    response.setHeader('ETag', etag);
    response.setHeader('Cache-Control', 'private, no-cache');
    if (answer.status === 200 && isHeld(request, etag)) {
      response.status(304).end();
      return;
    }
  } else response.setHeader('Cache-Control', 'no-store');
  if (mediaType === null) response.end();
  else response.type(mediaType).send(text);
}

function render(
  operation: Operation,
  answer: JsonAnswer | TextAnswer,
): { mediaType: string | null; text: string } {
  const allowed = operation.answers[answer.status];
  if (allowed === undefined) throw new AppError('bug', `${operation.id} does not answer ${answer.status}.`);
  if ('text' in answer) {
    if (allowed.otherTypes?.[answer.mediaType] === undefined)
      throw new AppError('bug', `${operation.id} does not answer ${answer.mediaType}.`);
    return { mediaType: answer.mediaType, text: answer.text };
  }
  if (allowed.schema === undefined) return { mediaType: null, text: '' };
  const shaped = allowed.schema.safeParse(answer.body);
  if (!shaped.success) {
    throw new AppError('bug', `${operation.id} answers what its document does not allow.`, {
      cause: shaped.error,
    });
  }
  return { mediaType: 'application/json', text: JSON.stringify(shaped.data) };
}

function isHeld(request: Request, etag: string): boolean {
  const held = (request.get('if-none-match') ?? '').split(',').map((tag) => tag.trim());
  return held.includes(etag) || held.includes('*');
}

function announceDeprecation(operation: Operation, response: Response): void {
  if (operation.deprecated === undefined) return;
  const { since, sunset } = operation.deprecated;
  response.setHeader('Deprecation', `@${Math.floor(since.getTime() / 1000)}`);
  response.setHeader('Sunset', sunset.toUTCString());
  response.append('Link', `</docs#${operation.id}>; rel="deprecation"; type="text/html"`);
}
