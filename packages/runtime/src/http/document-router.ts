import { createHash } from 'node:crypto';

import { buildDocument } from '@writethru/contract';
import { Router } from 'express';

import { refuseOtherMethods } from './app.ts';

/** `/openapi.json`: the API's document, open to all. The same whichever service answers. */
export function createDocumentRouter(): Router {
  const text = JSON.stringify(buildDocument());
  const etag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  const router = Router({ caseSensitive: true });
  router
    .route('/openapi.json')
    .get((request, response) => {
      response.setHeader('ETag', etag);
      response.setHeader('Cache-Control', 'public, max-age=300');
      if (request.get('if-none-match') === etag) response.status(304).end();
      else response.type('application/json').send(text);
    })
    .all(refuseOtherMethods('GET', 'HEAD'));
  return router;
}
