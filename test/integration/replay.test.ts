import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ALGORITHM } from '@writethru/domain';

import { type ApiBench, startApiBench } from '../support/api/bench.ts';
import { nameOf, readLabelledSet } from '../support/labelled-set.ts';
import { runCli } from '../support/run-cli.ts';
import { until } from '../support/until.ts';

// A store that an older algorithm version has clustered, worse, is decided anew while the service runs.
interface Replay {
  id: string;
  state: string;
  failure: string | null;
  report: {
    articles: number;
    changed: number;
    changedPercent: number;
    splits: { storyId: string; parts: number }[];
    merges: object[];
  };
}

const SET = readLabelledSet();
let bench: ApiBench;
const idOf = new Map<string, string>();
/** Where each article belongs, by our ids. */
let rightStoryOf: Map<string, string>;

beforeAll(async () => {
  bench = await startApiBench();
  const ids = await bench.post(SET.map((article) => article.submission));
  for (const [at, { submission }] of SET.entries()) idOf.set(nameOf(submission), ids[at]!);
  rightStoryOf = await readStories();
});

afterAll(() => bench.close());

async function readStories(): Promise<Map<string, string>> {
  const { rows } = await bench.pool.query<{ article_id: string; story_id: string }>(
    'select article_id, story_id from versions',
  );
  return new Map(rows.map((row) => [row.article_id, row.story_id]));
}

const storyOf = (name: string): string => rightStoryOf.get(idOf.get(name)!)!;

/** Makes it so that an older version had put two stories together, whose texts it read in its own way. */
async function joinAsOlderVersion(kept: string, absorbed: string): Promise<void> {
  await bench.pool.query(
    `update component_members set component_id = (
       select m.component_id from component_members m join article_identities i using (fingerprint_id)
         join versions v on v.article_id = i.id where v.story_id = $1 limit 1)
      where fingerprint_id in (
       select i.fingerprint_id from article_identities i join versions v on v.article_id = i.id where v.story_id = $2)`,
    [kept, absorbed],
  );
  await bench.pool.query('update versions set story_id = $1 where story_id = $2', [kept, absorbed]);
  await bench.pool.query(
    `update stories set version_count = (select count(*) from versions where story_id = $1) where id = $1`,
    [kept],
  );
  await bench.pool.query(
    'update stories set merged_into = $1, version_count = 0, lead_article_id = null where id = $2',
    [kept, absorbed],
  );
}

async function ageFingerprints(): Promise<void> {
  await bench.pool.query(
    `update fingerprints set algorithm_version = 0, keys = '{}', shingles = '' where algorithm_version = $1`,
    [ALGORITHM.id],
  );
  await bench.pool.query('update components set algorithm_version = 0');
  await bench.pool.query('delete from links');
}

async function replay(request: object): Promise<Replay> {
  const asked = await bench.call('/v1/replays', { body: request });
  expect(asked.status).toBe(202);
  const { id } = asked.body as Replay;
  let found: Replay | undefined;
  await until(async () => {
    const { replays } = (await bench.call('/v1/replays')).body as { replays: Replay[] };
    found = replays.find((one) => one.id === id);
    return ['done', 'stopped', 'failed'].includes(found?.state ?? '');
  });
  return found!;
}

async function lastEvent(): Promise<number> {
  const { rows } = await bench.pool.query<{ id: number }>('select coalesce(max(id), 0) as id from events');
  return rows[0]!.id;
}

test('a replay with the same version changes nothing, and tells nothing', async () => {
  const before = await lastEvent();
  for (const isDryRun of [true, false]) {
    const done = await replay({ isDryRun });
    expect(done).toMatchObject({ state: 'done', failure: null });
    expect(done.report).toMatchObject({
      articles: SET.length,
      changed: 0,
      changedPercent: 0,
      splits: [],
      merges: [],
    });
  }
  expect(await readStories()).toEqual(rightStoryOf);
  expect(await lastEvent()).toBe(before);
});

