import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { findNinjsFault } from '../support/published-ninjs.ts';
import { until } from '../support/until.ts';

const NINJS = 'application/vnd.iptc.ninjs+json';
const SECRET = 'zinnober';
const TEXT = `The bridge over Lindmouth harbour stays shut for three weeks, the port said on Monday after divers had found cracks.`;

let bench: ApiBench;
let reader: string;

beforeAll(async () => {
  bench = await startApiBench();
  reader = await bench.makeKey(['read']);
});

afterAll(() => bench.close());

async function postDocument(mediaType: string, body: string, query = 'provider=nord'): Promise<string> {
  const reply = await bench.call(`/v1/articles?${query}`, {
    method: 'POST',
    body,
    headers: { 'content-type': mediaType },
  });
  const { articleId } = reply.body as { articleId?: string };
  if (articleId === undefined) throw new Error(JSON.stringify(reply.body));
  await until(async () => {
    const backlog = (await bench.call('/v1/backlog')).body as { accepted: number; published: number };
    return backlog.accepted + backlog.published === 0;
  });
  return articleId;
}

async function read(path: string, accept = 'application/json'): Promise<Record<string, unknown>> {
  const reply = await bench.call(path, { key: reader, headers: { accept } });
  expect(reply.status).toBe(200);
  return reply.body as Record<string, unknown>;
}

const NEWS_ITEM = `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:nord:g2" version="978556838">
  <rightsInfo><copyrightHolder literal="nord"/></rightsInfo>
  <itemMeta><itemClass qcode="ninat:text"/><provider literal="nord"/><versionCreated>2026-02-09T09:00:00Z</versionCreated>
    <firstCreated>2026-02-08T09:00:00Z</firstCreated><pubStatus qcode="stat:usable"/><signal qcode="sig:update"/><edNote>Adds depth</edNote></itemMeta>
  <contentMeta><urgency>3</urgency><located><name>Lindmouth</name></located><altId type="idType:USN">L1N1</altId>
    <subject qcode="medtop:20000523"><name>labour market</name></subject><subject type="cpnat:person"><name>Ann Mayor</name></subject>
    <slugline>HARBOUR-BRIDGE/</slugline><headline>Bridge shut (G2)</headline><by>By Ann Other</by><dateline>LINDMOUTH, Feb 9 -</dateline></contentMeta>
  <contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p>${TEXT} It is the third time.</p></body></html></inlineXML></contentSet>
</newsItem>`;

const NITF = `<nitf><head><docdata><doc-id id-string="nitf 1"/><date.issue norm="20260209T090000Z"/><urgency ed-urg="4"/>
  <du-key key="bridge" version="2"/><ed-msg info="Adds quotes"/><doc.copyright holder="Nord" year="2026"/></docdata></head>
  <body><body.head><hedline><hl1>Bridge shut (NITF)</hl1></hedline><byline>By Ann Other</byline><dateline>LINDMOUTH</dateline></body.head>
  <body.content><p>${TEXT} Ships go on.</p></body.content></body></nitf>`;

const ITEM = {
  uri: 'urn:nord:ninjs',
  type: 'text',
  version: '3',
  versionCreated: '2026-02-09T09:00:00.000Z',
  headlines: [{ role: 'main', value: 'Bridge shut (ninjs)' }],
  bodies: [{ role: 'main', contentType: 'text/html', value: `<p>${TEXT} Cars too.</p>` }],
  by: 'Ann Other',
  located: 'Lindmouth',
  people: [{ name: 'Ann Mayor', rel: 'about' }],
  genres: [{ name: 'Report' }],
};

describe('ninjs 3 that goes out', () => {
  const said = {
    'NewsML-G2': [
      'application/xml',
      NEWS_ITEM,
      [
        'urn:nord:g2',
        '978556838',
        'Bridge shut (G2)',
        'third time',
        'update',
        'Adds depth',
        'Lindmouth',
        'L1N1',
        'labour market',
        'Ann Mayor',
        'HARBOUR-BRIDGE/',
        'By Ann Other',
        'LINDMOUTH, Feb 9 -',
        '2026-02-08T09:00:00.000Z',
        '"urgency":3',
      ],
    ],
    NITF: [
      'application/nitf+xml',
      NITF,
      [
        'nitf 1',
        'Bridge shut (NITF)',
        'Ships go on',
        'storyKey',
        'bridge',
        'Adds quotes',
        'Nord',
        '2026',
        'LINDMOUTH',
        'By Ann Other',
        '"urgency":4',
      ],
    ],
    ninjs: [NINJS, JSON.stringify(ITEM), ['urn:nord:ninjs', 'Cars too', 'Report']],
  } as const;

  test.each(Object.entries(said))(
    'an article in %s validates against the published schema, and nothing is lost',
    async (_format, [mediaType, body, words]) => {
      const id = await postDocument(mediaType, body);
      for (const item of [
        await read(`/v1/articles/${id}?format=ninjs`),
        await read(`/v1/articles/${id}`, NINJS),
      ]) {
        expect(findNinjsFault(item)).toBeNull();
        const text = JSON.stringify(item).replaceAll('\\"', '"');
        for (const word of words) expect(text).toContain(word);
      }
    },
  );

  test('ninjs comes out as it went in', async () => {
    const id = await postDocument(NINJS, JSON.stringify(ITEM));
    expect(await read(`/v1/articles/${id}?format=ninjs`)).toMatchObject(ITEM);
  });

  test('a story has what its lead says, and its versions beside it', async () => {
    const id = await postDocument(NINJS, JSON.stringify(ITEM));
    const { story } = (await read(`/v1/articles/${id}`)) as { story: { id: string } };
    const item = await read(`/v1/stories/${story.id}`, NINJS);
    expect(findNinjsFault(item)).toBeNull();
    expect(item).toMatchObject({ uri: `urn:uuid:${story.id}` });
    expect(item['associations']).toEqual(
      expect.arrayContaining([expect.objectContaining({ uri: `urn:uuid:${id}` })]),
    );
  });
});

