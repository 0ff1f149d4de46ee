import { afterEach, expect, jest, test } from '@jest/globals';
import { ALGORITHM, newId, type ReplayReport } from '@writethru/domain';
import { readShingleSeed } from '@writethru/fingerprint';
import {
  acceptSubmissions,
  getActiveAlgorithm,
  listReplays,
  registerStopKeys,
  requestReplay,
} from '@writethru/store';
import { hashContent } from '@writethru/wire';

import { planReplay } from '../../services/clusterer/src/replay/plan-replay.ts';
import { makeNearDuplicate, makeText } from '../support/made-text.ts';
import { Scene } from '../support/scene.ts';
import { Strangers } from '../support/strangers.ts';
import { until } from '../support/until.ts';

// Processes start and are started again: a busy machine takes its time for that.
jest.setTimeout(600_000);

/** Texts, each told twice before the replay and once while it runs; the keys of the first ones become stop keys. */
const TEXTS = 30;
const STOPPED = 8;

let scene: Scene;

afterEach(() => scene.close());

async function accept(guid: string, body: string): Promise<void> {
  const content = { body, publishedAt: '2026-03-02T10:00:00Z' };
  const submission = { provider: 'demo-wire', guid, version: 0, content };
  await acceptSubmissions(scene.pool, [{ submission, contentHash: hashContent(content) }]);
}

function tell(at: number, telling: 'a' | 'b' | 'c'): Promise<void> {
  const text = makeText(at, 80);
  return accept(
    `${telling}${at}`,
    telling === 'a' ? text : makeNearDuplicate(text, 1_000 * telling.codePointAt(0)! + at),
  );
}

async function clustered(count: number): Promise<void> {
  await until(async () => {
    const { rows } = await scene.pool.query<{ count: number }>('select count(*)::int as count from versions');
    return rows[0]!.count === count;
  }, 240_000);
}

/** Story ids by guid. */
async function readStories(): Promise<Map<string, string>> {
  const { rows } = await scene.pool.query<{ guid: string; story_id: string }>(
    'select guid, story_id from versions',
  );
  return new Map(rows.map((row) => [row.guid, row.story_id]));
}

function groupsOf(stories: ReadonlyMap<string, string>): string[] {
  const groups = new Map<string, string[]>();
  for (const [guid, story] of stories) groups.set(story, [...(groups.get(story) ?? []), guid]);
  return [...groups.values()].map((group) => group.sort().join()).sort();
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);

async function ask(isRevert: boolean): Promise<string> {
  const id = newId();
  await requestReplay(scene.pool, {
    id,
    isDryRun: false,
    isForced: true,
    isRevert,
    fingerprintVersion: ALGORITHM.id,
    requestedBy: 'test',
  });
  return id;
}

async function isDone(id: string): Promise<boolean> {
  const replay = (await listReplays(scene.pool, 100)).find((one) => one.id === id)!;
  expect(replay.failure).toBeNull();
  return replay.state === 'done';
}

/** What a decision of the whole store from scratch would change in it. */
async function audit(): Promise<Pick<ReplayReport, 'changed'>> {
  const { seed, ...algorithm } = await getActiveAlgorithm(scene.pool);
  return planReplay(scene.pool, readShingleSeed(seed), algorithm, async () => {});
}

test('under load and a kill -9 a replay ends as if all had come after it, and is taken back to the same stories and ids', async () => {
  scene = await Scene.open({ redisUrl: null });
  const clusterers = [1, 2].map(() => scene.run('clusterer', { fault: { at: 'in_move', do: 'kill' } }));
  for (const at of range(0, TEXTS)) await Promise.all([tell(at, 'a'), tell(at, 'b')]);
  await clustered(2 * TEXTS);
  const before = await readStories();
  expect(groupsOf(before)).toEqual(
    range(0, TEXTS)
      .map((at) => `a${at},b${at}`)
      .sort(),
  );
  const { rows: stopped } = await scene.pool.query<{ key: number }>(
    `select distinct unnest(f.keys) as key from fingerprints f join article_identities i on i.fingerprint_id = f.id
      where substr(i.guid, 2)::int < $1`,
    [STOPPED],
  );
  const version = await registerStopKeys(
    scene.pool,
    stopped.map((row) => row.key),
  );
  const lastEvent = 'select coalesce(max(id), 0)::int as id from events';
  const from = (await scene.pool.query<{ id: number }>(lastEvent)).rows[0]!.id;

  // Nothing can be moved, and so the replay not end, before one of those has come that come while it runs.
  const strangers = new Strangers(scene.databaseUrl);
  await strangers.enter('begin; select 1 from components for update');
  let replay: Awaited<ReturnType<typeof ask>>;
  try {
    replay = await ask(false);
    await tell(0, 'c');
  } finally {
    await strangers.leave();
  }
  for (const at of range(1, TEXTS)) await tell(at, 'c');
  await until(() => isDone(replay));
  await clustered(3 * TEXTS);

  expect((await getActiveAlgorithm(scene.pool)).id).toBe(version);
  const after = await readStories();
  expect(groupsOf(after)).toEqual(
    [
      ...range(0, STOPPED).flatMap((at) => [`a${at}`, `b${at}`, `c${at}`]),
      ...range(STOPPED, TEXTS).map((at) => `a${at},b${at},c${at}`),
    ].sort(),
  );
  for (const at of range(STOPPED, TEXTS)) expect(after.get(`a${at}`)).toBe(before.get(`a${at}`));
  for (const at of range(0, STOPPED))
    expect([after.get(`a${at}`), after.get(`b${at}`)]).toContain(before.get(`a${at}`));
  expect(await audit()).toMatchObject({ changed: 0 });
  const { rows: causes } = await scene.pool.query<{ type: string; cause: string; count: number }>(
    `select type, cause, count(*)::int as count from events where id > $1 and type = 'story.split' group by 1, 2`,
    [from],
  );
  expect(causes).toEqual([{ type: 'story.split', cause: 'replay', count: STOPPED }]);
  const { rows: meanwhile } = await scene.pool.query<{ count: number }>(
    `select count(*)::int as count from article_identities i join replays r
         on i.received_at between r.requested_at and r.ended_at where i.guid like 'c%'`,
  );
  expect(meanwhile[0]!.count).toBeGreaterThan(0);
  expect(clusterers.some(({ deaths }) => deaths > 0)).toBe(true);

  const revert = await ask(true);
  await until(() => isDone(revert));
  const restored = await readStories();
  expect(groupsOf(restored)).toEqual(
    range(0, TEXTS)
      .map((at) => `a${at},b${at},c${at}`)
      .sort(),
  );
  for (const [guid, story] of before) expect(restored.get(guid)).toBe(story);
  expect(await audit()).toMatchObject({ changed: 0 });
});
