import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { findCanaries as findCanariesOf } from '../support/find-canaries.ts';
import { makeText } from '../support/made-text.ts';
import { measureAnew } from '../support/measure-anew.ts';
import { runCli } from '../support/run-cli.ts';
import { until } from '../support/until.ts';

const START_MS = Date.now() - 6 * 3_600_000;
const at = (hours: number): string => new Date(START_MS + hours * 3_600_000).toISOString();

const [left, right] = [makeText(1, 120), makeText(2, 120)];
const CANARY = 'The Quillonby canaryword of 98712398712398 crowns went to Zebedee Vanterpool on Tuesday.';
/** Its first version has one neighbour's text, its second the other's: they are one story by it alone. */
const ITEM = {
  provider: 'wire',
  guid: 'https://wire.example/vanterpool-guid',
  headline: 'Vanterpool headline',
  byline: 'Byline Quillonby',
  url: 'https://wire.example/vanterpool-url',
  slugline: 'QUILLONBY-SLUG',
  edNote: 'Eds: Quillonby note',
  altIds: [{ role: 'quillonby', value: 'quillonby-alt' }],
  extra: { quillonby: ['quillonby-extra'] },
};
// The number is long: a shorter one may stand in some hash by chance.
const CANARIES = /vanterpool|quillonby|zebedee|canaryword|98712398712398/i;

let bench: ApiBench;
let ids: string[];
let storyId: string;

interface Version {
  articleId: string;
  sequence: number;
  relation: string;
  isShown: boolean;
  notShown?: string;
}
interface Story {
  lead: { articleId: string } | null;
  versionCount: number;
  versions: Version[];
}

async function readStory(): Promise<Story> {
  const reply = await bench.call(`/v1/stories/${storyId}`);
  expect(reply.status).toBe(200);
  return reply.body as Story;
}

const findCanaries = (): Promise<string[]> => findCanariesOf(bench.pool, CANARIES);

async function erase(body: object, key?: string) {
  return bench.call('/v1/erasures', { body, ...(key !== undefined && { key }) });
}

beforeAll(async () => {
  bench = await startApiBench();
  await bench.pool.query(`insert into providers (provider, has_trusted_keys) values ('wire', true)`);
  ids = await bench.post([
    { provider: 'herald', guid: 'h', version: 1, headline: 'Left', body: left, publishedAt: at(0) },
    { provider: 'courier', guid: 'c', version: 1, headline: 'Right', body: right, publishedAt: at(1) },
    { ...ITEM, version: 1, body: `${left}\n${CANARY}`, publishedAt: at(2) },
    { ...ITEM, version: 2, body: `${right}\n${CANARY}`, publishedAt: at(3) },
  ]);
  const { story } = (await bench.call(`/v1/articles/${ids[2]}`)).body as { story: { id: string } };
  storyId = story.id;
  await bench.call(`/v1/stories/${storyId}/pin`, {
    body: { articleId: ids[2], reason: 'To be seen.' },
    headers: { prefer: 'wait=10' },
  });
  // What a kept answer quotes, and what search has.
  await bench.call('/v1/similar', {
    body: { text: `${right}\n${CANARY}` },
    headers: { 'idempotency-key': 'one' },
  });
  await until(
    async () => ((await bench.call('/v1/stories?q=canaryword')).body as { stories: [] }).stories.length > 0,
  );
  // What ops knows of it: the story grew, and a page was shown its headline.
  await measureAnew(bench.pool);
});

afterAll(() => bench.close());

describe('before it is erased', () => {
  test('an item stands in many tables, and holds its story together', async () => {
    const tables = (await findCanaries()).map((row) => row.split(': ')[0]!.replace(/_p?\d+$/, ''));
    for (const table of [
      'article_identities',
      'versions',
      'chains',
      'article_traits',
      'story_texts',
      'editor_pins',
    ])
      expect(tables.join(' ')).toContain(`public.${table}`);
    expect(tables.join(' ')).toContain('public.article_link_keys');
    const { versions, lead } = await readStory();
    expect(versions.map(({ articleId }) => articleId)).toEqual(ids);
    expect(lead?.articleId).toBe(ids[3]);
  });

  test('none but an administrator may erase, and the item must be named one way', async () => {
    const reason = 'A court order.';
    for (const scopes of [['read'], ['read', 'edit'], ['read', 'ops']])
      expect((await erase({ articleId: ids[2], reason }, await bench.makeKey(scopes))).status).toBe(403);
    const named = [{ reason }, { provider: 'wire', reason }, { ...ITEM, articleId: ids[2], reason }];
    for (const body of named) expect((await erase(body)).status).toBe(422);
    expect((await erase({ articleId: ids[2] })).status).toBe(422);
    expect((await erase({ provider: 'wire', guid: 'nothing', reason })).status).toBe(404);
  });
});

