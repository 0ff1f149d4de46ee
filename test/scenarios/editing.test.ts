import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';

import { makeText } from '../support/made-text.ts';
import { Newsroom, type DramaArticle } from '../support/newsroom.ts';
import { wire } from './drama.ts';

let room: Newsroom;

beforeAll(async () => {
  room = await Newsroom.open();
});
beforeEach(async () => {
  await room.clear();
});
afterAll(async () => {
  await room.close();
});

const text = makeText(1, 160);
const article = (key: string, at: string, more: Partial<DramaArticle> = {}): DramaArticle =>
  wire(key, at, text, more);
/** One story of three items at three providers. */
const three = [
  article('a', '10:00'),
  article('b', '10:10', { provider: 'herald' }),
  article('c', '10:20', { provider: 'courier' }),
];

/** The keys of each story, and whom it is led by. */
async function stories(): Promise<string[]> {
  return (await room.stories()).map(
    ({ lead, versions }) => `${versions.map(({ key }) => key).join(' ')} | ${lead}`,
  );
}

async function edit(path: string, body: Record<string, unknown>): Promise<string> {
  const answer = await room.post(path, { reason: 'The desk says so.', ...body });
  expect(answer.status).toBe(202);
  await room.settle();
  return (answer.body as { actionId: string }).actionId;
}

test('a split survives the next version, a copy that comes later, and the whole being decided anew', async () => {
  await room.send(...three);
  await edit(`/v1/stories/${await room.storyOf('a')}/split`, { articleIds: [room.id('c')] });
  expect(await stories()).toEqual(['a b | b', 'c | c']);

  await room.send(
    article('c1', '11:00', { provider: 'courier', guid: 'c', version: 1, body: `${text} More.` }),
    article('a1', '11:10', { guid: 'a', version: 1, body: `${text} Still more.` }),
  );
  expect(await stories()).toEqual(['a b a1 | a1', 'c c1 | c1']);

  const before = (await room.events()).length;
  await room.decideAnew('a', 'c');
  expect(await stories()).toEqual(['a b a1 | a1', 'c c1 | c1']);
  expect(await room.events()).toHaveLength(before);
});

test('undo of a split brings the story back under its id', async () => {
  await room.send(...three);
  const story = await room.storyOf('a');
  const actionId = await edit(`/v1/stories/${story}/split`, { articleIds: [room.id('c')] });
  const split = await room.storyOf('c');
  await edit(`/v1/edits/${actionId}/undo`, {});

  expect(await stories()).toEqual(['a b c | c']);
  expect(await room.storyOf('c')).toBe(story);
  const gone = await room.get(`/v1/stories/${split}`);
  expect(gone.status).toBe(307);
  expect(gone.headers['location']).toBe(`/v1/stories/${story}`);
});

test('a merge of two stories holds, and its undo gives both their ids back', async () => {
  await room.send(...three, article('other', '10:30', { body: makeText(2, 160) }));
  const [story, other] = [await room.storyOf('a'), await room.storyOf('other')];
  const actionId = await edit(`/v1/stories/${story}/merge`, { with: other });
  expect(await stories()).toEqual(['a b c other | other']);
  const [merged] = await room.stories();
  expect(merged?.versions.at(-1)).toMatchObject({ evidence: { decidedBy: 'editor', rule: 'editor_link' } });
  expect((await room.events()).at(-1)).toMatchObject({ type: 'story.merged', cause: 'editor' });

  await edit(`/v1/edits/${actionId}/undo`, {});
  expect(await stories()).toEqual(['a b c | c', 'other | other']);
  expect([await room.storyOf('a'), await room.storyOf('other')]).toEqual([story, other]);
});

test('a moved article goes with its later versions', async () => {
  await room.send(...three, article('other', '10:30', { body: makeText(2, 160) }));
  const target = await room.storyOf('other');
  await edit(`/v1/stories/${await room.storyOf('a')}/move`, { articleIds: [room.id('c')], to: target });
  await room.send(
    article('c1', '11:00', { provider: 'courier', guid: 'c', version: 1, body: `${text} More.` }),
  );

  expect(await stories()).toEqual(['a b | b', 'c other c1 | c1']);
  expect(await room.storyOf('c1')).toBe(target);
});

test('a pin leads with the newest version of its guid, until it is killed or undone', async () => {
  await room.send(...three);
  const story = await room.storyOf('a');
  const actionId = await edit(`/v1/stories/${story}/pin`, { articleId: room.id('a') });
  expect(await stories()).toEqual(['a b c | a']);
  await room.send(article('a1', '09:00', { guid: 'a', version: 1, body: `${text} More.` }));
  expect((await room.stories())[0]?.lead).toBe('a1');
  await edit(`/v1/edits/${actionId}/undo`, {});
  expect((await room.stories())[0]?.lead).toBe('c');

  await edit(`/v1/stories/${story}/pin`, { articleId: room.id('a1') });
  await room.send(article('kill', '12:00', { guid: 'a', version: 2, body: '', pubStatus: 'canceled' }));
  expect((await room.stories())[0]?.lead).toBe('c');
});

test('what contradicts an earlier action is refused, and the action is named', async () => {
  await room.send(...three);
  const story = await room.storyOf('a');
  const actionId = await edit(`/v1/stories/${story}/split`, { articleIds: [room.id('c')] });
  const refused = await room.post(`/v1/stories/${story}/merge`, {
    with: await room.storyOf('c'),
    reason: 'No.',
  });

  expect(refused.status).toBe(409);
  expect(refused.body).toMatchObject({ actionIds: [actionId] });
  await room.settle();
  expect(await stories()).toEqual(['a b | b', 'c | c']);
});

test('a second undo, an article of another story, and a story that was merged away are refused', async () => {
  await room.send(...three, article('other', '10:30', { body: makeText(2, 160) }));
  const [story, other] = [await room.storyOf('a'), await room.storyOf('other')];
  const reason = 'No.';
  const foreign = await room.post(`/v1/stories/${story}/split`, { articleIds: [room.id('other')], reason });
  expect(foreign.status).toBe(422);
  expect(foreign.body).toMatchObject({ errors: [{ pointer: '/articleIds/0' }] });
  const whole = await room.post(`/v1/stories/${other}/split`, { articleIds: [room.id('other')], reason });
  expect(whole.status).toBe(422);
  const actionId = await edit(`/v1/stories/${story}/merge`, { with: other });
  expect((await room.post(`/v1/stories/${other}/pin`, { articleId: room.id('a'), reason })).status).toBe(409);
  await edit(`/v1/edits/${actionId}/undo`, {});
  expect((await room.post(`/v1/edits/${actionId}/undo`, { reason })).status).toBe(409);
});

test('a reader may not edit, and an edit needs a reason', async () => {
  await room.send(...three);
  const path = `/v1/stories/${await room.storyOf('a')}/pin`;
  expect((await room.post(path, { articleId: room.id('a'), reason: 'No.' }, 'reader')).status).toBe(403);
  expect((await room.post(path, { articleId: room.id('a') })).status).toBe(422);
});

test('every action is on record with who and why', async () => {
  await room.send(...three);
  const actionId = await edit(`/v1/stories/${await room.storyOf('a')}/pin`, { articleId: room.id('a') });
  const { rows } = await room.pool.query('select actor, reason, kind from editor_actions where id = $1', [
    actionId,
  ]);
  expect(rows).toEqual([{ actor: 'an editor', reason: 'The desk says so.', kind: 'pin' }]);
});
