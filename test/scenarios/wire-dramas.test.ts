import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { Newsroom, type ToldStory } from '../support/newsroom.ts';
import type { Drama } from './drama.ts';
import { NEIGHBOUR_DRAMAS } from './neighbour-dramas.ts';
import { VERSION_DRAMAS } from './version-dramas.ts';
import { WITHDRAWAL_DRAMAS } from './withdrawal-dramas.ts';

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

describe.each([...VERSION_DRAMAS, ...WITHDRAWAL_DRAMAS, ...NEIGHBOUR_DRAMAS])('$name', (drama) => {
  test('as it was sent', async () => {
    await trust(drama);
    await room.send(...drama.send);
    expect((await room.stories()).map(write)).toEqual(drama.stories);
    const types = (await room.events()).map((event) => event.type);
    expect(types).toEqual(drama.events ?? types);
  });

  if (drama.isReversible !== false) {
    test('the other way round', async () => {
      await trust(drama);
      await room.send(...[...drama.send].reverse());
      expect((await room.stories()).map(write)).toEqual(drama.stories);
    });
  }
});

async function trust(drama: Drama): Promise<void> {
  await room.pool.query(
    'insert into providers (provider, has_trusted_keys) select unnest($1::text[]), true',
    [drama.trusts ?? []],
  );
}

/** `†`: a tombstone, and why; `?`: suspect of a kill; `~`: beside the story. */
function write(story: ToldStory): string[] {
  const versions = story.versions.map(
    ({ key, relation, to, notShown, suspectOf }) =>
      `${key} ${relation}${to === null ? '' : ` ${to}`}${notShown === undefined ? '' : ` †${notShown}`}` +
      (suspectOf === undefined ? '' : ` ?${suspectOf}`),
  );
  return [story.lead ?? '-', ...versions, ...story.related.map((one) => `~${one}`).sort()];
}