describe('a store of an older version', () => {
  const ferry = 'north-wire/nw-ferry-1/v0';
  const pancakes = 'north-wire/nw-pancakes/v0';

  test('is shown by a dry run, which writes nothing', async () => {
    await joinAsOlderVersion(storyOf(ferry), storyOf(pancakes));
    await ageFingerprints();
    const before = await readStories();
    const done = await replay({ isDryRun: true });
    expect(done.state).toBe('done');
    expect(done.report).toMatchObject({
      changed: 1,
      splits: [{ storyId: storyOf(ferry), parts: 2 }],
      merges: [],
    });
    expect(await readStories()).toEqual(before);
  });

  test('is put right: stories keep their ids where the larger part lives on, and a split brings one back', async () => {
    const before = await lastEvent();
    const done = await replay({});
    expect(done).toMatchObject({ state: 'done', failure: null });
    expect(await readStories()).toEqual(rightStoryOf);
    const { rows: events } = await bench.pool.query<{ type: string; cause: string; story_id: string }>(
      'select type, cause, story_id from events where id > $1',
      [before],
    );
    expect(events.length).toBeGreaterThan(0);
    expect(new Set(events.map(({ cause }) => cause))).toEqual(new Set(['replay']));
    expect(events).toContainEqual({ type: 'story.split', cause: 'replay', story_id: storyOf(pancakes) });
    expect(new Set(events.map(({ story_id }) => story_id))).toEqual(
      new Set([storyOf(ferry), storyOf(pancakes)]),
    );
    const { rows } = await bench.pool.query<{ count: number }>(
      `select count(*)::int as count from component_members m join fingerprints f on f.id = m.fingerprint_id and f.day = m.day
        where f.algorithm_version <> $1`,
      [ALGORITHM.id],
    );
    expect(rows[0]!.count).toBe(0);
  });

  test('meets what comes in afterwards', async () => {
    const submission = SET.find(
      (article) => nameOf(article.submission) === 'north-wire/nw-mill-2/v0',
    )!.submission;
    const [id] = await bench.post([{ ...submission, guid: 'late-copy', provider: 'late-press' }]);
    expect((await readStories()).get(id!)).toBe(storyOf('north-wire/nw-mill-2/v0'));
    await bench.pool.query('delete from versions where article_id = $1', [id]);
    await bench.pool.query(
      "update article_identities set state = 'discarded', fingerprint_id = null where id = $1",
      [id],
    );
  });

  test('is left alone where more than 2 percent would change, until it is forced; and the command says so', async () => {
    const stories = ['nw-mill-1', 'nw-bank-1', 'nw-court-1'].map((guid) => storyOf(`north-wire/${guid}/v0`));
    const others = ['nw-wx-2', 'nw-wx-3', 'nw-wx-4'].map((guid) => storyOf(`north-wire/${guid}/v0`));
    for (const [at, story] of stories.entries()) await joinAsOlderVersion(story, others[at]!);
    await ageFingerprints();
    const before = await readStories();
    const run = (args: string[]) =>
      runCli(['replay', ...args, '--url', bench.url], { env: { WRITETHRU_KEY: bench.key } });
    const stopped = await run([]);
    expect(stopped).toMatchObject({ code: 1, stderr: '' });
    expect(stopped.stdout).toContain('Stopped: more than 2 percent');
    expect(stopped.stdout.match(/^ {2}split /gm)).toHaveLength(3);
    expect(await readStories()).toEqual(before);
    const forced = await run(['--force']);
    expect(forced).toMatchObject({ code: 0, stderr: '' });
    expect(forced.stdout).toMatch(/^3 stories \([\d.]+ %\) change: 3 split, 0 merge, \d+ stay$/m);
    expect(await readStories()).toEqual(rightStoryOf);
  });

  test('is finished by any clusterer where the one that was at it has died', async () => {
    await joinAsOlderVersion(storyOf(ferry), storyOf(pancakes));
    await ageFingerprints();
    await bench.pool.query(
      `insert into replays (id, is_dry_run, is_forced, state, from_version, algorithm_version, requested_by, leased_until)
       values (gen_random_uuid(), false, true, 'moving', $1, $1, 'test', clock_timestamp() - interval '1 second')`,
      [ALGORITHM.id],
    );
    await until(async () => {
      const { replays } = (await bench.call('/v1/replays?limit=1')).body as { replays: Replay[] };
      return replays[0]!.state === 'done';
    });
    expect(await readStories()).toEqual(rightStoryOf);
  });
});

test('only one runs at a time, and it takes the scope ops', async () => {
  await bench.pool.query(
    `insert into replays (id, is_dry_run, is_forced, from_version, algorithm_version, requested_by, leased_until)
     values (gen_random_uuid(), true, false, $1, $1, 'test', 'infinity')`,
    [ALGORITHM.id],
  );
  expect(await bench.call('/v1/replays', { body: {} })).toMatchObject({ status: 409 });
  await bench.pool.query("delete from replays where requested_by = 'test'");
  const reader = await bench.makeKey(['read']);
  expect(await bench.call('/v1/replays', { body: {}, key: reader })).toMatchObject({ status: 403 });
});
