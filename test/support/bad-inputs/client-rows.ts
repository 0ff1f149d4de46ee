import { expect } from '@jest/globals';
import { createHttpApp, createLogger, listen } from '@writethru/runtime';
import { createApiKey } from '@writethru/store';
import { Router } from 'express';

import type { ApiBench } from '../api/bench.ts';
import { makeText } from '../made-text.ts';
import { until } from '../until.ts';
import { sendRaw } from './raw-request.ts';
import { articleOf, idOf, MALFORMED, send, settle, UNSUPPORTED, type Answer, type BadInput } from './row.ts';

const UNAUTHENTICATED = { expected: 401, problem: 'unauthenticated' } as const;
const MOST_CONNECTIONS = 3;
const LIMITS = {
  headersTimeoutMs: 200,
  requestTimeoutMs: 400,
  idleTimeoutMs: 200,
  maxConnections: MOST_CONNECTIONS,
};

/** Of a client that says all in time, however long the machine is at something else meanwhile, and then nothing more. */
const IDLE_LIMITS = { ...LIMITS, headersTimeoutMs: 60_000, requestTimeoutMs: 60_000 };

/** Sends bytes to a server that waits for nobody long, and answers what came back. */
async function sendSlowly(bytes: string, { clients = 1, limits = LIMITS } = {}): Promise<Answer> {
  const router = Router();
  router.get('/', (_request, response) => void response.json({}));
  router.post('/', (request, response) => void request.resume().on('end', () => response.json({})));
  const app = createHttpApp({ logger: createLogger({ service: 'test', level: 'fatal' }), routers: [router] });
  const server = await listen(app, '127.0.0.1', 0, limits);
  const answers = await Promise.all(Array.from({ length: clients }, () => sendRaw(server.url, bytes)));
  await server.close();
  const { status, text } = answers.sort((a, b) => a.status - b.status)[0]!;
  return { status, text, headers: new Headers() };
}

const slow = (
  row: number,
  name: string,
  bytes: string,
  expected: number,
  options?: Parameters<typeof sendSlowly>[1],
): BadInput => ({
  row,
  name,
  expected,
  isRaw: true,
  send: () => sendSlowly(bytes, options),
});

const asked = (bench: ApiBench, path: string, key: string): Promise<Answer> =>
  send(bench, undefined, { method: 'GET', path, headers: { authorization: `Bearer ${key}` } });

/** Whoever is not let in is told the same, whatever is wrong with the key. */
async function isToldNoMore(bench: ApiBench, { headers, text }: Answer): Promise<void> {
  expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
  const unknown = await asked(bench, '/v1/stories', 'wt_nobody');
  const tell = (body: string): unknown => ({ ...(JSON.parse(body) as object), instance: '', requestId: '' });
  expect(tell(text)).toEqual(tell(unknown.text));
}

/** Two stories of which an editor makes one. Answers the id that is gone. */
async function mergeStories(bench: ApiBench): Promise<{ gone: string; survivor: string }> {
  const ids: string[] = [];
  for (const at of [0, 1]) {
    const answer = await send(bench, articleOf(88, { guid: `bad/88/${at}`, body: makeText(8_800 + at, 60) }));
    ids.push((await settle(bench, idOf(answer))).story!.id);
  }
  await bench.call(`/v1/stories/${ids[0]!}/merge`, {
    body: { with: ids[1], reason: 'They are one.' },
    headers: { prefer: 'wait=20' },
  });
  const [first, second] = await Promise.all(
    ids.map(async (id) => (await bench.call(`/v1/stories/${id}`)).status),
  );
  return first === 307
    ? { gone: ids[0]!, survivor: ids[1]! }
    : { gone: second === 307 ? ids[1]! : '', survivor: ids[0]! };
}

/** Clients with keys that are good no more, clients that take their time, and ids of what has gone elsewhere. */
export const CLIENT_ROWS: BadInput[] = [
  {
    row: 59,
    name: 'no Content-Type',
    ...UNSUPPORTED,
    send: (bench) =>
      send(bench, Buffer.from(JSON.stringify(articleOf(59))), { headers: { 'content-type': '' } }),
  },
  slow(67, 'headers that never end', 'GET / HTTP/1.1\r\nHost: a\r\n', 408),
  slow(67, 'a body that never ends', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{', 408),
  slow(
    67,
    'a client that is silent after its answer: it is let go',
    'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
    200,
    { limits: IDLE_LIMITS },
  ),
  slow(68, 'one connection more than there may be: it is closed', 'GET / HTTP/1.1\r\n', 0, {
    clients: MOST_CONNECTIONS + 1,
  }),
  {
    row: 72,
    name: 'the cursor of a history, for a list of stories',
    ...MALFORMED,
    async send(bench) {
      const answer = await send(bench, articleOf(72, { body: makeText(7_200, 60) }));
      const { story } = await settle(bench, idOf(answer));
      await settle(bench, idOf(await send(bench, articleOf(72, { body: makeText(7_201, 60), version: 1 }))));
      let next: string | null = null;
      // What has happened is in the history as soon as it has its position.
      await until(async () => {
        const { body } = await bench.call(`/v1/stories/${story!.id}/history?limit=1`);
        ({ next } = body as { next: string | null });
        return next !== null;
      });
      return asked(bench, `/v1/stories?cursor=${next!}`, bench.key);
    },
  },
  {
    row: 76,
    name: 'a key whose time is over',
    ...UNAUTHENTICATED,
    async send(bench) {
      const { key } = await createApiKey(bench.pool, {
        holder: 'bad/76',
        holderKind: 'system',
        scopes: ['read'],
        endsAt: new Date(Date.now() - 1_000),
      });
      return asked(bench, '/v1/stories', key);
    },
    check: isToldNoMore,
  },
  {
    row: 76,
    name: 'a key that was revoked',
    ...UNAUTHENTICATED,
    async send(bench) {
      const key = await bench.makeKey(['read']);
      await bench.pool.query('update api_keys set revoked_at = now() where id = $1', [key.split('_')[1]]);
      return asked(bench, '/v1/stories', key);
    },
    check: isToldNoMore,
  },
  {
    row: 80,
    name: 'an Idempotency-Key with the same body',
    expected: 202,
    async send(bench) {
      const sending = { headers: { 'idempotency-key': 'bad-80-same' } };
      const article = articleOf(80, { guid: 'bad/80/same' });
      const first = await send(bench, article, sending);
      const second = await send(bench, article, sending);
      expect(second.text).toBe(first.text);
      return second;
    },
  },
  {
    row: 88,
    name: 'the id of a story that is another now',
    expected: 307,
    async send(bench) {
      const { gone, survivor } = await mergeStories(bench);
      const answer = await asked(bench, `/v1/stories/${gone}`, bench.key);
      expect(answer.headers.get('location')).toBe(`/v1/stories/${survivor}`);
      return answer;
    },
  },
];
