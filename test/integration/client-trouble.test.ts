import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createClient, type Client } from '@writethru/client';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

// What the real service does not do on demand: to break off, to be full, to answer late.
interface Seen {
  path: string;
  headers: IncomingMessage['headers'];
}
type Handler = (response: ServerResponse, nth: number) => void;

let server: Server;
let client: Client;
let seen: Seen[];
let handle: Handler;

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    seen.push({ path: request.url ?? '', headers: request.headers });
    request.resume().on('end', () => handle(response, seen.length));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = createClient({ url: `http://127.0.0.1:${port}/`, key: 'wt_test', patienceMs: 30_000 });
});

afterEach(
  () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
);

function answer(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const EDIT = { actionId: 'a', isApplied: true, storyIds: [] };
const BACKLOG = { accepted: 0, published: 0, quarantined: 0, oldestAgeSeconds: 0 };
const PIN = { id: 'story', body: { articleId: 'article', reason: 'Because.' } };

test('a write that broke off is sent again under the same Idempotency-Key, and waits while the first is under way', async () => {
  handle = (response, nth) => {
    if (nth === 1) response.destroy();
    else if (nth === 2) answer(response, 409, { detail: 'still under way' }, { 'retry-after': '0' });
    else answer(response, 200, EDIT);
  };
  // It has to be known that somebody is there.
  await expect(client.getBacklog({}, { patienceMs: 0 })).rejects.toMatchObject({ code: 'unavailable' });
  seen = [];
  handle = (response, nth) => {
    if (nth === 1) answer(response, 200, BACKLOG);
    else if (nth === 2) response.destroy();
    else if (nth === 3) answer(response, 409, { detail: 'still under way' }, { 'retry-after': '0' });
    else answer(response, 200, EDIT);
  };
  await client.getBacklog();
  expect(await client.pinLead(PIN)).toEqual(EDIT);
  const keys = seen.slice(1).map(({ headers }) => headers['idempotency-key']);
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
});

test('two writes have two keys; a caller may name one; what has a name of its own needs none', async () => {
  handle = (response) => answer(response, 200, { ...EDIT, articleId: 'a' });
  await client.pinLead(PIN);
  await client.pinLead(PIN);
  await client.pinLead(PIN, { idempotencyKey: 'mine' });
  await client.postArticle({ body: { provider: 'p', guid: 'g' } });
  const keys = seen.map(({ headers }) => headers['idempotency-key']);
  expect(keys[0]).not.toBe(keys[1]);
  expect(keys.slice(2)).toEqual(['mine', undefined]);
});

test('Retry-After is waited for, but not past the end of patience', async () => {
  handle = (response, nth) =>
    nth === 1 ? answer(response, 429, {}, { 'retry-after': '0' }) : answer(response, 200, BACKLOG);
  expect(await client.getBacklog()).toEqual(BACKLOG);
  handle = (response) => answer(response, 503, { detail: 'Full.' }, { 'retry-after': '60' });
  await expect(client.getBacklog()).rejects.toMatchObject({ code: 'unavailable', status: 503 });
  expect(seen).toHaveLength(3);
});

test('a conflict of content is told at once', async () => {
  handle = (response) => answer(response, 409, { detail: 'Another constraint.' });
  await expect(client.pinLead(PIN)).rejects.toMatchObject({
    code: 'conflict',
    message: 'Another constraint.',
  });
  expect(seen).toHaveLength(1);
});

test('a redirect is followed by its path alone: the key goes to no other host', async () => {
  handle = (response, nth) =>
    nth === 1
      ? answer(response, 307, {}, { location: 'http://elsewhere.example/v1/stories/b' })
      : answer(response, 200, { versions: [], providers: [] });
  await client.getStory({ id: 'a' });
  expect(seen.map(({ path }) => path)).toEqual(['/v1/stories/a', '/v1/stories/b']);
});

test('the answer of something else than Writethru is told from ours', async () => {
  handle = (response) => answer(response, 200, { hello: 'world' });
  await expect(client.listStories()).rejects.toMatchObject({ code: 'bug' });
});

test('lists go comma-separated, names in the path are escaped', async () => {
  handle = (response) => answer(response, 200, { stories: [], versions: [], next: null });
  await client.listStories({ q: 'a & b', fields: ['id', 'lead'] });
  await client.getStory({ id: 'a/b' });
  expect(seen.map(({ path }) => path)).toEqual([
    '/v1/stories?q=a+%26+b&fields=id%2Clead',
    '/v1/stories/a%2Fb',
  ]);
});

test('a stream that broke off goes on after the last change that came whole', async () => {
  const event = (position: number): string =>
    `id: ${position}\nevent: story.updated\ndata: ${JSON.stringify({ position })}\n\n`;
  handle = (response, nth) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (nth === 1)
      response.write(`retry: 1000\n\n:\n\n${event(8)}${event(9)}id: 10\ndata: {"posi`, () =>
        response.destroy(),
      );
    else response.end(event(10) + event(11));
  };
  const positions: number[] = [];
  for await (const change of client.follow({ since: 7 })) {
    positions.push(change.position);
    if (change.position === 11) break;
  }
  expect(positions).toEqual([8, 9, 10, 11]);
  expect(seen.map(({ headers }) => headers['last-event-id'])).toEqual(['7', '9']);
});

test('following ends with an error where the key is refused', async () => {
  handle = (response) => answer(response, 401, {});
  await expect(client.follow({ since: 0 }).next()).rejects.toMatchObject({ code: 'unauthenticated' });
});
