import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { makeNearDuplicate, makeText } from '../support/made-text.ts';
import { until } from '../support/until.ts';

interface Change {
  position: number;
  type: string;
  cause: string;
  storyId: string | null;
  data: Record<string, unknown>;
}

interface Page {
  changes: Change[];
  position: number;
  hasMore: boolean;
}

let bench: ApiBench;

beforeAll(async () => {
  bench = await startApiBench();
});

afterAll(() => bench.close());

async function readAll(limit: number): Promise<Change[]> {
  const changes: Change[] = [];
  let since = 0;
  for (;;) {
    const page = (await bench.call(`/v1/changes?since=${since}&limit=${limit}`)).body as Page;
    changes.push(...page.changes);
    since = page.position;
    if (!page.hasMore) return changes;
  }
}

async function waitUntilSequenced(): Promise<void> {
  await until(async () => {
    const { rows } = await bench.pool.query<{ left: number }>(
      'select count(*)::int as left from events where position is null',
    );
    return rows[0]!.left === 0;
  });
}

/** Ten pairs of stories, and then revisions by which guids of the one take on the text of the other. */
async function postStories(from: number): Promise<void> {
  const publishedAt = new Date(Date.now() - 3_600_000).toISOString();
  const pairs = Array.from(
    { length: 10 },
    (_, at) => [makeText(from + at, 80), makeText(from + 500 + at, 80)] as const,
  );
  const stages = [
    pairs.map(([one], at) => ({ provider: 'alpha', guid: `g${from + at}`, body: one, publishedAt })),
    pairs.map(([, two], at) => ({ provider: 'beta', guid: `g${from + at}`, body: two, publishedAt })),
    pairs.map(([one], at) => ({ provider: 'gamma', guid: `g${from + at}`, body: makeNearDuplicate(one, at), publishedAt })),
    pairs.map(([, two], at) => ({ provider: 'gamma', guid: `g${from + at}`, version: 1, body: makeNearDuplicate(two, at), publishedAt })),
    pairs.map(([, two], at) => ({ provider: 'alpha', guid: `g${from + at}`, version: 1, body: makeNearDuplicate(two, at + 99), publishedAt })),
  ]; // prettier-ignore
  for (const stage of stages) await bench.post(stage);
}

describe('GET /v1/changes', () => {
  test('has every position once and in order, though many transactions write at the same time', async () => {
    const batches = [1_000, 2_000, 3_000].map((from) => postStories(from));
    // Read while they write: what was given out stays as it was.
    const early = await readAll(7);
    await Promise.all(batches);
    await waitUntilSequenced();
    const all = await readAll(50);
    expect(all.map(({ position }) => position)).toEqual(all.map((_, at) => at + 1));
    expect(all.slice(0, early.length)).toEqual(early);
    expect(all.filter(({ type }) => type === 'story.merged').length).toBeGreaterThan(5);
  });

  test('folds to the stories of /v1/stories', async () => {
    const folded = new Map<string, unknown>();
    for (const { type, storyId, data } of await readAll(1_000)) {
      if (!type.startsWith('story.')) continue;
      if (type === 'story.merged' || data['versionCount'] === 0) folded.delete(storyId!);
      else {
        const { leadArticleId, versionCount, providers, firstEffectiveAt, lastEffectiveAt } = data;
        folded.set(storyId!, { leadArticleId, versionCount, providers, firstEffectiveAt, lastEffectiveAt });
      }
    }
    const listed = new Map<string, unknown>();
    for (let path: string | null = '/v1/stories?limit=7'; path !== null;) {
      const { body, headers } = await bench.call(path);
      for (const story of (
        body as { stories: (Record<string, unknown> & { lead: { articleId: string } | null })[] }
      ).stories) {
        const { versionCount, providers, firstEffectiveAt, lastEffectiveAt } = story;
        listed.set(String(story['id']), {
          leadArticleId: story.lead?.articleId ?? null,
          versionCount,
          providers,
          firstEffectiveAt,
          lastEffectiveAt,
        });
      }
      path = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? null;
    }
    expect(listed.size).toBeGreaterThan(10);
    expect(Object.fromEntries(folded)).toEqual(Object.fromEntries(listed));
  });

  test('tells types and causes apart, and goes on past what they leave out', async () => {
    const created = (await bench.call('/v1/changes?types=story.created&causes=ingest&limit=1000'))
      .body as Page;
    expect(new Set(created.changes.map(({ type }) => type))).toEqual(new Set(['story.created']));
    const none = (await bench.call('/v1/changes?causes=editor')).body as Page;
    expect(none).toEqual({ changes: [], position: created.position, hasMore: false });
    const after = (await bench.call(`/v1/changes?since=${none.position + 5}`)).body as Page;
    expect(after).toEqual({ changes: [], position: none.position + 5, hasMore: false });
  });
});

describe('the same as server-sent events', () => {
  async function openStream(path: string, headers: Record<string, string> = {}) {
    const abort = new AbortController();
    const response = await fetch(bench.url + path, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${bench.key}`, ...headers },
      signal: abort.signal,
    });
    let text = '';
    let isEnded = false;
    const reading = (async () => {
      for await (const chunk of response.body!) text += Buffer.from(chunk as Uint8Array).toString('utf8');
    })()
      .catch(() => {})
      .finally(() => (isEnded = true));
    const ids = (): number[] => [...text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]));
    return { response, ids, text: () => text, isEnded: () => isEnded, close: () => (abort.abort(), reading) };
  }

  test('comes live, and after Last-Event-ID from where it broke off, with nothing lost or twice', async () => {
    const { changes } = (await bench.call('/v1/changes?limit=1000')).body as Page;
    const last = changes.at(-1)!.position;
    const first = await openStream('/v1/changes');
    expect(first.response.headers.get('content-type')).toBe('text/event-stream');
    await bench.post([{ provider: 'live', guid: 'l1', body: makeText(9_001, 60) }]);
    await until(() => first.ids().length > 0);
    await first.close();
    const seen = first.ids();
    expect(seen[0]).toBe(last + 1);
    await bench.post([{ provider: 'live', guid: 'l2', body: makeText(9_002, 60) }]);
    const second = await openStream('/v1/changes?since=0', { 'last-event-id': String(seen.at(-1)!) });
    await until(() => second.ids().length > 0);
    expect(second.ids()[0]).toBe(seen.at(-1)! + 1);
    expect(second.text()).toMatch(/^event: story\.created\ndata: \{"position":\d+,"type":"story.created"/m);
    await second.close();
  });

  test('ends when the service stops, and does not hold the stop up', async () => {
    const other = await startApiBench({ hasClusterer: false });
    const response = await fetch(`${other.url}/v1/changes?since=0`, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${other.key}` },
    });
    const read = response.text();
    await other.close();
    expect(await read).toContain('retry: 1000');
  });

  test.each(['x', '-1', '9999999999999999'])('refuses %s as Last-Event-ID', async (id) => {
    const headers = { accept: 'text/event-stream', 'last-event-id': id };
    expect((await bench.call('/v1/changes', { headers })).status).toBe(400);
  });
});
