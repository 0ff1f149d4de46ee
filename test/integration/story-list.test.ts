import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { makeNearDuplicate, makeText } from '../support/made-text.ts';
import { until } from '../support/until.ts';

interface Listed {
  id: string;
  versionCount: number;
  providers: string[];
  lead: { headline: string; articleId: string } | null;
  match?: { headline: string | null; snippet: string | null };
}

interface Page {
  stories: Listed[];
  next: string | null;
  position: number;
  estimatedCount?: number;
}

let bench: ApiBench;
const BRIDGE = `The bridges of Lindmouth < 3 & its harbour were closed. ${makeText(1, 80)}`;

beforeAll(async () => {
  bench = await startApiBench();
  await bench.post([
    { provider: 'alpha', guid: 'b1', headline: 'Bridges closed', body: BRIDGE, language: 'en-GB', urgency: 2, publishedAt: hoursAgo(30) },
    { provider: 'beta', guid: 'b2', headline: 'Bridges closed', body: makeNearDuplicate(BRIDGE, 9), language: 'en', publishedAt: hoursAgo(29) },
    { provider: 'beta', guid: 'b2', version: 1, headline: 'CORRECTED-Bridges closed', body: `${BRIDGE} It was on Tuesday.`, language: 'en', urgency: 2, publishedAt: hoursAgo(28) },
    { provider: 'alpha', guid: 'd1', headline: 'Brücke', body: `Die Häuser am Hafen stehen leer. ${makeText(2, 80)}`, language: 'de', publishedAt: hoursAgo(10) },
    { provider: 'alpha', guid: 'j1', headline: '東京都の橋', body: `港の橋が閉鎖された。${makeText(3, 80)}`, language: 'ja', publishedAt: hoursAgo(5) },
    { provider: 'alpha', guid: 'k1', headline: 'Ferry stops', body: makeText(4, 80), language: 'en', publishedAt: hoursAgo(4) },
    { provider: 'alpha', guid: 'k1', version: 1, headline: 'Ferry stops', pubStatus: 'canceled', publishedAt: hoursAgo(3) },
  ]); // prettier-ignore
  // Texts that can be found, and events that have their position: a page names the last one.
  await until(async () => {
    const { rows } = await bench.pool.query<{ due: number }>(
      `select (select count(*) from stories where merged_into is null and lead_article_id is distinct from text_lead_id)::int
            + (select count(*) from events where position is null)::int as due`,
    );
    return rows[0]!.due === 0;
  });
});

afterAll(() => bench.close());

function hoursAgo(hours: number): string {
  return new Date(Date.now() - hours * 3_600_000).toISOString();
}

async function list(query: Record<string, string>): Promise<Page> {
  const { status, body } = await bench.call(`/v1/stories?${new URLSearchParams(query).toString()}`);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as Page;
}

async function headlines(query: Record<string, string>): Promise<(string | undefined)[]> {
  return (await list(query)).stories.map((story) => story.lead?.headline);
}

const BRIDGES = ['CORRECTED-Bridges closed'];

