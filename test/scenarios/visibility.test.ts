import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';

import { makeText } from '../support/made-text.ts';
import { Newsroom, type DramaArticle } from '../support/newsroom.ts';
import { wire } from './drama.ts';

const MINUTE_MS = 60_000;

let room: Newsroom;

beforeAll(async () => {
  room = await Newsroom.open();
});
beforeEach(async () => {
  await room.clear();
  room.nowMs = Date.parse('2026-03-02T12:00:00Z');
  room.leadPolicy = 'latest_full';
});
afterAll(async () => {
  await room.close();
});

const text = makeText(1, 160);
const article = (key: string, more: Partial<DramaArticle> = {}): DramaArticle =>
  wire(key, '10:00', text, { headline: 'Harbour bridge falls', ...more });
const embargoed = (key: string, more: Partial<DramaArticle> = {}): DramaArticle =>
  article(key, { embargoedUntil: '2026-03-02T13:00:00.000Z', ...more });

test('an article under embargo is not there for a reader: not in a list, by its id, in its story, in an event', async () => {
  await room.send(embargoed('secret'));

  expect(await room.stories()).toEqual([]);
  expect((await room.get(`/v1/articles/${room.id('secret')}`)).status).toBe(404);
  expect((await room.get('/v1/articles')).body).toEqual({ articles: [], next: null });
  const story = await room.storyOf('secret');
  expect((await room.get(`/v1/stories/${story}`)).status).toBe(404);
  expect(await room.events()).toEqual([]);
  // An editor works with it.
  const [seen] = await room.stories('editor');
  expect(seen?.versions).toMatchObject([{ key: 'secret', isShown: true, notShown: 'embargoed' }]);
});

test('an embargo that lifts makes the story, its lead and its event', async () => {
  await room.send(embargoed('secret'));
  room.nowMs += 61 * MINUTE_MS;
  await room.settle();

  expect(await room.stories()).toMatchObject([
    { lead: 'secret', versions: [{ key: 'secret', isShown: true }] },
  ]);
  expect((await room.events()).map(({ type, cause }) => `${type} ${cause}`)).toEqual([
    'story.created embargo',
  ]);
});

test('an embargoed version joins a story unseen, and leads it from the moment its embargo lifts', async () => {
  await room.send(article('open'));
  const before = (await room.get('/v1/stories')).body as { stories: unknown[] };
  await room.send(embargoed('secret', { provider: 'herald', at: '11:00', headline: 'Nobody may read this' }));

  const during = await room.get('/v1/stories');
  expect(during.body).toEqual(before);
  expect(await room.stories()).toMatchObject([{ lead: 'open', versions: [{ key: 'open' }] }]);
  expect(await room.events()).toHaveLength(1);

  room.nowMs += 61 * MINUTE_MS;
  await room.settle();
  expect(await room.stories()).toMatchObject([
    { lead: 'secret', versions: [{ key: 'open' }, { key: 'secret', relation: 'reprint_of', to: 'open' }] },
  ]);
  const events = await room.events();
  expect(events.map(({ type }) => type)).toEqual(['story.created', 'story.updated']);
  expect(events[1]?.payload).toMatchObject({
    joined: [room.id('secret')],
    versionCount: 2,
    leadChanged: { from: room.id('open'), to: room.id('secret') },
  });
});

test('a later event gets its position while an embargo holds another back: no cursor steps over that one', async () => {
  await room.send(embargoed('secret', { body: makeText(2, 160) }), article('open'));
  expect(await room.events()).toHaveLength(1);
  room.nowMs += 61 * MINUTE_MS;
  await room.settle();

  const { rows } = await room.pool.query<{ position: number }>('select position from events order by id');
  expect(rows.map((row) => row.position)).toEqual([1, 2]);
});

test('an embargo of a later version takes the earlier ones back until it lifts', async () => {
  await room.send(
    article('v0', { guid: 'chain' }),
    embargoed('v1', { guid: 'chain', version: 1, at: '11:00', body: `${text} More.` }),
  );
  expect(await room.stories()).toEqual([]);
  expect((await room.get(`/v1/articles/${room.id('v0')}`)).status).toBe(404);

  room.nowMs += 61 * MINUTE_MS;
  await room.settle();
  expect(await room.stories()).toMatchObject([{ lead: 'v1', versions: [{ key: 'v0' }, { key: 'v1' }] }]);
});

