import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { readShingleSeed } from '@writethru/fingerprint';
import { acceptSubmissions, getActiveAlgorithm, openPool, readBacklog, type Pool } from '@writethru/store';
import { hashContent } from '@writethru/wire';

import { processBatch, type BatchDeps } from '../../services/clusterer/src/process-batch.ts';
import { reuniteDue } from '../../services/clusterer/src/reunite.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNearDuplicate, makeText } from '../support/made-text.ts';
import { until } from '../support/until.ts';

let database: TestDatabase;
let pool: Pool;
let deps: BatchDeps;
let nextSeed = 1;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url, { maxConnections: 4, applicationName: 'test', onIdleError: () => {} });
  const algorithm = await getActiveAlgorithm(pool);
  deps = {
    pool,
    seed: readShingleSeed(algorithm.seed),
    log: { warn: () => {}, error: () => {} },
    maxAttempts: 3,
    leaseMs: 60_000,
  };
});
afterEach(() => pool.query('truncate article_identities, articles, chains'));
afterAll(async () => {
  await pool.end();
  await database.drop();
});

interface Item {
  guid: string;
  body: string;
  version?: number;
  day?: number;
}

async function accept(items: readonly Item[]): Promise<string[]> {
  const results = await acceptSubmissions(
    pool,
    items.map(({ guid, body, version = 0, day = 2 }) => {
      const publishedAt = `2026-03-${String(day).padStart(2, '0')}T10:00:00.000Z`;
      const content = { body, publishedAt };
      return {
        submission: { provider: 'demo-wire', guid, version, content },
        contentHash: hashContent(content),
      };
    }),
  );
  return results.map((result) => (result.kind === 'accepted' ? result.articleId : ''));
}

function makeBody(words = 80): string {
  return makeText(nextSeed++, words);
}

/** Fails whenever one of `ids` is worked on: alone or in a batch. */
function failFor(ids: readonly string[]): BatchDeps {
  return {
    ...deps,
    observe: async (point, batch) => {
      if (point === 'after_search' && batch.some((id) => ids.includes(id))) throw new Error('poison');
    },
  };
}

/** Makes a clustered article go the same way again, as the quarantine of a neighbour does. */
async function reopen(id: string): Promise<void> {
  await pool.query(`update article_identities set state = 'published' where id = $1`, [id]);
}

async function quarantine(id: string): Promise<void> {
  const failing = failFor([id]);
  await until(async () => {
    await processBatch(failing, [id]);
    const { rows } = await pool.query<{ state: string }>(
      'select state from article_identities where id = $1',
      [id],
    );
    return rows[0]!.state === 'quarantined';
  });
}

async function readStories(ids: readonly string[]): Promise<(string | null)[]> {
  const { rows } = await pool.query<{ article_id: string; story_id: string }>(
    'select article_id, story_id from versions',
  );
  return ids.map((id) => rows.find((row) => row.article_id === id)?.story_id ?? null);
}

test('an article that takes the process down costs those that wait behind it no attempt', async () => {
  const ids = (
    await accept(Array.from({ length: 5 }, (_, at) => ({ guid: `w${at}`, body: makeBody() })))
  ).sort();
  // As a crash leaves them: begun, and never ended.
  await pool.query(`update article_identities set attempt_started_at = '-infinity'`);
  let isStuck = false;
  void processBatch(
    {
      ...deps,
      observe: async (point) => {
        if (point !== 'after_publish') return;
        isStuck = true;
        await new Promise(() => {});
      },
    },
    ids,
  );
  await until(() => isStuck);
  const { rows } = await pool.query<{ attempts: number }>(
    'select attempts from article_identities order by id',
  );
  expect(rows.map((row) => row.attempts)).toEqual([1, 0, 0, 0, 0]);
});

test('one that fails in a batch is quarantined alone, the others are clustered', async () => {
  const ids = await accept(Array.from({ length: 6 }, (_, at) => ({ guid: `b${at}`, body: makeBody() })));
  const poison = ids[2]!;
  const failing = failFor([poison]);
  await processBatch(failing, ids);
  await quarantine(poison);
  const stories = await readStories(ids);
  expect(stories.map((story) => story === null)).toEqual([false, false, true, false, false, false]);
});

