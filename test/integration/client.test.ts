import { createClient, ProblemError, type Client } from '@writethru/client';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadSeeds } from '@writethru/seeds';

import { buildMirror, catchUp } from '@writethru/client/examples/mirror.ts';
import { buildNewsletter } from '@writethru/client/examples/newsletter.ts';
import { postAndRead } from '@writethru/client/examples/post-and-read.ts';
import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { until } from '../support/until.ts';

let bench: ApiBench;
let client: Client;

beforeAll(async () => {
  bench = await startApiBench();
  client = createClient({ url: bench.url, key: bench.key });
  await bench.post(loadSeeds(new Date()));
});

afterAll(() => bench.close());

const note = (guid: string) => ({
  provider: 'demo-notes',
  guid,
  body: `A note by the name of ${guid}, and no other.`,
});

test('pages are read to their end, and each story comes once', async () => {
  const ids: string[] = [];
  for await (const page of client.pages('listStories', { limit: 3 }))
    ids.push(...page.stories.map(({ id }) => id ?? ''));
  const all: string[] = [];
  for await (const story of client.stories()) all.push(story.id);
  expect(ids).toHaveLength(10);
  expect(new Set(ids)).toEqual(new Set(all));
  const articles: string[] = [];
  for await (const page of client.pages('listArticles', { limit: 5 }))
    articles.push(...page.articles.map(({ id }) => id));
  expect(new Set(articles).size).toBe(articles.length);
  expect(articles).toHaveLength(16);
});

test('a refusal is a ProblemError with its code, its fields and its request id', async () => {
  const refused = await client
    .postArticle({ body: { provider: 'demo-notes', guid: 'x', urgency: 12, body: 'Text.' } })
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ProblemError);
  expect(refused).toMatchObject({
    code: 'invalid_input',
    status: 422,
    faults: [{ pointer: '/urgency' }],
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  const gone = client.getStory({ id: '01a207b3-01c8-7e46-bcaa-8128186e7f81' });
  await expect(gone).rejects.toMatchObject({ code: 'not_found', status: 404 });
});

test('what is no JSON comes as it is', async () => {
  const { headers, text } = await client.send('listStories', { format: 'atom', limit: 2 });
  expect(headers.get('content-type')).toMatch(/^application\/atom\+xml/);
  expect(text).toContain('<feed');
});

test('a call ends when its signal is aborted', async () => {
  const ending = new AbortController();
  const call = client.postArticle(
    { body: note('slow') },
    { headers: { prefer: 'wait=30' }, signal: ending.signal },
  );
  ending.abort(new Error('enough'));
  await expect(call).rejects.toThrow('enough');
});

test.each(['stream', 'poll'] as const)('changes come as they happen, by %s', async (by) => {
  const ending = new AbortController();
  const seen: number[] = [];
  const { position } = await client.listStories({ limit: 1 });
  const following = (async () => {
    for await (const change of client.follow({ since: position, by, pollMs: 20, signal: ending.signal })) {
      seen.push(change.position);
      if (change.type === 'story.created') ending.abort();
    }
  })();
  await bench.post([note(`live-${by}`)]);
  await following;
  expect(seen[0]).toBe(position + 1);
});

test('example: post and read', async () => {
  expect(await postAndRead(client)).toBe('It is original.');
});

test('example: a mirror that is caught up is the list of stories', async () => {
  const mirror = await buildMirror(client);
  await bench.post([note('mirror-1'), note('mirror-2')]);
  const listed = new Map<string, number>();
  for await (const story of client.stories()) listed.set(story.id, story.versionCount);
  // A change has its position a moment after its commit.
  await until(async () => {
    await catchUp(client, mirror);
    return mirror.versionCounts.size === listed.size;
  });
  expect(mirror.versionCounts).toEqual(listed);
});

test('example: a newsletter tells each story once', async () => {
  const told = new Set<string>();
  const first = await buildNewsletter(client, told, 10);
  expect(first.length).toBeGreaterThan(0);
  expect(await buildNewsletter(client, told, 10)).toEqual([]);
});