test('a changed number of a text under embargo is not told in the evidence of another', async () => {
  await room.send(
    embargoed('secret', { body: `${text} In all 317 people died.` }),
    article('open', { at: '11:00', body: `${text} In all 318 people died.`, guid: 'other' }),
  );
  const answer = JSON.stringify((await room.get(`/v1/stories/${await room.storyOf('open')}`)).body);
  expect(answer).not.toContain('317');
  expect(answer).not.toContain(room.id('secret'));
});

test.each(['canceled', 'withheld'] as const)(
  'after a version is %s a reader gets tombstones for every version of its guid, an editor the text',
  async (pubStatus) => {
    await room.send(
      article('v0', { guid: 'chain' }),
      article('v1', { guid: 'chain', version: 1, at: '10:30', body: `${text} 27 more.` }),
      article('stop', {
        guid: 'chain',
        version: 2,
        at: '11:00',
        body: pubStatus === 'withheld' ? text : '',
        pubStatus,
      }),
    );
    for (const key of ['v0', 'v1', 'stop']) {
      const body = (await room.get(`/v1/articles/${room.id(key)}`)).body as unknown;
      expect(body).toMatchObject({ isShown: false, notShown: pubStatus });
      expect(body).not.toHaveProperty('headline');
      expect(body).not.toHaveProperty('body');
      expect(JSON.stringify(body)).not.toContain('"27"');
    }
    expect(await room.stories()).toMatchObject([
      {
        lead: null,
        versions: ['v0', 'v1', 'stop'].map((key) => ({ key, isShown: false, notShown: pubStatus })),
      },
    ]);
    expect(JSON.stringify((await room.get('/v1/stories')).body)).not.toContain('Harbour');
    const seen = await room.get(`/v1/articles/${room.id('v0')}`, 'editor');
    expect(seen.body).toMatchObject({ isShown: true, notShown: pubStatus, headline: 'Harbour bridge falls' });
  },
);

test('a kill takes effect when it is accepted, before anything is clustered', async () => {
  await room.send(article('v0', { guid: 'chain' }));
  await room.accept(article('kill', { guid: 'chain', version: 1, body: '', pubStatus: 'canceled' }));

  const body = (await room.get(`/v1/articles/${room.id('v0')}`)).body as unknown;
  expect(body).toMatchObject({ isShown: false, notShown: 'canceled' });
});

test('a kill that comes before what it kills is obeyed', async () => {
  await room.send(
    article('kill', { guid: 'chain', version: 1, at: '11:00', body: '', pubStatus: 'canceled' }),
    article('v0', { guid: 'chain' }),
  );
  expect(await room.stories()).toMatchObject([
    { lead: null, versions: [{ key: 'v0', notShown: 'canceled' }, { key: 'kill' }] },
  ]);
});

test('the event of a kill names what is canceled, what is suspect and who leads now', async () => {
  await room.send(
    article('v0', { guid: 'chain' }),
    article('copy', { provider: 'herald', at: '10:20' }),
    article('later', { guid: 'chain', version: 1, at: '10:30', body: `${text} More.` }),
    article('kill', { guid: 'chain', version: 2, at: '11:00', body: '', pubStatus: 'canceled' }),
  );
  const [story, kill] = (await room.events()).slice(-2);
  expect(kill).toMatchObject({ type: 'article.canceled', payload: { suspects: [room.id('copy')] } });
  expect(story).toMatchObject({
    type: 'story.canceled',
    payload: {
      canceled: [room.id('kill')],
      suspects: [room.id('copy')],
      leadChanged: { from: room.id('later'), to: room.id('copy') },
    },
  });
});

test.each([
  ['latest_full', 'full2'],
  ['longest', 'full1'],
  ['first', 'brief'],
  ['provider_rank', 'ranked'],
] as const)('the lead by the policy %s', async (policy, lead) => {
  room.leadPolicy = policy;
  await room.pool.query(`insert into providers (provider, rank) values ('wire', 2), ('herald', 1)`);
  await room.send(
    article('brief', { at: '10:00', body: `${text.split(' ').slice(0, 60).join(' ')}.` }),
    article('ranked', {
      provider: 'herald',
      at: '10:10',
      body: `${text.split(' ').slice(0, 150).join(' ')}.`,
    }),
    article('full1', { at: '10:20' }),
    article('full2', { at: '10:30', body: `${text.split(' ').slice(0, 155).join(' ')}.` }),
    article('cut', { provider: 'courier', at: '10:40', body: `${text.split(' ').slice(0, 70).join(' ')}.` }),
  );
  expect(await room.stories()).toMatchObject([{ lead }]);
});