describe('GET /v1/stories', () => {
  test.each<[Record<string, string>, (string | undefined)[]]>([
    [{ provider: 'beta' }, BRIDGES],
    [{ provider: 'alpha', minProviders: '2' }, BRIDGES],
    [{ minVersions: '3' }, BRIDGES],
    [{ urgency: '2' }, BRIDGES],
    [{ relation: 'reprint_of' }, BRIDGES],
    [{ language: 'de' }, ['Brücke']],
    [{ language: 'EN' }, BRIDGES],
    [{ language: 'en-us' }, []],
    [{ pubStatus: 'canceled' }, [undefined]],
    [{ from: hoursAgo(12), to: hoursAgo(8) }, ['Brücke']],
    [{ updatedSince: hoursAgo(-24) }, []],
  ])('filters by %j', async (query, expected) => {
    expect(await headlines(query)).toEqual(expected);
  });

  test.each<[Record<string, string>, (string | undefined)[]]>([
    [{ q: 'bridge' }, BRIDGES],
    [{ q: 'BRIDGES harbour' }, BRIDGES],
    [{ q: '"its harbour were"' }, BRIDGES],
    [{ q: 'bridge -harbour' }, []],
    [{ q: 'haus' }, ['Brücke']],
    [{ q: 'haus', language: 'en' }, []],
    [{ q: 'brücke' }, ['Brücke']],
    [{ q: '京都' }, ['東京都の橋']],
    [{ q: '東京都' }, ['東京都の橋']],
    [{ q: '閉鎖' }, ['東京都の橋']],
    [{ q: 'the' }, []],
  ])('finds by %j in the language of the lead', async (query, expected) => {
    expect(await headlines(query)).toEqual(expected);
  });

  test('shows what matched as HTML in which nothing but the mark is markup', async () => {
    const { stories } = await list({ q: 'bridge lindmouth' });
    expect(stories[0]!.match!.headline).toBe('CORRECTED-<mark>Bridges</mark> closed');
    expect(stories[0]!.match!.snippet).toContain('<mark>Lindmouth</mark> &lt; 3 &amp;');
    const japanese = (await list({ q: '閉鎖' })).stories[0]!;
    expect(japanese.match!.snippet).toContain('<mark>閉鎖</mark>');
  });

  test('sorts by size and by first sight, and refuses relevance without a search', async () => {
    const bySize = (await list({ sort: 'size' })).stories.map((story) => story.versionCount);
    expect(bySize).toEqual([...bySize].sort((a, b) => b - a));
    expect((await list({ sort: 'created' })).stories).toHaveLength(4);
    const refused = await bench.call('/v1/stories?sort=relevance');
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '?sort' }] } });
  });

  test('answers the fields that are asked for, and an estimate of how many there are', async () => {
    const page = await list({ fields: 'id,providers', count: 'estimate', provider: 'beta' });
    expect(Object.keys(page.stories[0]!)).toEqual(['id', 'providers']);
    expect(page.estimatedCount).toBe(1);
    expect((await list({ count: 'estimate', limit: '1' })).estimatedCount).toBeGreaterThan(1);
  });

  test.each([
    ['?bogus=1', '?bogus'],
    ['?limit=0', '?limit'],
    ['?limit=1&limit=2', '?limit'],
    ['?from=yesterday', '?from'],
    ['?fields=id,secret', '?fields'],
    ['?q=-bridge', '?q'],
    ['?q=%00', '?q'],
    ['?cursor=bm8', '?cursor'],
  ])('refuses %s and says where', async (query, pointer) => {
    const { status, body } = await bench.call(`/v1/stories${query}`);
    expect({ status, body }).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });

  test('gives a cursor that no other filter or order takes, and a Link', async () => {
    const path = '/v1/stories?limit=1&provider=alpha';
    const { body, headers } = await bench.call(path);
    const next = (body as Page).next!;
    expect(headers.get('link')).toBe(`</v1/stories?limit=1&provider=alpha&cursor=${next}>; rel="next"`);
    for (const other of ['provider=beta', 'provider=alpha&sort=size', 'provider=alpha&q=bridge']) {
      expect((await bench.call(`/v1/stories?limit=1&${other}&cursor=${next}`)).status).toBe(400);
    }
    expect((await bench.call(`${path}&fields=id&cursor=${next}`)).status).toBe(200);
  });

  test('answers 304 to who has the page already', async () => {
    const { headers } = await bench.call('/v1/stories?provider=beta');
    const again = await bench.call('/v1/stories?provider=beta', {
      headers: { 'if-none-match': headers.get('etag')! },
    });
    expect(again.status).toBe(304);
  });
});

describe('reading a list while it is written to', () => {
  test.each(['updated', 'created', 'size'])(
    'by %s shows a story once at most, and every one that stood still',
    async (sort) => {
      const texts = Array.from({ length: 12 }, (_, at) => makeText(100 + at + sort.length * 1_000, 60));
      const provider = `reader-${sort}`;
      await bench.post(
        texts.map((body, at) => ({ provider, guid: `s${at}`, body, publishedAt: hoursAgo(2) })),
      );
      const all = (await list({ provider, limit: '100' })).stories.map((story) => story.id);
      const seen: string[] = [];
      const moved = new Set<string>();
      let cursor: string | null = null;
      for (let turn = 0; ; turn++) {
        const page: Page = await list({ provider, sort, limit: '3', ...(cursor !== null && { cursor }) });
        seen.push(...page.stories.map((story) => story.id));
        cursor = page.next;
        if (cursor === null) break;
        // One that was shown and one that was not each get a new version, which makes them larger and newer.
        const guids = [`s${turn}`, `s${11 - turn}`];
        await bench.post(
          guids.map((guid) => ({ provider, guid, version: turn + 1, body: `${texts[Number(guid.slice(1))]!} More.`, publishedAt: hoursAgo(1) })),
        ); // prettier-ignore
        for (const story of await storiesOf(provider, guids)) moved.add(story);
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(moved.size).toBeGreaterThan(2);
      expect(all.filter((id) => !moved.has(id) && !seen.includes(id))).toEqual([]);
    },
  );
});

async function storiesOf(provider: string, guids: string[]): Promise<string[]> {
  const { rows } = await bench.pool.query<{ story_id: string }>(
    'select distinct story_id from versions where provider = $1 and guid = any ($2)',
    [provider, guids],
  );
  return rows.map((row) => row.story_id);
}
