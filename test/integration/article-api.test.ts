import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { migrate } from '@writethru/store';

import { startApiBench, type ApiBench, type ApiReply } from '../support/api/bench.ts';
import { makeText } from '../support/made-text.ts';

let bench: ApiBench;

beforeAll(async () => {
  bench = await startApiBench();
});

afterAll(() => bench.close());

const article = { provider: 'wire', guid: 'a/1', headline: 'Ferry runs', body: makeText(1, 60) };

function post(at: ApiBench, body: object, prefer: string): Promise<ApiReply> {
  return at.call('/v1/articles', { body, headers: { prefer } });
}

describe('POST /v1/articles with Prefer: wait', () => {
  test('answers with the story once it is there, for a new article and for a repeat', async () => {
    const first = await post(bench, article, 'respond-async, wait=25');
    expect(first).toMatchObject({ status: 201, body: { story: { sequence: 1, relation: 'original' } } });
    expect(first.headers.get('preference-applied')).toBe('wait=25');
    const again = await post(bench, article, 'wait=25');
    const { story } = first.body as { story: { id: string } };
    expect(again).toMatchObject({ status: 200, body: { repeat: true, story: { id: story.id } } });
  });

  test('answers with the story of an article under embargo too, which nobody else is told of', async () => {
    const secret = { ...article, guid: 'a/3', body: makeText(3, 60), embargoedUntil: '2999-01-01T00:00:00Z' };
    const reply = await post(bench, secret, 'wait=25');
    expect(reply).toMatchObject({ status: 201, body: { story: { sequence: 1 } } });
    const reader = await bench.makeKey(['read']);
    const { story } = reply.body as { story: { id: string } };
    expect((await bench.call(`/v1/stories/${story.id}`, { key: reader })).status).toBe(404);
  });

  test('answers 202 when the time is up, or is none', async () => {
    const idle = await startApiBench({ hasClusterer: false });
    const waited = await post(idle, article, 'wait=1');
    expect(waited.status).toBe(202);
    expect(waited.body).not.toHaveProperty('story');
    expect((await post(idle, { ...article, guid: 'a/2' }, 'wait=later')).status).toBe(202);
    await idle.close();
  });
});

describe('an article', () => {
  test("is found by its provider's own name, version by version, and tells how long things took", async () => {
    const [id] = await bench.post([{ ...article, version: 7, headline: 'UPDATE 1-Ferry runs' }]);
    const found = await bench.call('/v1/articles?provider=wire&guid=a%2F1');
    expect(
      (found.body as { articles: { version: number }[] }).articles.map(({ version }) => version),
    ).toEqual([0, 7]);
    const { body } = await bench.call(`/v1/articles/${id!}`);
    const { timings } = body as { timings: { indexedAfterMs: number; endedAfterMs: number } };
    expect(timings.endedAfterMs).toBeGreaterThanOrEqual(timings.indexedAfterMs);
    expect((await bench.call('/v1/articles?guid=a%2F1')).status).toBe(400);
    expect((await bench.call('/v1/articles/nonsense')).status).toBe(400);
    expect((await bench.call('/v1/articles/01a207b3-01c8-7e46-bcaa-8128186e7f81')).status).toBe(404);
  });
});

test('a store restored into another server is read to the end of its lists', async () => {
  await bench.post([0, 1, 2].map((at) => ({ provider: 'old', guid: `o${at}`, body: makeText(50 + at, 60) })));
  // As a dump brings it: transactions of a server that had come further than this one has.
  await bench.pool.query('alter table stories disable trigger stories_facts');
  await bench.pool.query("update stories set changed_in = '999999999999' where providers @> array['old']");
  await bench.pool.query('alter table stories enable trigger stories_facts');
  await migrate(bench.databaseUrl);
  let seen = 0;
  let next: string | null = '';
  while (next !== null) {
    const page = await bench.call(`/v1/stories?provider=old&limit=1${next === '' ? '' : `&cursor=${next}`}`);
    const body = page.body as { stories: unknown[]; next: string | null };
    seen += body.stories.length;
    next = body.next;
  }
  expect(seen).toBe(3);
});
