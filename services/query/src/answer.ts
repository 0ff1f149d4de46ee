import { createHash } from 'node:crypto';

import type { Request, Response } from 'express';

/** Answers JSON with an ETag of what it says; 304 without a body where the caller has it already. */
export function answerJson(request: Request, response: Response, body: unknown): void {
  const text = JSON.stringify(body);
  const etag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  response.setHeader('ETag', etag);
  response.setHeader('Cache-Control', 'private, no-cache');
  const held = (request.get('if-none-match') ?? '').split(',').map((tag) => tag.trim());
  if (held.includes(etag) || held.includes('*')) {
    response.status(304).end();
    return;
  }
  response.type('application/json').send(text);
}
