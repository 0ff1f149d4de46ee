import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { type ApiBench, startApiBench } from '../support/api/bench.ts';
import { makeNearDuplicate, makeText } from '../support/made-text.ts';
import { runCli } from '../support/run-cli.ts';

/** Texts that have one paragraph in common, and the first of them once more, told a little differently. */
const TEXTS = 200;
const TWICE = 10;
const PARAGRAPH = makeText(9_999, 60);
/** Else a word in a row that few of the sketches have room for would stay: two of its keys, and two are candidates. */
const LIMIT = ['--limit', '2'];

let bench: ApiBench;
let ids: string[];

beforeAll(async () => {
  bench = await startApiBench();
  const article = (guid: string, body: string) => ({
    provider: 'wire',
    guid,
    version: 0,
    publishedAt: '2026-03-02T10:00:00Z',
    body: `${body}\n\n${PARAGRAPH}`,
  });
  const second = (at: number) => article(`b${at}`, makeNearDuplicate(makeText(at, 100), 5_000 + at));
  ids = await bench.post([
    ...Array.from({ length: TEXTS }, (_, at) => article(`a${at}`, makeText(at, 100))),
    ...Array.from({ length: TWICE - 1 }, (_, at) => second(at)),
  ]);
  // By itself, so that it finds all the others.
  ids.push(...(await bench.post([second(TWICE - 1)])));
});

afterAll(() => bench.close());

async function run(...args: string[]): Promise<string> {
  const done = await runCli([...args, '--url', bench.url], { env: { WRITETHRU_KEY: bench.key } });
  expect(done).toMatchObject({ code: 0, stderr: '' });
  return done.stdout;
}

interface Article {
  candidateCount: number;
  skippedKeys: number;
  story: { id: string };
}

async function read(id: string): Promise<Article> {
  return (await bench.call(`/v1/articles/${id}`)).body as Article;
}

/** Story ids by article. */
async function readStories(): Promise<Map<string, string>> {
  const { rows } = await bench.pool.query<{ article_id: string; story_id: string }>(
    'select article_id, story_id from versions',
  );
  return new Map(rows.map((row) => [row.article_id, row.story_id]));
}

test('a paragraph that two hundred texts share makes candidates of all, until its keys are learned as stop keys', async () => {
  const before = await readStories();
  expect(new Set(before.values()).size).toBe(TEXTS);
  const explain = async (a: string, b: string) =>
    (await bench.call(`/v1/explain?a=${a}&b=${b}`)).body as { reason: string };
  expect((await explain(ids[20]!, ids[30]!)).reason).toBe('below_threshold');
  expect((await read(ids.at(-1)!)).candidateCount).toBe(TEXTS + TWICE - 1);

  expect(await run('stop-keys', 'learn', ...LIMIT, '--dry-run')).toMatch(
    /of 210 texts 210 have one, and 0 have no other/,
  );
  expect(await run('stop-keys', 'learn', ...LIMIT)).toMatch(/version 3 is registered/);
  expect(await run('stop-keys', 'learn', ...LIMIT)).toMatch(/version 3 has just these/);
  expect(await run('replay')).toMatch(/^0 stories \(0 %\) change/m);

  expect(await readStories()).toEqual(before);
  expect((await explain(ids[20]!, ids[30]!)).reason).toBe('too_few_shared_keys');
  for (const [at, id] of ids.entries()) {
    const { candidateCount, skippedKeys } = await read(id);
    expect({ at, candidateCount }).toEqual({ at, candidateCount: at < TWICE || at >= TEXTS ? 1 : 0 });
    expect(skippedKeys).toBeGreaterThan(0);
  }
  const { body } = await bench.call(`/v1/articles/${ids[0]}/similar`);
  expect((body as { similar: { articleId: string }[] }).similar.map(({ articleId }) => articleId)).toEqual([
    ids[TEXTS],
  ]);
  expect(await run('stop-keys', 'learn', ...LIMIT)).toMatch(/which is in force, has just these/);
});

test('what comes in under the new version meets its duplicate and nothing else', async () => {
  const [id] = await bench.post([
    {
      provider: 'late',
      guid: 'c50',
      version: 0,
      publishedAt: '2026-03-02T11:00:00Z',
      body: `${makeNearDuplicate(makeText(50, 100), 6_000)}\n\n${PARAGRAPH}`,
    },
  ]);
  const late = await read(id!);
  expect(late.candidateCount).toBe(1);
  expect(late.story.id).toBe((await read(ids[50]!)).story.id);
});
