import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { buildDocument } from '@writethru/contract';
import { Router, type Request, type Response } from 'express';

import { refuseOtherMethods } from '../app.ts';
import { BASE_STYLE } from '../pages/assets.ts';
import { renderReference } from './reference-page.ts';

const POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * `/openapi.json`, the API's document, and `/docs`, the same for people: open to all, and the same whichever service
 * answers. The page has no script and asks nothing of other hosts.
 */
export function createDocumentRouter(): Router {
  const document = buildDocument();
  const folder = path.dirname(fileURLToPath(import.meta.url));
  const style = [BASE_STYLE, path.join(folder, 'reference.css')].map((file) => readFileSync(file, 'utf8'));
  const router = Router({ caseSensitive: true });
  const files = [
    ['/openapi.json', 'application/json', JSON.stringify(document)],
    ['/docs', 'text/html', renderReference(document).text],
    ['/docs/reference.css', 'text/css', style.join('')],
  ] as const;
  for (const [url, type, text] of files) {
    router.route(url).get(answerFile(type, text)).all(refuseOtherMethods('GET', 'HEAD'));
  }
  return router;
}

function answerFile(type: string, text: string) {
  const etag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  return (request: Request, response: Response): void => {
    response.setHeader('Content-Security-Policy', POLICY);
    response.setHeader('ETag', etag);
    response.setHeader('Cache-Control', 'public, max-age=300');
    if (request.get('if-none-match') === etag) response.status(304).end();
    else response.type(type).send(text);
  };
}
