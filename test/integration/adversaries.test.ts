import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sketchText } from '@writethru/fingerprint';

import { makeText, shuffleItems } from '../support/made-text.ts';
import { Newsroom, type DramaArticle } from '../support/newsroom.ts';

// Whoever may send for one provider writes what he likes, and knows the code. What he can't bring about.
let room: Newsroom;

beforeAll(async () => {
  room = await Newsroom.open();
});
beforeEach(() => room.clear());
afterAll(() => room.close());

const article = (key: string, body: string, provider = 'wire'): DramaArticle => ({
  key,
  provider,
  version: 0,
  at: '10:00',
  body,
});

/** Which articles are together. */
async function listGroups(): Promise<string[][]> {
  const { rows } = await room.pool.query<{ ids: string[] }>(
    'select array_agg(article_id::text) as ids from versions group by story_id',
  );
  return rows.map(({ ids }) => ids.map((id) => room.key(id)!));
}

/** How many of these are in one story, at most. */
const countTogether = async (keys: readonly string[]): Promise<number> =>
  Math.max(...(await listGroups()).map((group) => group.filter((key) => keys.includes(key)).length));

async function count(expression: string): Promise<number> {
  const { rows } = await room.pool.query<{ count: number }>(`select (${expression})::int as count`);
  return rows[0]!.count;
}

const VICTIM = makeText(1, 200);

/** The passages of a text that its index keys stand for: which they are is public. */
function findKeyPassages(text: string, most: number): string[] {
  const words = text.replaceAll('.', '').split(' ');
  const inOrder = words
    .slice(4)
    .map((_word, at) => words.slice(at, at + 5).join(' '))
    .map((passage) => ({ passage, hash: sketchText(passage, { shingleWords: 5, size: 1 })[0]! }))
    .sort((one, other) => one.hash - other.hash);
  return inOrder.slice(0, most).map(({ passage }) => passage);
}

describe('texts made of the passages that are the keys of another', () => {
  const TEXTS = 24;
  const passages = findKeyPassages(VICTIM, 12);
  const magic = Array.from({ length: TEXTS }, (_each, at) =>
    shuffleItems(passages, at)
      .map((passage, place) => `${passage} ${makeText(1_000 + at * 20 + place, 12)}`)
      .join(' '),
  );

  test('share its keys, and join neither it nor each other', async () => {
    await room.send(article('victim', VICTIM), ...magic.map((body, at) => article(`m${at}`, body, 'rogue')));
    const shared = await count(
      `select max(candidate_count) from article_identities where provider = 'rogue'`,
    );
    // Else nothing was tried.
    expect(shared).toBeGreaterThan(TEXTS / 2);
    expect(shared).toBeLessThanOrEqual(TEXTS);
    expect(await countTogether(['victim', ...magic.map((_body, at) => `m${at}`)])).toBe(1);
    expect(await count('select count(*) from components')).toBe(TEXTS + 1);
    expect(await count('select count(*) from links')).toBe(0);
  });

  test('cost what their distinct texts cost: each sent ten times over adds no text, and nobody a candidate', async () => {
    const few = magic.slice(0, 6);
    await room.send(article('victim', VICTIM), ...few.map((body, at) => article(`m${at}`, body, 'rogue')));
    const texts = await count('select count(*) from fingerprints');
    await room.send(
      ...few.flatMap((body, at) =>
        Array.from({ length: 10 }, (_each, copy) => article(`m${at}-${copy}`, body, 'rogue')),
      ),
    );
    await room.send(article('late', makeText(7, 100), 'herald'), article('last', `${passages.join(' ')}.`));
    expect(await count('select count(*) from fingerprints')).toBe(texts + 2);
    expect(await count('select max(candidate_count) from article_identities')).toBeLessThanOrEqual(texts + 1);
    expect(await count('select count(*) from links')).toBe(0);
  });
});

describe('a text that embeds the stories of others', () => {
  const keys = ['a', 'b', 'c'];
  const stories = [VICTIM, makeText(2, 200), makeText(3, 200)];
  const victims = keys.map((key, at) => article(key, stories[at]!));
  const embed = (seed: number, texts: readonly string[]): string =>
    [...texts, makeText(9_000 + seed, 12)].join('\n\n');

  test.each([
    ['two of them, once', [embed(1, stories.slice(0, 2))]],
    [
      'two of them, ten times over',
      Array.from({ length: 10 }, (_each, at) => embed(at, stories.slice(0, 2))),
    ],
    [
      'three of them, in every order and again',
      Array.from({ length: 12 }, (_each, at) => embed(at, shuffleItems(stories, at))),
    ],
  ])('makes no story of %s', async (_name, bodies) => {
    const attack = bodies.map((body, at) => article(`rogue${at}`, body, 'rogue'));
    for (const seed of [1, 2]) {
      await room.clear();
      await room.send(...shuffleItems([...victims, ...attack], seed));
      expect(await countTogether(keys)).toBe(1);
    }
  });

  test('of two in both orders makes one of them, which an editor parts for good', async () => {
    const two = stories.slice(0, 2);
    const attack = [two, two.toReversed(), two, two.toReversed()].map((texts, at) =>
      article(`rogue${at}`, embed(at, texts), 'rogue'),
    );
    await room.send(...victims, ...attack);
    expect(await countTogether(keys)).toBe(2);
    const answer = await room.post(`/v1/stories/${await room.storyOf('a')}/split`, {
      articleIds: [room.id('b')],
      reason: 'They have nothing to do with each other.',
    });
    expect(answer.status).toBe(202);
    await room.settle();
    await room.send(article('rogue9', embed(9, two.toReversed()), 'rogue'));
    expect(await countTogether(keys)).toBe(1);
  });
});

test('furniture alone is no text: however many send it, no two are one story', async () => {
  const furniture = [
    'Our Standards: The Thomson Reuters Trust Principles.',
    'Click here to subscribe to our newsletter.',
    '(Reporting by Ann Example; Editing by Bob Example)',
    'All rights reserved. This material may not be published, broadcast, rewritten or redistributed.',
  ];
  const sent = Array.from({ length: 16 }, (_each, at) =>
    article(`f${at}`, shuffleItems(furniture, at).join('\n\n'), `provider-${at % 4}`),
  );
  await room.send(...sent);
  const groups = await listGroups();
  expect(groups.length).toBeGreaterThan(0);
  expect(groups.map((group) => group.length)).toEqual(groups.map(() => 1));
});
