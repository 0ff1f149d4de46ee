import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { expireTexts } from '@writethru/store';

import { indexTexts } from '../../services/clusterer/src/index-texts.ts';
import { makeText } from '../support/made-text.ts';
import { Newsroom, type DramaArticle } from '../support/newsroom.ts';
import { wire } from './drama.ts';

let room: Newsroom;

beforeAll(async () => {
  room = await Newsroom.open();
});
beforeEach(async () => {
  await room.clear();
  await room.pool.query(`insert into providers (provider, retention_days) values ('wire', 30)`);
});
afterAll(async () => {
  await room.close();
});

const text = makeText(1, 160);
const article = (key: string, at: string, more: Partial<DramaArticle> = {}): DramaArticle =>
  wire(key, at, text, { headline: `Headline of ${key}`, ...more });

/** Lets articles be received so many days ago. */
async function age(days: number, ...keys: string[]): Promise<void> {
  await room.pool.query(
    `update article_identities set received_at = clock_timestamp() - make_interval(days => $1) where id = any ($2)`,
    [days, keys.map((key) => room.id(key))],
  );
}

async function expire(limit = 100): Promise<void> {
  while (await expireTexts(room.pool, limit));
  await room.settle();
}

/** The story of each version with whether its text is there. */
async function versions(): Promise<string[]> {
  const stories = await room.stories();
  return stories.map(
    ({ lead, versions: told }) =>
      `${told.map(({ key, notShown }) => (notShown ? `${key}:${notShown}` : key)).join(' ')} | ${lead}`,
  );
}

test('a text goes when its provider’s days are over, counted from receipt and not from what it says', async () => {
  await room.send(
    article('old', '10:00'),
    article('new', '10:10', { body: makeText(2, 160) }),
    article('kept', '10:20', { provider: 'herald', body: makeText(3, 160) }),
  );
  await age(31, 'old', 'kept');
  await age(29, 'new');
  await expire();

  const body = (await room.get(`/v1/articles/${room.id('old')}`, 'editor')).body as object;
  expect(body).toMatchObject({ isShown: false, notShown: 'expired', provider: 'wire', guid: 'old' });
  expect(body).not.toHaveProperty('body');
  expect(body).not.toHaveProperty('headline');
  expect(await versions()).toEqual(['kept | kept', 'new | new', 'old:expired | old']);
});

test('the story keeps its id, its order and its relations, and is led by a text that is left', async () => {
  await room.send(
    article('a', '10:00'),
    article('b', '10:10', { provider: 'herald', body: text.slice(0, 500) }),
    article('c', '10:20', { guid: 'a', version: 1, body: `${text} And more.` }),
  );
  const story = await room.storyOf('a');
  const relationsOf = async () =>
    (await room.story(story)).versions.map(({ key, relation }) => `${key} ${relation}`);
  const before = await relationsOf();
  expect((await room.story(story)).lead).toBe('c');
  await age(40, 'a', 'b', 'c');
  await expire();
  expect(await versions()).toEqual(['a:expired b c:expired | b']);
  expect(await relationsOf()).toEqual(before);

  // Its fingerprint is there still: what comes late finds its story.
  await room.send(article('late', '11:00', { provider: 'courier' }));
  await room.decideAnew('a', 'b', 'late');
  expect(await room.storyOf('late')).toBe(story);
  expect(await versions()).toEqual(['a:expired b c:expired late | late']);
});

test('when nothing of a component has a text any more, its shingles and keys go too, and the story stays one', async () => {
  await room.send(
    article('a', '10:00'),
    article('b', '10:10', { provider: 'herald', body: `${text} And more.` }),
  );
  const story = await room.storyOf('a');
  const countWords = async (): Promise<number> => {
    const { rows } = await room.pool.query<{ count: number }>(
      `select count(*)::int as count from fingerprints where shingles <> '' or keys <> '{}'`,
    );
    return rows[0]!.count;
  };
  await age(40, 'a', 'b');
  await expire();
  expect(await countWords()).toBe(2);
  await room.pool.query(`insert into providers (provider, retention_days) values ('herald', 7)`);
  await expire();
  expect(await countWords()).toBe(0);

  await room.decideAnew('a', 'b');
  expect(await versions()).toEqual(['a:expired b:expired | b']);
  await room.send(article('a1', '12:00', { guid: 'a', version: 1, body: text }));
  expect(await versions()).toEqual(['a:expired b:expired a1 | a1']);
  expect(await room.storyOf('a1')).toBe(story);
});

test('search forgets it', async () => {
  await room.send(article('a', '10:00', { headline: 'Quillonby wins' }));
  const search = async () => (await room.get('/v1/stories?q=quillonby')).body as { stories: unknown[] };
  while (await indexTexts(room.pool));
  expect((await search()).stories).toHaveLength(1);
  await age(40, 'a');
  await expire();
  while (await indexTexts(room.pool));
  expect((await search()).stories).toEqual([]);
});

test('it works in bounded batches, and leaves alone what is not clustered yet', async () => {
  for (let at = 0; at < 5; at++)
    await room.send(article(`n${at}`, `10:0${at}`, { body: makeText(10 + at, 60) }));
  await room.accept(article('waits', '10:30'));
  const keys = Array.from({ length: 5 }, (_each, at) => `n${at}`);
  await age(40, ...keys);
  const countGone = async (): Promise<number> =>
    (await room.pool.query(`select 1 from articles where text_gone = 'expired'`)).rowCount ?? 0;
  expect(await expireTexts(room.pool, 2)).toBe(true);
  expect(await countGone()).toBe(2);
  await age(50, 'waits');
  await expire(2);
  expect(await countGone()).toBe(2);
  await age(1, 'waits');
  await expire(2);
  expect(await countGone()).toBe(5);
});
