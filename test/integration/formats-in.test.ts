import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { startApiBench, type ApiBench, type ApiReply } from '../support/api/bench.ts';

let bench: ApiBench;

beforeAll(async () => {
  bench = await startApiBench();
});

afterAll(() => bench.close());

const NITF = (guid: string, text = '<p>The bridge stays shut.</p>'): string =>
  `<nitf><head><docdata><doc-id id-string="${guid}"/></docdata></head><body><body.head><hedline><hl1>Caf\u00e9</hl1></hedline></body.head><body.content>${text}</body.content></body></nitf>`;

const ITEM = (guid: string, meta: string): string =>
  `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="${guid}" version="1"><itemMeta>${meta}</itemMeta><contentMeta><headline>Bridge shut</headline></contentMeta></newsItem>`;

function post(path: string, mediaType: string, body: string, key?: string): Promise<ApiReply> {
  return bench.call(path, {
    method: 'POST',
    body,
    headers: { 'content-type': mediaType },
    ...(key !== undefined && { key }),
  });
}

async function read(reply: ApiReply): Promise<Record<string, unknown>> {
  const { articleId } = reply.body as { articleId: string };
  return (await bench.call(`/v1/articles/${articleId}`)).body as Record<string, unknown>;
}

describe('articles in the formats of the trade', () => {
  test('one of them is taken by its media type, again is a repeat, and shows what it said', async () => {
    const first = await post('/v1/articles?provider=nord', 'application/nitf+xml', NITF('n-1'));
    expect(first.status).toBe(202);
    expect((await post('/v1/articles?provider=nord', 'text/xml', NITF('n-1'))).status).toBe(200);
    expect(await read(first)).toMatchObject({ provider: 'nord', guid: 'n-1', headline: 'Café' });
  });

  test('a kill without a body is taken', async () => {
    const kill = ITEM('k-1', '<pubStatus qcode="stat:canceled"/>');
    expect(
      (await post('/v1/articles?provider=nord', 'application/vnd.iptc.g2.newsitem+xml', kill)).status,
    ).toBe(202);
  });

  test('application/json is ours or ninjs, by its properties', async () => {
    const ninjs = { uri: 'urn:x:1', provider: 'nord', headlines: [{ value: 'Bridge shut' }] };
    const reply = await post('/v1/articles', 'application/json', JSON.stringify(ninjs));
    expect(reply.status).toBe(202);
    expect(await read(reply)).toMatchObject({ guid: 'urn:x:1', headline: 'Bridge shut' });
  });

  test('each item of a message has a result of its own', async () => {
    const items = `<packageItem/>${ITEM('m-1', '')}${ITEM('m-2', '<pubStatus qcode="stat:dead"/>')}`;
    const message = `<newsMessage><itemSet>${items}</itemSet></newsMessage>`;
    const reply = await post('/v1/articles/batch?provider=nord', 'application/xml', message);
    expect(reply.body).toMatchObject({
      accepted: 1,
      refused: 2,
      results: [
        { index: 0, status: 422 },
        { index: 1, status: 202 },
        {
          index: 2,
          status: 422,
          problem: { errors: [{ pointer: '/newsMessage/itemSet/newsItem[2]/itemMeta/pubStatus/@qcode' }] },
        },
      ],
    });
  });

  test('a key for one provider need not say which, and can not send for another', async () => {
    const key = await bench.makeKey(['ingest:herald']);
    const reply = await post('/v1/articles', 'application/nitf+xml', NITF('h-1'), key);
    expect(await read(reply)).toMatchObject({ provider: 'herald' });
    expect((await post('/v1/articles?provider=nord', 'application/nitf+xml', NITF('h-2'), key)).status).toBe(
      403,
    );
  });

  test('XML is read in the charset that it declares', async () => {
    const latin = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${NITF('l-1')}`, 'latin1');
    const response = await fetch(`${bench.url}/v1/articles?provider=nord`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bench.key}`, 'content-type': 'application/xml' },
      body: new Uint8Array(latin),
    });
    expect(response.status).toBe(202);
    const body = await read({ status: 202, headers: response.headers, body: await response.json() });
    expect(body).toMatchObject({ headline: 'Café' });
  });

  test.each([
    [
      'a message of two for one article',
      '/v1/articles?provider=p',
      'application/xml',
      `<rss><channel><item/><item/></channel></rss>`,
      422,
      undefined,
    ],
    ['a root that nobody knows', '/v1/articles?provider=p', 'application/xml', '<html/>', 422, '/html'],
    [
      'another format than the media type says',
      '/v1/articles?provider=p',
      'application/rss+xml',
      NITF('x'),
      422,
      '/nitf',
    ],
    ['what is not well-formed', '/v1/articles?provider=p', 'application/xml', '<nitf>', 400, undefined],
    [
      'a format that the media type can not be',
      '/v1/articles?format=nitf',
      'application/json',
      '{}',
      400,
      '?format',
    ],
    [
      'a zone that does not exist',
      '/v1/articles?timeZone=Mars',
      'application/xml',
      NITF('x'),
      400,
      '?timeZone',
    ],
    ['an article of nobody', '/v1/articles', 'application/nitf+xml', NITF('x'), 422, '?provider'],
    ['a text without an id', '/v1/articles?provider=p', 'text/plain', 'Bridge shut.', 422, '?guid'],
    [
      'ninjs that is no text',
      '/v1/articles?provider=p',
      'application/vnd.iptc.ninjs+json',
      '{"uri":"u","type":"video"}',
      422,
      '/type',
    ],
    [
      'a feed without items',
      '/v1/articles/batch?provider=p',
      'application/feed+json',
      '{"version":"https://jsonfeed.org/version/1"}',
      422,
      '/items',
    ],
    ['ISO-8859-1 as JSON', '/v1/articles', 'application/json; charset=iso-8859-1', '{}', 415, undefined],
    ['a media type that nobody takes', '/v1/articles', 'application/pdf', 'x', 415, undefined],
  ])('%s is refused, with the reason', async (_what, path, mediaType, body, status, pointer) => {
    const reply = await post(path, mediaType, body);
    expect(reply.status).toBe(status);
    const { errors = [] } = reply.body as { errors?: { pointer: string }[] };
    expect(errors.map((error) => error.pointer)).toEqual(pointer === undefined ? [] : [pointer]);
  });

  test('bytes that are no text are refused, and the service lives on', async () => {
    for (const mediaType of ['application/json', 'application/xml', 'text/plain']) {
      const response = await fetch(`${bench.url}/v1/articles?provider=p&guid=g`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bench.key}`, 'content-type': mediaType },
        body: new Uint8Array([0xff, 0xc3, 0x28]),
      });
      expect(response.status).toBe(400);
    }
    expect((await bench.call('/v1/backlog')).status).toBe(200);
  });
});
