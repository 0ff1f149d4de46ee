import { createHttpApp, createLogger, listen, type Listening } from '@writethru/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Router } from 'express';

import { sendRaw } from '../support/bad-inputs/raw-request.ts';
import { until } from '../support/until.ts';

const MOST = 5;

type Limits = NonNullable<Parameters<typeof listen>[3]>;

const LIMITS: Limits = {
  headersTimeoutMs: 200,
  requestTimeoutMs: 400,
  idleTimeoutMs: 200,
  maxConnections: MOST,
};

let server: Listening;

function serve(limits: Limits): Promise<Listening> {
  const router = Router();
  router.post('/', (request, response) => {
    request.resume().on('end', () => response.json({}));
  });
  router.get('/', (_request, response) => {
    response.json({});
  });
  const app = createHttpApp({ logger: createLogger({ service: 'test', level: 'fatal' }), routers: [router] });
  return listen(app, '127.0.0.1', 0, limits);
}

beforeAll(async () => {
  server = await serve(LIMITS);
});

afterAll(() => server.close());

describe('a client that takes its time', () => {
  test.each([
    ['headers', 'GET / HTTP/1.1\r\nHost: a\r\n'],
    ['a body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{'],
  ])('over %s gets 408', async (_what, bytes) => {
    expect((await sendRaw(server.url, bytes)).status).toBe(408);
  });

  test('between two requests is let go', async () => {
    // Only the time between requests is short: on a busy machine a request may come late after its connection.
    const patient = await serve({ ...LIMITS, headersTimeoutMs: 30_000, requestTimeoutMs: 30_000 });
    const { text } = await sendRaw(patient.url, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await patient.close();
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
  });
});

test('more connections than there may be are closed, and others are served once the idle ones are gone', async () => {
  const idle = Array.from({ length: MOST }, () => sendRaw(server.url, 'GET / HTTP/1.1\r\n'));
  const refused = Promise.all(Array.from({ length: 20 }, () => sendRaw(server.url, 'GET / HTTP/1.1\r\n')));
  const served = async (): Promise<boolean> =>
    (await sendRaw(server.url, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).status === 200;
  expect((await refused).filter(({ status }) => status === 0).length).toBeGreaterThanOrEqual(20 - MOST);
  await Promise.all(idle);
  await until(served);
});
