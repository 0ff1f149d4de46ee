import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eraseItem, openPool, type Pool } from '@writethru/store';

import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { nameOf, readLabelledSet } from '../support/labelled-set.ts';
import { makeText } from '../support/made-text.ts';
import { measureAnew } from '../support/measure-anew.ts';
import { runCli, type CliRun } from '../support/run-cli.ts';
import { startTestServices } from '../support/services.ts';

let folder: string;
let database: TestDatabase;
let pool: Pool;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'writethru archive '));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string | Buffer): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

function importAll(...args: string[]): Promise<CliRun> {
  return runCli(['import', '--json', ...args], { env: { DATABASE_URL: database.url }, cwd: folder });
}

function article(guid: string, more: object = {}): object {
  return { provider: 'demo-wire', guid, publishedAt: '2019-03-02T10:00:00Z', body: makeText(9, 80), ...more };
}

const asLines = (articles: readonly object[]): string =>
  articles.map((each) => `${JSON.stringify(each)}\n`).join('');

describe('an archive', () => {
  beforeEach(async () => {
    database = await createTestDatabase();
    pool = openPool(database.url, { maxConnections: 2, applicationName: 'test', onIdleError: () => {} });
  });

  afterEach(async () => {
    await pool.end();
    await database.drop();
  });

  test('becomes the stories that the same articles become when a feed sends them, relations and order alike', async () => {
    const articles = readLabelledSet().map(({ submission }) => submission);
    const services = await startTestServices();
    try {
      await services.post(articles);
      await services.settle();
      const file = write('labelled.jsonl.gz', gzipSync(asLines(articles)));
      const { code, stdout, stderr } = await importAll(file);
      expect(stderr).toBe('');
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual({
        accepted: articles.length,
        repeated: 0,
        refused: 0,
        leftovers: 0,
      });
      expect(await readVersions(pool)).toEqual(await readVersions(services.pool));
    } finally {
      await services.stop();
    }
  });

  test('comes in once, however often it is sent, and goes on where it ended', async () => {
    const file = write('twice.jsonl', asLines([article('a'), article('b', { body: makeText(4, 90) })]));
    expect(JSON.parse((await importAll(file)).stdout)).toEqual({
      accepted: 2,
      repeated: 0,
      refused: 0,
      leftovers: 0,
    });
    const { rows: before } = await pool.query('select id from article_identities order by 1');
    expect(JSON.parse((await importAll(file)).stdout)).toEqual({
      accepted: 2,
      repeated: 0,
      refused: 0,
      leftovers: 0,
    });
    const other = write(
      'another-name.jsonl',
      asLines([article('b', { body: makeText(4, 90) }), article('c')]),
    );
    expect(JSON.parse((await importAll(other)).stdout)).toEqual({
      accepted: 1,
      repeated: 1,
      refused: 0,
      leftovers: 0,
    });
    const { rows: after } = await pool.query('select id from article_identities order by 1');
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after).toHaveLength(3);
  });

  test('is judged by the rules of intake, and what is refused is told by place and guid', async () => {
    await importAll(write('first.jsonl', asLines([article('erased'), article('kept', { version: 1 })])));
    const who = { keyId: 'k', actor: 'an operator', reason: 'a court' };
    await eraseItem(pool, { provider: 'demo-wire', guid: 'erased' }, who);
    const file = write(
      'faults.jsonl',
      `${asLines([article('good', { body: makeText(5, 90) })])}\nnot json\n${asLines([
        article('no text', { body: undefined }),
        article('kept', { version: 1, body: makeText(6, 90) }),
        article('erased'),
        article('good', { body: makeText(7, 90) }),
      ])}`,
    );
    const { code, stdout, stderr } = await importAll(file);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ accepted: 2, repeated: 0, refused: 4, leftovers: 0 });
    const told = stderr.trim().split('\n');
    expect(told).toHaveLength(4);
    expect(stderr).toMatch(/faults\.jsonl:3: /);
    expect(stderr).toMatch(/faults\.jsonl:4 no text: \/body /);
    expect(stderr).toMatch(/faults\.jsonl:5 kept: .*held with other content/);
    expect(stderr).toMatch(/faults\.jsonl:6: .*erased/);
    const { rows } = await pool.query(
      `select version, standing_version from article_identities join chains using (provider, guid) where guid = 'good' order by 1`,
    );
    expect(rows).toEqual([
      { version: 0, standing_version: 1 },
      { version: 1, standing_version: 1 },
    ]);
  });

  test('comes as texts, as documents and in folders, too', async () => {
    const texts = mkdtempSync(path.join(folder, 'texts-'));
    writeFileSync(path.join(texts, 'one.txt'), makeText(11, 90));
    writeFileSync(path.join(texts, 'two.json'), JSON.stringify([article('two'), article('three')]));
    const rss = `<rss version="2.0"><channel><title>t</title><item><guid>four</guid><title>Four</title><description>${makeText(12, 60)}</description><pubDate>Sat, 02 Mar 2019 10:00:00 GMT</pubDate></item></channel></rss>`;
    writeFileSync(path.join(texts, 'feed.rss'), rss);
    const { stdout, stderr } = await importAll('--provider', 'demo-wire', texts);
    expect({ stderr, counts: JSON.parse(stdout) as unknown }).toEqual({
      stderr: '',
      counts: { accepted: 4, repeated: 0, refused: 0, leftovers: 0 },
    });
  });

  test('is no news: it lies in partitions of its months, its events say so, and no feed is taken to live by it', async () => {
    await importAll(
      write('old.jsonl', asLines([article('a'), article('b', { publishedAt: '2018-11-05T10:00:00Z' })])),
    );
    const { rows } = await pool.query<{ partition: string }>(
      'select distinct tableoid::regclass::text as partition from articles order by 1',
    );
    expect(rows.map(({ partition }) => partition)).toEqual(['articles_2018_11', 'articles_2019_03']);
    const { rows: causes } = await pool.query('select distinct cause from events');
    expect(causes).toEqual([{ cause: 'backfill' }]);
    await measureAnew(pool);
    const { rows: feeds } = await pool.query('select provider from ops_feeds');
    expect(feeds).toEqual([]);
  });
});

async function readVersions(of: Pool): Promise<unknown[]> {
  const { rows } = await of.query<{ provider: string; guid: string; version: number }>(
    `select v.provider, v.guid, v.version, v.relation, m.guid as matched, m.version as matched_version, v.order_at,
            (select string_agg(o.provider || o.guid || o.version, ' ' order by o.provider, o.guid, o.version)
               from versions o where o.story_id = v.story_id) as story
       from versions v left join versions m on m.article_id = v.matched_article_id`,
  );
  return rows.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}
