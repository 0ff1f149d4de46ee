import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { makeText } from '../support/made-text.ts';
import { until } from '../support/until.ts';

let bench: ApiBench;

beforeAll(async () => {
  bench = await startApiBench();
  await bench.post(
    [0, 1, 2, 3].map((at) => ({ provider: 'wire', guid: `m${at}`, body: makeText(at + 1, 60) })),
  );
});

afterAll(() => bench.close());

describe('an Idempotency-Key', () => {
  const article = { provider: 'wire', guid: 'once', body: makeText(11, 60) };
  const post = (key: string, body: object, caller = bench.key) =>
    bench.call('/v1/articles', { body, headers: { 'idempotency-key': key }, key: caller });

  test('gives the same answer again to the same request, and to nothing else', async () => {
    const first = await post('k-1', article);
    expect(first).toMatchObject({ status: 202, body: { repeat: false } });
    const again = await post('k-1', article);
    expect(again).toMatchObject({ status: 202, body: first.body });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    const other = await post('k-1', { ...article, guid: 'another' });
    expect(other).toMatchObject({ status: 422, body: { errors: [{ pointer: 'Idempotency-Key' }] } });
    expect(await post('k-1', article, await bench.makeKey(['ingest:*']))).toMatchObject({ status: 200 });
  });

  test('of a request that was refused may be used again', async () => {
    expect((await post('k-2', { provider: 'wire' })).status).toBe(422);
    expect((await post('k-2', { ...article, guid: 'k-2' })).status).toBe(202);
  });

  test('is refused while the first request is under way, and taken over when that has long been silent', async () => {
    const made = await bench.call('/v1/webhooks', {
      body: { url: 'https://news.example.com/' },
      headers: { 'idempotency-key': 'k-3' },
    });
    expect(made.status).toBe(201);
    await bench.pool.query("update idempotent_requests set answer = null where idempotency_key = 'k-3'");
    const send = () =>
      bench.call('/v1/webhooks', {
        body: { url: 'https://news.example.com/' },
        headers: { 'idempotency-key': 'k-3' },
      });
    expect((await send()).status).toBe(409);
    await bench.pool.query("update idempotent_requests set started_at = now() - interval '2 minutes'");
    expect((await send()).status).toBe(201);
  });

  test('must be one', async () => {
    expect((await post('', article)).status).toBe(400);
    expect((await post('x'.repeat(256), article)).status).toBe(400);
  });
});

describe('manners', () => {
  test('a key that sends too much is told when it may send again, and how much is left before', async () => {
    const strict = await startApiBench({ hasClusterer: false, requestsPerMinute: 2 });
    const first = await strict.call('/v1/stories');
    expect(first.headers.get('ratelimit')).toMatch(/r=1/);
    expect(first.headers.get('ratelimit-policy')).toMatch(/q=2/);
    await strict.call('/v1/stories');
    const refused = await strict.call('/v1/stories');
    expect(refused).toMatchObject({ status: 429, body: { type: '/problems/rate-limited' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await strict.call('/v1/stories', { key: await strict.makeKey(['read']) })).status).toBe(200);
    await strict.close();
  });

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
  ])('a list is sent as %s to who takes it', async (encoding, inflate) => {
    const { request } = await import('node:http');
    const { headers, bytes } = await new Promise<{ headers: Record<string, unknown>; bytes: Buffer }>(
      (resolve) => {
        const sent = request(`${bench.url}/v1/articles`, {
          headers: { 'accept-encoding': encoding, authorization: `Bearer ${bench.key}` },
        });
        sent.on('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => resolve({ headers: response.headers, bytes: Buffer.concat(chunks) }));
        });
        sent.end();
      },
    );
    expect(headers['content-encoding']).toBe(encoding);
    expect(JSON.parse(inflate(bytes).toString('utf8'))).toHaveProperty('articles');
  });

  test('HEAD is GET without a body, OPTIONS and 405 say what there is', async () => {
    // What earlier tests posted may still be on its way into the list.
    await until(async () => {
      const get = await bench.call('/v1/stories?limit=1');
      const head = await bench.call('/v1/stories?limit=1', { method: 'HEAD' });
      expect(head).toMatchObject({ status: 200, body: '' });
      return head.headers.get('etag') === get.headers.get('etag');
    });
    const options = await bench.call('/v1/articles', { method: 'OPTIONS', key: '' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST']);
    const refused = await bench.call('/v1/stories', { method: 'DELETE' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect((await bench.call('/v1/nothing')).status).toBe(404);
  });

  test('an answer has the request id that was sent, and so has its problem', async () => {
    const { headers, body } = await bench.call('/v1/stories?x=1', { headers: { 'x-request-id': 'my-id' } });
    expect(headers.get('x-request-id')).toBe('my-id');
    expect(body).toMatchObject({ requestId: 'my-id', errors: [{ pointer: '?x' }] });
  });
});
