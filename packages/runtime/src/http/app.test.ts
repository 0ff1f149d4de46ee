import { Writable } from 'node:stream';

import { expect, test } from '@jest/globals';
import express from 'express';
import request from 'supertest';

import { createLogger } from '../logger.ts';
import { createHttpApp, type HttpAppOptions } from './app.ts';

const LONG = { text: 'a line that is said again. '.repeat(200) };
const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });

/** How the answers to a GET and to a POST are encoded for a client that takes gzip. */
async function listEncodings(compresses: HttpAppOptions['compresses']): Promise<Record<string, unknown>> {
  const router = express.Router();
  router.all('/long', (_request, response) => void response.json(LONG));
  const logger = createLogger({ service: 'test', level: 'error' }, nowhere);
  const app = createHttpApp({ logger, routers: [router], ...(compresses && { compresses }) });
  const read = await request(app).get('/long').set('accept-encoding', 'gzip');
  const sent = await request(app).post('/long').set('accept-encoding', 'gzip');
  expect([read.body, sent.body]).toEqual([LONG, LONG]);
  return { read: read.headers['content-encoding'], sent: sent.headers['content-encoding'] };
}

test('long answers are compressed, those to what is sent only where the service says nothing else', async () => {
  expect(await listEncodings(undefined)).toEqual({ read: 'gzip', sent: 'gzip' });
  expect(await listEncodings('reads')).toEqual({ read: 'gzip', sent: undefined });
});
