import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';

import { makeText } from '../support/made-text.ts';
import { Newsroom, type DramaArticle } from '../support/newsroom.ts';

let room: Newsroom;

beforeAll(async () => {
  room = await Newsroom.open();
});
beforeEach(async () => {
  await room.clear();
  room.nowMs = Date.parse('2026-03-02T12:00:00Z');
});
afterAll(async () => {
  await room.close();
});

const snap: DramaArticle = {
  key: 'snap',
  provider: 'wire',
  version: 0,
  at: '10:00',
  headline: 'LINDMOUTH HARBOUR BRIDGE CLOSED AFTER CRACKS FOUND IN 12 CABLES - MAYOR',
};
const told = (key: string, at: string, seed: number, more: Partial<DramaArticle> = {}): DramaArticle => ({
  key,
  provider: 'wire',
  version: 0,
  at,
  headline: 'Lindmouth harbour bridge closed over cracked cables',
  body: `The mayor of Lindmouth closed the bridge after engineers found cracks in 12 cables. ${makeText(seed, 120)}`,
  ...more,
});
const story = told('story', '10:20', 1);

/** What a list shows: the versions of each story, and what is beside it. */
async function list(): Promise<string[]> {
  return (await room.stories()).map(({ versions, related }) =>
    [...versions.map(({ key }) => key), ...related].join(', '),
  );
}

async function count(query: string): Promise<number> {
  const answer = await room.get(`/v1/stories?${query}`);
  return (answer.body as { stories: unknown[] }).stories.length;
}

test.each([
  ['before its story', [snap, story]],
  ['after its story', [story, snap]],
])(
  'an alert that comes %s hangs under it, is no version of it, and is left out of the list',
  async (_, sent) => {
    await room.send(...sent);

    expect(await list()).toEqual(['story, beside snap']);
    expect(await room.story(await room.storyOf('snap'))).toMatchObject({
      lead: 'snap',
      versions: [{ key: 'snap', relation: 'original' }],
      related: ['beside story'],
    });
    const answer = await room.get(`/v1/stories/${await room.storyOf('story')}`);
    expect((answer.body as { related: unknown[] }).related).toMatchObject([
      { evidence: { decidedBy: 'algorithm', rule: 'alert', hoursApart: 0.33 } },
    ]);
    expect(await count('alerts=all')).toBe(2);
    expect(await count('alerts=alone')).toBe(0);
  },
);

test('an alert and its story that arrive in the same instant find each other', async () => {
  await room.sendAtOnce(snap, story);
  expect(await list()).toEqual(['story, beside snap']);
});

test('an alert whose text is one line hangs too', async () => {
  await room.send({ ...snap, body: 'The bridge is closed, the mayor of Lindmouth said on Monday.' }, story);
  expect(await list()).toEqual(['story, beside snap']);
});

test.each<[string, Partial<DramaArticle>]>([
  ['a number is missing', { headline: snap.headline!.replace('12', '14') }],
  ['the hours are apart', { at: '07:00' }],
  ['the story came hours before', { at: '11:45' }],
  ['the headline is another', { headline: 'LINDMOUTH HARBOUR FERRY TO SAIL AGAIN ON FRIDAY - OPERATOR' }],
  ['it has a text of its own', { body: makeText(5, 60) }],
])('where %s, an alert stays alone and in the list', async (_, more) => {
  await room.send(story, { ...snap, ...more });
  expect(await list()).toHaveLength(2);
  expect(await count('alerts=alone')).toBe(more.body === undefined ? 1 : 0);
});

test('of several stories the best has the alert, equals by what they say, in every order; and it joins none', async () => {
  const best = told('best', '10:30', 2, {
    headline: 'Lindmouth harbour bridge closed after cracks found in cables',
  });
  const twins = [told('twin-a', '10:10', 3), told('twin-b', '10:10', 4)];
  await room.send(snap, story, best);
  expect(await list()).toEqual(['best, beside snap', 'story']);

  const places = new Set<string>();
  for (const order of [
    [snap, ...twins],
    [...twins, snap],
    [twins[1]!, snap, twins[0]!],
  ]) {
    await room.clear();
    await room.send(...order);
    places.add((await list()).join(' | '));
  }
  expect([...places]).toHaveLength(1);
  expect([...places][0]).toMatch(/^twin-a(, beside snap)? \| twin-b(, beside snap)?$/);
});

test('its own provider goes before another at the same agreement', async () => {
  await room.send(told('a', '10:05', 3, { provider: 'herald' }), snap, told('b', '10:50', 4));
  expect(await list()).toEqual(['a', 'b, beside snap']);
});

test('a story that is killed gives its alert back to the list, at once', async () => {
  await room.send(snap, story);
  await room.accept({ ...story, key: 'kill', guid: 'story', version: 1, pubStatus: 'canceled' });
  expect(await list()).toEqual(['snap', 'story']);
});

test('an alert that is killed hangs under nothing', async () => {
  await room.send(snap, story, { ...snap, key: 'kill', guid: 'snap', version: 1, pubStatus: 'canceled' });
  expect(await list()).toEqual(['snap, kill', 'story']);
});

test('an alert does not give away a story under embargo, and hangs under it when that lifts', async () => {
  await room.send(snap, { ...story, embargoedUntil: '2026-03-02T13:00:00.000Z' });
  expect(await list()).toEqual(['snap']);

  room.nowMs += 61 * 60_000;
  await room.settle();
  expect(await list()).toEqual(['story, beside snap']);
});

test('an alert moves with the article that it hangs under, by a split and back by its undo', async () => {
  const reprint = { ...story, key: 'reprint', provider: 'herald', at: '10:40' };
  await room.send(snap, story, reprint);
  expect(await list()).toEqual(['story, reprint, beside snap']);

  const path = `/v1/stories/${await room.storyOf('story')}/split`;
  const split = await room.post(path, { reason: 'Two stories.', articleIds: [room.id('story')] });
  await room.settle();
  expect(await list()).toEqual(['reprint', 'story, beside snap']);

  const { actionId } = split.body as { actionId: string };
  await room.post(`/v1/edits/${actionId}/undo`, { reason: 'One after all.' });
  await room.settle();
  expect(await list()).toEqual(['story, reprint, beside snap']);
});

test('an alert that its provider follows up under the same guid is a version like any other', async () => {
  await room.send(snap, { ...story, guid: 'snap', version: 1 });
  expect(await list()).toEqual(['snap, story']);
});

test.each(['snap', 'story'])(
  'where the %s is erased, nothing hangs, and no word of it is left to compare',
  async (gone) => {
    await room.send(snap, story);
    const answer = await room.post(
      '/v1/erasures',
      { articleId: room.id(gone), reason: 'A request.' },
      'admin',
    );
    expect(answer.body).toMatchObject({ isRepeat: false });
    await room.settle();

    expect((await list()).filter((line) => line.includes('beside'))).toEqual([]);
    const { rows } = await room.pool.query('select 1 from article_heads where article_id = $1', [
      room.id(gone),
    ]);
    expect(rows).toEqual([]);
  },
);
