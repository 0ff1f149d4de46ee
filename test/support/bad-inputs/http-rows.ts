import { gzipSync, brotliCompressSync } from 'node:zlib';

import type { ApiBench } from '../api/bench.ts';
import { sendRaw } from './raw-request.ts';
import { articleOf, MALFORMED, posted, send, TAKEN, UNSUPPORTED, type Answer, type BadInput } from './row.ts';

const json = (row: number): string => JSON.stringify(articleOf(row));
/** Several times what a body may have, and no more: while it is packed no connection of this process is looked after. */
const HUGE = 32 * 1024 * 1024;

function raw(
  row: number,
  name: string,
  bytes: (bench: ApiBench) => string,
  expected: number,
  isEnded = false,
): BadInput {
  return {
    row,
    name,
    expected,
    isRaw: true,
    send: async (bench): Promise<Answer> => ({
      headers: new Headers(),
      ...(await sendRaw(bench.url, bytes(bench), isEnded)),
    }),
  };
}

const head = (bench: ApiBench, ...lines: string[]): string =>
  [
    'POST /v1/articles HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${bench.key}`,
    'Content-Type: application/json',
    'Connection: close',
    ...lines,
    '',
    '',
  ].join('\r\n');

const asked = (
  row: number,
  name: string,
  path: string,
  outcome: Pick<BadInput, 'expected' | 'problem' | 'check'>,
  headers?: Record<string, string>,
  method = 'GET',
): BadInput => ({
  row,
  name,
  send: (bench) => send(bench, undefined, { method, path, ...(headers && { headers }) }),
  ...outcome,
});

/** Requests that are no good HTTP, or ask for what there is not. */
export const HTTP_ROWS: BadInput[] = [
  ...['application/x-www-form-urlencoded', 'application/ld+json', ';;;'].map((type) =>
    posted(59, `Content-Type ${type}`, (row) => json(row), UNSUPPORTED, { 'content-type': type }),
  ),
  posted(60, 'gzip', (row) => gzipSync(json(row)), TAKEN, { 'content-encoding': 'gzip' }),
  posted(
    61,
    'a gzip bomb',
    () => gzipSync(Buffer.alloc(HUGE, 32)),
    { expected: 413, problem: 'too-large' },
    { 'content-encoding': 'gzip' },
  ),
  posted(
    61,
    'a brotli bomb',
    () => brotliCompressSync(Buffer.alloc(HUGE / 2, 32), { params: { 1: 1 } }),
    { expected: 413, problem: 'too-large' },
    { 'content-encoding': 'br' },
  ),
  posted(62, 'garbage for gzip', () => 'garbage', MALFORMED, { 'content-encoding': 'gzip' }),
  posted(62, 'gzip that breaks off', (row) => gzipSync(json(row)).subarray(0, 60), MALFORMED, {
    'content-encoding': 'gzip',
  }),
  ...['zstd', 'gzip, gzip'].map((encoding) =>
    posted(63, `Content-Encoding ${encoding}`, (row) => json(row), UNSUPPORTED, {
      'content-encoding': encoding,
    }),
  ),
  raw(
    64,
    'a body that is shorter than it says',
    (bench) => `${head(bench, 'Content-Length: 99')}{}`,
    400,
    true,
  ),
  raw(64, 'a negative Content-Length', (bench) => head(bench, 'Content-Length: -1'), 400),
  raw(64, 'two lengths', (bench) => `${head(bench, 'Content-Length: 2', 'Content-Length: 3')}{}`, 400),
  raw(
    65,
    'a length and chunks',
    (bench) => `${head(bench, 'Content-Length: 2', 'Transfer-Encoding: chunked')}{}`,
    400,
  ),
  raw(65, 'a bare line feed in a header', () => 'GET / HTTP/1.1\r\nHost: a\r\nA: b\nC: d\r\n\r\n', 400),
  raw(65, 'no Host', () => 'GET /healthz HTTP/1.1\r\n\r\n', 400),
  raw(
    66,
    'a header of 20 KB',
    () => `GET /healthz HTTP/1.1\r\nHost: a\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`,
    431,
  ),
  raw(66, 'a URL of 20 KB', () => `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431),
  asked(
    69,
    'a method that is not served',
    '/v1/articles',
    { expected: 405, problem: 'not-allowed' },
    {},
    'PUT',
  ),
  asked(69, 'a path that is not there', '/v1/nothing', { expected: 404, problem: 'not-found' }),
  asked(70, 'a path of half a character', '/v1/articles/%E0%A4%A', MALFORMED),
  asked(70, 'a path with a NUL', '/v1/articles/%00', MALFORMED),
  ...['limit=-1', 'limit=1e9', 'limit=abc', 'limit[]=1', 'limit=1&limit=2'].map((query) =>
    asked(71, `?${query}`, `/v1/stories?${query}`, MALFORMED),
  ),
  ...['forged', 'e30', 'a'.repeat(5_000)].map((cursor) =>
    asked(72, `the cursor ${cursor.slice(0, 10)}`, `/v1/stories?cursor=${cursor}`, MALFORMED),
  ),
  asked(73, 'a sort that is not there', '/v1/stories?sort=__proto__', MALFORMED),
  asked(73, 'an operator for a filter', '/v1/stories?filter[$ne]=1', MALFORMED),
  asked(
    74,
    'a media type that is not served: JSON, as RFC 9110 12.4.1 lets us',
    '/v1/stories',
    { expected: 200 },
    { accept: 'application/xml' },
  ),
  raw(
    75,
    'an Expect that nobody knows',
    (bench) => `${head(bench, 'Expect: 200-ok', 'Content-Length: 2')}{}`,
    417,
  ),
  ...['', 'Bearer', 'Bearer nonsense', `Bearer wt_${'a'.repeat(8)}_${'b'.repeat(43)}`].map((authorization) =>
    asked(
      76,
      `the key ${authorization.slice(0, 16)}`,
      '/v1/stories',
      { expected: 401, problem: 'unauthenticated' },
      { authorization },
    ),
  ),
  {
    row: 77,
    name: 'a key that only reads',
    expected: 403,
    problem: 'forbidden',
    send: async (bench) => {
      const key = await bench.makeKey(['read']);
      return send(bench, articleOf(77), { headers: { authorization: `Bearer ${key}` } });
    },
  },
  {
    row: 77,
    name: "a key for another provider's articles",
    expected: 403,
    problem: 'forbidden',
    send: async (bench) => {
      const key = await bench.makeKey(['ingest:other']);
      return send(bench, articleOf(77), { headers: { authorization: `Bearer ${key}` } });
    },
  },
  {
    row: 78,
    name: 'a key in the query string',
    expected: 401,
    problem: 'unauthenticated',
    send: (bench) =>
      send(bench, undefined, {
        method: 'GET',
        path: `/v1/stories?key=${bench.key}`,
        headers: { authorization: '' },
      }),
  },
  posted(79, 'an Idempotency-Key of 256 characters', (row) => json(row), MALFORMED, {
    'idempotency-key': 'a'.repeat(256),
  }),
  raw(
    79,
    'an Idempotency-Key with a control character',
    (bench) => `${head(bench, 'Idempotency-Key: a\u0001b', 'Content-Length: 2')}{}`,
    400,
  ),
  asked(89, 'a story id of the wrong shape', '/v1/stories/nonsense', MALFORMED),
  asked(89, 'a story that is not there', '/v1/stories/01a207b3-01c8-7e46-bcaa-8128186e7f81', {
    expected: 404,
    problem: 'not-found',
  }),
];