describe('what may not be shown', () => {
  test('is in no format for a reader: kill and hold leave a tombstone, an embargo nothing', async () => {
    const made = (guid: string, fields: object): string =>
      JSON.stringify({
        provider: 'nord',
        guid,
        version: 1,
        headline: `${SECRET} ${guid}`,
        body: Array.from({ length: 30 }, (_each, n) => `${SECRET}${guid}${n}`).join(' '),
        ...fields,
      });
    const embargoed = await postDocument(
      'application/json',
      made('e', { embargoedUntil: '2999-01-01T00:00:00Z' }),
      '',
    );
    const withheld = await postDocument('application/json', made('w', { pubStatus: 'withheld' }), '');
    const killed = await postDocument('application/json', made('k', {}), '');
    await postDocument(
      'application/json',
      JSON.stringify({ provider: 'nord', guid: 'k', version: 2, pubStatus: 'canceled' }),
      '',
    );

    for (const [id, pubStatus] of [
      [withheld, 'withheld'],
      [killed, 'canceled'],
    ] as const) {
      const item = await read(`/v1/articles/${id}?format=ninjs`);
      expect(findNinjsFault(item)).toBeNull();
      expect(item).toMatchObject({ pubStatus });
      expect(JSON.stringify(item)).not.toContain(SECRET);
    }
    expect((await bench.call(`/v1/articles/${embargoed}?format=ninjs`, { key: reader })).status).toBe(404);

    for (const format of ['atom', 'json-feed', 'ndjson']) {
      const reply = await bench.call(`/v1/stories?format=${format}&limit=100`, { key: reader });
      const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
      expect(text).toContain('Bridge shut');
      expect(text).not.toContain(SECRET);
    }
    const atom = await bench.call('/v1/stories?format=atom&limit=100', { key: reader });
    expect(String(atom.body).match(/<at:deleted-entry /g)).toHaveLength(2);
    const { story } = (await read(`/v1/articles/${killed}`)) as { story: { id: string } };
    const item = await read(`/v1/stories/${story.id}?format=ninjs`);
    expect(findNinjsFault(item)).toBeNull();
    expect(JSON.stringify(item)).not.toContain(SECRET);
  });
});

describe('lists of stories as feeds', () => {
  test('have the filters, the cursor and the ETag of the list', async () => {
    const first = await bench.call('/v1/stories?limit=1&provider=nord&format=json-feed', { key: reader });
    const { next_url: next } = first.body as { next_url: string };
    expect(next).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\/stories\?.*cursor=/);
    expect(first.headers.get('vary')).toBe('Accept, Accept-Encoding');
    const second = await bench.call(next.slice(bench.url.length), { key: reader });
    expect(second.status).toBe(200);
    // What came in just now may still be getting its position, and then the list is another one.
    await until(async () => {
      const list = await bench.call('/v1/stories?limit=1&provider=nord&format=json-feed', { key: reader });
      const again = await bench.call('/v1/stories?limit=1&provider=nord&format=json-feed', {
        key: reader,
        headers: { 'if-none-match': list.headers.get('etag') ?? '' },
      });
      return again.status === 304;
    });
  });

  test('come by Accept, and NDJSON is a story a line', async () => {
    const atom = await bench.call('/v1/stories', {
      key: reader,
      headers: { accept: 'application/atom+xml' },
    });
    expect(atom.headers.get('content-type')).toMatch(/^application\/atom\+xml/);
    expect(atom.body).toMatch(/^<\?xml/);
    const lines = await bench.call('/v1/stories?format=ndjson', { key: reader });
    const stories = String(lines.body)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string });
    const { stories: listed } = (await read('/v1/stories')) as { stories: { id: string }[] };
    expect(stories).toEqual(listed);
  });
});
