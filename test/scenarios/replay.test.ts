import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ALGORITHM, newId } from '@writethru/domain';
import { readShingleSeed } from '@writethru/fingerprint';
import {
  getActiveAlgorithm,
  registerStopKeys,
  requestReplay,
  startMoving,
  type Replay,
} from '@writethru/store';

import { runReplay } from '../../services/clusterer/src/replay/run-replay.ts';
import { makeNearDuplicate, makeText } from '../support/made-text.ts';
import { Newsroom, type DramaArticle } from '../support/newsroom.ts';
import { wire } from './drama.ts';

// A replay under an algorithm version of which the keys of some texts are stop keys: these are found no more.
let room: Newsroom;

beforeAll(async () => {
  room = await Newsroom.open();
});
beforeEach(async () => {
  await room.clear();
  await room.pool.query('delete from replays');
});
afterAll(async () => {
  await room.close();
});

const article = (key: string, body: string, more: Partial<DramaArticle> = {}): DramaArticle =>
  wire(key, '10:00', body, more);
const told = (at: number, by: string, more: Partial<DramaArticle> = {}): DramaArticle =>
  article(
    `${by}${at}`,
    by === 'a' ? makeText(at, 160) : makeNearDuplicate(makeText(at, 160), 1_000 * by.codePointAt(0)! + at),
    {
      provider: by,
      ...more,
    },
  );

async function stories(): Promise<string[]> {
  const all = await room.stories('admin');
  return all
    .map(({ versions }) =>
      versions
        .map(({ key }) => key)
        .sort()
        .join(' '),
    )
    .sort();
}

async function stopKeysOf(...keys: string[]): Promise<void> {
  const { rows } = await room.pool.query<{ key: number }>(
    `select distinct unnest(f.keys) as key from fingerprints f join article_identities i on i.fingerprint_id = f.id
      where i.id = any ($1::uuid[])`,
    [keys.map((key) => room.id(key))],
  );
  await registerStopKeys(
    room.pool,
    rows.map((row) => row.key),
  );
}

function ask(request: { isRevert?: boolean } = {}): Promise<Replay> {
  const common = { id: newId(), isDryRun: false, isForced: true, fingerprintVersion: ALGORITHM.id };
  return requestReplay(room.pool, { ...common, isRevert: false, requestedBy: 'test', ...request });
}

async function run(): Promise<void> {
  const seed = readShingleSeed((await getActiveAlgorithm(room.pool)).seed);
  const fail = (facts: Record<string, unknown>): never => {
    throw facts['err'];
  };
  const deps = {
    pool: room.pool,
    seed,
    now: () => room.nowMs,
    leaseMs: 60_000,
    log: { warn: fail, error: fail },
  };
  while (await runReplay(deps));
  await room.settle();
}

test('what comes in while a replay runs meets a component that has not been moved, under the new version', async () => {
  await room.send(told(1, 'a'), told(1, 'b'), told(2, 'a'), told(2, 'b'), told(3, 'a'));
  const kept = await room.storyOf('a2');
  await stopKeysOf('a1', 'b1');
  await startMoving(room.pool, await ask());

  await room.send(told(2, 'c'), told(1, 'c'));
  // c2 took the story of a2 along; that of a1 shares no key with c1, so its turn has not come.
  expect(await stories()).toEqual(['a1 b1', 'a2 b2 c2', 'a3', 'c1']);
  expect(await room.storyOf('c2')).toBe(kept);

  await run();
  expect(await stories()).toEqual(['a1', 'a2 b2 c2', 'a3', 'b1', 'c1']);
  expect(await room.storyOf('c2')).toBe(kept);
});

test('what an editor said binds through a replay, and what an embargo or a kill holds back stays back', async () => {
  await room.send(told(11, 'a'), told(11, 'b'), told(12, 'a'), told(13, 'a'));
  await room.post(`/v1/stories/${await room.storyOf('a11')}/merge`, {
    with: await room.storyOf('a12'),
    reason: 'One story.',
  });
  await room.settle();
  await room.send(
    told(14, 'a'),
    told(14, 'b', { embargoedUntil: '2026-03-02T13:00:00.000Z' }),
    told(15, 'a', { pubStatus: 'canceled' }),
    told(15, 'b'),
  );
  expect(await stories()).toEqual(['a11 a12 b11', 'a13', 'a14 b14', 'a15 b15']);
  const before = (await room.events()).length;
  await stopKeysOf('a11', 'b11', 'a14', 'b14');
  await ask();
  await run();

  expect(await stories()).toEqual(['a11 a12 b11', 'a13', 'a14', 'a15 b15', 'b14']);
  const events = (await room.events()).slice(before);
  expect(events.length).toBeGreaterThan(0);
  expect(new Set(events.map(({ cause }) => cause))).toEqual(new Set(['replay']));
  expect(JSON.stringify(events)).not.toContain(room.id('b14'));
  expect(JSON.stringify(events)).not.toContain(room.id('a15'));
  expect(
    (await room.stories('reader')).flatMap(({ versions }) => versions.map(({ key }) => key)),
  ).not.toContain('b14');
});

test('a revert gives a story its id back, though the part that had lost it is the larger one by then', async () => {
  await room.send(told(21, 'a'), told(21, 'b'), told(22, 'a'));
  const [kept, before] = [await room.storyOf('a21'), await stories()];
  await stopKeysOf('a21', 'b21');
  await ask();
  await run();
  const lost = (await room.storyOf('a21')) === kept ? 'b21' : 'a21';
  expect(await room.storyOf(lost)).not.toBe(kept);
  // The same text on later days: found whatever the stop keys.
  const copy = lost === 'a21' ? told(21, 'a') : told(21, 'b');
  await room.send(...[1, 2, 3].map((at) => ({ ...copy, key: `copy${at}`, provider: `p${at}` })));
  expect(await room.storyOf('copy3')).toBe(await room.storyOf(lost));

  await ask({ isRevert: true });
  await run();
  for (const key of ['a21', 'b21', 'copy1', 'copy2', 'copy3']) expect(await room.storyOf(key)).toBe(kept);
  expect((await stories()).length).toBe(before.length);
  expect((await room.events()).at(-1)).toMatchObject({ cause: 'replay' });
});

test('there is nothing to take back where no replay brought the version into force', async () => {
  await room.pool.query('delete from replays');
  await expect(ask({ isRevert: true })).rejects.toMatchObject({ code: 'conflict' });
});