describe('after it is erased', () => {
  let actionId: string;
  let relations: string[];

  test('the command line says what it did', async () => {
    relations = (await readStory()).versions.map(({ relation }) => relation);
    const run = await runCli(
      ['erase', '--url', bench.url, ITEM.provider, ITEM.guid, '--reason', 'A court order.', '--json'],
      { env: { WRITETHRU_KEY: bench.key }, cwd: process.cwd() },
    );
    expect(run).toMatchObject({ code: 0 });
    const erasure = JSON.parse(run.stdout) as { actionId: string };
    expect(erasure).toMatchObject({ articleIds: [ids[2], ids[3]], storyIds: [storyId], isRepeat: false });
    actionId = erasure.actionId;
    await until(async () => (await readStory()).lead?.articleId === ids[1]);
  });

  test('no table of the database has a word of it: not its headline, body, byline, address or guid', async () => {
    expect(await findCanaries()).toEqual([]);
    const search = (await bench.call('/v1/stories?q=canaryword')).body;
    expect(search).toMatchObject({ stories: [] });
  });

  test('the story is what it was: one, in its order, each related as before; only the lead is another', async () => {
    const { versions, versionCount } = await readStory();
    expect(versionCount).toBe(4);
    expect(versions.map(({ articleId }) => articleId)).toEqual(ids);
    expect(versions.map(({ relation }) => relation)).toEqual(relations);
    expect(versions.map(({ isShown, notShown }) => notShown ?? isShown)).toEqual([
      true,
      true,
      'erased',
      'erased',
    ]);
  });

  test('its story stays together when more comes, and when all of it is decided anew', async () => {
    await bench.post([
      {
        provider: 'herald',
        guid: 'h',
        version: 2,
        headline: 'Left',
        body: `${left} Now.`,
        publishedAt: at(4),
      },
      {
        provider: 'late',
        guid: 'l',
        version: 1,
        headline: 'Right',
        body: `${right} Now.`,
        publishedAt: at(5),
      },
    ]);
    await bench.pool.query(
      `insert into reunite_requests (article_id, cause, due_at) select id, 'neighbour', 'epoch' from article_identities`,
    );
    await until(async () => (await bench.pool.query('select 1 from reunite_requests')).rowCount === 0);
    const { versions, versionCount } = await readStory();
    expect(versionCount).toBe(6);
    expect(versions.slice(0, 4).map(({ articleId }) => articleId)).toEqual(ids);
    expect(versions.slice(0, 4).map(({ relation }) => relation)).toEqual(relations);
  });

  test('it is refused for ever: alone, in a batch item by item, as a new version, and under another guid', async () => {
    const again = { ...ITEM, version: 1, body: `${left}\n${CANARY}`, publishedAt: at(2) };
    const gone = { status: 410, body: { type: '/problems/gone' } };
    expect(await bench.call('/v1/articles', { body: again })).toMatchObject(gone);
    expect(await bench.call('/v1/articles', { body: { ...again, version: 9, body: 'New.' } })).toMatchObject(
      gone,
    );
    expect(await bench.call('/v1/articles', { body: { ...again, guid: 'another' } })).toMatchObject(gone);
    const stored = await bench.pool.query<{ guid: string }>(
      'select guid from article_identities where id = $1',
      [ids[2]],
    );
    expect(
      await bench.call('/v1/articles', { body: { ...again, guid: stored.rows[0]!.guid } }),
    ).toMatchObject(gone);
    const other = { provider: 'wire', guid: 'fresh', headline: 'Fresh', body: 'Fresh news.' };
    const batch = await bench.call('/v1/articles/batch', {
      body: [again, other, { ...other, version: 2, body: 'Newer.' }],
    });
    expect(batch.body).toMatchObject({
      accepted: 2,
      refused: 1,
      results: [{ status: 410, problem: { status: 410 } }, { status: 202 }, { status: 202 }],
    });
    expect(await findCanaries()).toEqual([]);
  });

  test('it is on record with who and why, told to mirrors, and not undone', async () => {
    const history = (await bench.call(`/v1/stories/${storyId}/history`)).body;
    expect(history).toMatchObject({
      entries: expect.arrayContaining([
        expect.objectContaining({
          type: 'edit',
          edit: expect.objectContaining({ actionId, kind: 'erase', actor: 'test', reason: 'A court order.' }),
        }),
      ]),
    });
    const changes = (await bench.call('/v1/changes?types=article.erased')).body;
    expect(changes).toMatchObject({
      changes: [
        { type: 'article.erased', articleId: ids[2], storyId, cause: 'editor' },
        { type: 'article.erased', articleId: ids[3], storyId },
      ],
    });
    expect((await bench.call(`/v1/edits/${actionId}/undo`, { body: { reason: 'No.' } })).status).toBe(409);
    const split = { articleIds: [ids[0]], reason: 'No.' };
    expect(await bench.call(`/v1/stories/${storyId}/split`, { body: split })).toMatchObject({
      status: 409,
      body: { actionIds: [actionId] },
    });
    const again = await erase({ articleId: ids[3], reason: 'Once more.' });
    expect(again).toMatchObject({ status: 200, body: { actionId, isRepeat: true } });
  });
});

describe('a text that another provider sent too', () => {
  test('stays with that one, who is not asked to be forgotten', async () => {
    const shared = { headline: 'Shared', body: makeText(3, 120), publishedAt: at(1) };
    const [mine, theirs] = await bench.post([
      { ...shared, provider: 'wire', guid: 's1', version: 1 },
      { ...shared, provider: 'herald', guid: 's2', version: 1 },
    ]);
    const { story } = (await bench.call(`/v1/articles/${theirs}`)).body as { story: { id: string } };
    expect((await erase({ provider: 'wire', guid: 's1', reason: 'A court order.' })).status).toBe(200);
    expect(await bench.call(`/v1/articles/${mine}`)).toMatchObject({
      body: { isShown: false, notShown: 'erased', story: { id: story.id } },
    });
    expect(await bench.call(`/v1/articles/${theirs}`)).toMatchObject({
      body: { isShown: true, body: shared.body, story: { id: story.id } },
    });
    const [late] = await bench.post([
      { ...shared, provider: 'late', guid: 's3', version: 1, publishedAt: at(2) },
    ]);
    expect(await bench.call(`/v1/articles/${late}`)).toMatchObject({ body: { story: { id: story.id } } });
  });
});