test('quarantine of an article that had got as far as its keys leaves no component without members', async () => {
  const [id] = await accept([{ guid: 'lone', body: makeBody() }]);
  await quarantine(id!);
  const { rows } = await pool.query(
    'select c.id from components c left join component_members m on m.component_id = c.id where m.fingerprint_id is null',
  );
  expect(rows).toEqual([]);
});

test('quarantine takes an article out of the story that it was in, and decides the rest anew', async () => {
  const items = [makeBody(), makeBody(), makeBody()];
  const digest = items.join(' ');
  const ids = await accept([
    ...items.map((body, at) => ({ guid: `item${at}`, body })),
    { guid: 'digest', body: digest },
  ]);
  await processBatch(deps, ids);
  // Three unrelated items: a digest, which joins none of them.
  expect(new Set(await readStories(ids)).size).toBe(4);
  const [emptied] = await readStories(ids);
  await reopen(ids[0]!);
  await quarantine(ids[0]!);
  // Two items make no digest: what contains both joins one of them now, as if the third had never come.
  const fresh = await accept([
    ...items.slice(1).map((body, at) => ({ guid: `fresh${at}`, body, day: 20 })),
    { guid: 'fresh-digest', body: digest, day: 20 },
  ]);
  await processBatch(deps, fresh);
  const left = await readStories(ids.slice(1));
  expect(new Set(left).size).toBeLessThan(3);
  expect(new Set(left).size).toBe(new Set(await readStories(fresh)).size);
  const { rows } = await pool.query('select version_count, lead_article_id from stories where id = $1', [
    emptied,
  ]);
  expect(rows).toEqual([{ version_count: 0, lead_article_id: null }]);
  const { rows: events } = await pool.query<{ type: string; story_id: string }>(
    `select type, story_id from events where article_id = $1 and type = 'article.quarantined'`,
    [ids[0]],
  );
  expect(events).toEqual([{ type: 'article.quarantined', story_id: emptied }]);
});

test('a story that loses a version to quarantine counts one less', async () => {
  const body = makeBody();
  const ids = await accept([
    { guid: 'full', body },
    { guid: 'again', body: makeNearDuplicate(body, 90_001) },
  ]);
  await processBatch(deps, ids);
  const [story] = await readStories(ids);
  await reopen(ids[1]!);
  await quarantine(ids[1]!);
  const { rows } = await pool.query('select version_count from stories where id = $1', [story]);
  expect(rows).toEqual([{ version_count: 1 }]);
  expect(await readStories(ids)).toEqual([story, null]);
});

test('versions whose middle one is quarantined find each other, and are not counted as waiting since they came', async () => {
  const body = makeBody();
  const versions = [0, 1, 2].map((version) => ({
    guid: 'chain',
    version,
    body: `${body} ${version}`,
    day: 2 + version * 6,
  }));
  const [first, middle, last] = await accept(versions);
  await processBatch(deps, [first!]);
  await processBatch(failFor([middle!]), [middle!]);
  await processBatch(deps, [last!]);
  await pool.query(
    `update article_identities set received_at = now() - interval '1 day', ended_at = ended_at - interval '1 hour'`,
  );
  const ended = async (): Promise<Date[]> => {
    const { rows } = await pool.query<{ ended_at: Date }>(
      'select ended_at from article_identities where id = any ($1) order by id',
      [[first, last]],
    );
    return rows.map((row) => row.ended_at);
  };
  const before = await ended();
  await quarantine(middle!);
  expect((await readBacklog(pool)).oldestAgeSeconds).toBe(0);
  await reuniteDue({ pool, seed: deps.seed, log: deps.log, leadPolicy: 'latest_full' });
  const stories = await readStories([first!, last!]);
  expect(stories[0]).toBe(stories[1]);
  expect(await ended()).toEqual(before);
});
