import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { acceptSubmissions, ensurePartitions, expireTexts, openPool, shrinkMonths } from '@writethru/store';
import { hashContent } from '@writethru/wire';

import { createTestDatabase } from '../support/database.ts';
import { makeText } from '../support/made-text.ts';
import { Newsroom, type DramaArticle } from '../support/newsroom.ts';
import { roleUrl } from '../support/role-url.ts';
import { ROOT, startService, type ServiceProcess } from '../support/service-process.ts';
import { until } from '../support/until.ts';

let room: Newsroom;

beforeAll(async () => {
  room = await Newsroom.open();
});
beforeEach(async () => {
  minute = 0;
  await room.clear();
  await room.pool.query('drop table if exists articles_2024_05, fingerprints_2024_05');
});
afterAll(async () => {
  await room.close();
});

/** Of the next article: each test begins at the full hour. */
let minute = 0;

const article = (key: string, body: string, more: Partial<DramaArticle> = {}): DramaArticle => ({
  key,
  provider: 'wire',
  version: 0,
  body,
  publishedAt: `2024-05-07T10:${String(minute++).padStart(2, '0')}:00.000Z`,
  ...more,
});

async function countRows(table: string): Promise<number> {
  const { rows } = await room.pool.query<{ count: number }>(`select count(*)::int as count from ${table}`);
  return rows[0]!.count;
}

const MAY = new Date('2024-05-20T00:00:00Z');
const text = makeText(1, 160);

describe('months ahead', () => {
  test('have their partitions before news of them comes, across the end of a year, and a story goes on over it', async () => {
    const lastMoment = new Date('2031-12-31T23:59:59.999Z');
    await ensurePartitions(room.pool, lastMoment);
    const send = (key: string, publishedAt: string, body: string) =>
      room.send(article(key, body, { provider: key, publishedAt }));
    await send('old', '2031-12-31T23:59:59.999Z', text);
    await send('new', '2032-01-01T00:00:00.000Z', `${text} And more.`);
    await send('march', '2032-03-31T23:59:59.999Z', makeText(3, 160));
    for (const table of ['articles', 'fingerprints'])
      for (const [part, count] of Object.entries({ '2031_12': 1, '2032_01': 1, '2032_03': 1, default: 0 }))
        expect([table, part, await countRows(`${table}_${part}`)]).toEqual([table, part, count]);
    expect(await room.storyOf('new')).toBe(await room.storyOf('old'));

    // A month on there is one more, and the first of the next is not in it.
    await ensurePartitions(room.pool, new Date('2032-01-01T00:00:00.000Z'));
    await send('april', '2032-04-01T00:00:00.000Z', makeText(4, 160));
    for (const table of ['articles', 'fingerprints'])
      expect([await countRows(`${table}_2032_04`), await countRows(`${table}_default`)]).toEqual([1, 0]);
  });

  test('are made by a clusterer itself, with the rights of its role, as soon as it runs', async () => {
    const database = await createTestDatabase();
    const pool = openPool(database.url, {
      maxConnections: 2,
      applicationName: 'test',
      onIdleError: () => {},
    });
    let clusterer: ServiceProcess | null = null;
    try {
      const { rows } = await pool.query<{ child: string }>(
        `select format('%s_%s', parent, to_char(clock_timestamp() at time zone 'UTC' + n * interval '1 month', 'YYYY_MM')) as child
           from unnest('{articles,fingerprints}'::text[]) parent, generate_series(0, 3) n`,
      );
      const children = rows.map(({ child }) => child);
      for (const child of children) await pool.query(`drop table if exists ${child}`);
      const countMade = async (): Promise<number> => {
        const made = await pool.query<{ count: number }>(
          `select count(*)::int as count from pg_inherits i join pg_class c on c.oid = i.inhrelid where c.relname = any ($1)`,
          [children],
        );
        return made.rows[0]!.count;
      };
      expect(await countMade()).toBe(0);
      clusterer = await startService(ROOT, 'clusterer', {
        DATABASE_URL: roleUrl(database.url, 'clusterer'),
        QUEUE_BACKEND: 'postgres',
      });
      await until(async () => (await countMade()) === 8);
    } finally {
      await clusterer?.stop();
      await pool.end();
      await database.drop();
    }
  });
});

describe('a month that gets its partition late', () => {
  test('has in it what the default partition held, and news of it goes on as before', async () => {
    await room.send(article('a', text), article('b', `${text} And more.`, { provider: 'herald' }));
    expect([await countRows('articles_default'), await countRows('fingerprints_default')]).toEqual([2, 2]);
    const before = await room.stories();

    await Promise.all([
      ensurePartitions(room.pool, MAY),
      ensurePartitions(room.pool, MAY),
      room.send(article('c', makeText(2, 160))),
    ]);
    await room.send(article('d', `${text} Once more.`, { provider: 'courier' }));
    for (const table of ['articles', 'fingerprints']) {
      expect([table, await countRows(`${table}_default`)]).toEqual([table, 0]);
      expect([table, await countRows(`${table}_2024_05`)]).toEqual([table, 4]);
    }
    const [story] = before;
    expect((await room.story(story!.id)).versions.map(({ key }) => key).sort()).toEqual(['a', 'b', 'd']);
  });

  test('gets it by itself once it holds 500 articles, and not for a few', async () => {
    const send = (from: number, count: number) =>
      acceptSubmissions(
        room.pool,
        Array.from({ length: count }, (_each, at) => {
          const content = { body: `Text ${from + at}`, publishedAt: '2024-05-07T10:00:00.000Z' };
          const submission = { provider: 'wire', guid: `g${from + at}`, version: 0, content };
          return { submission, contentHash: hashContent(content) };
        }),
      );
    await send(0, 499);
    await ensurePartitions(room.pool, new Date());
    expect(await countRows('articles_default')).toBe(499);
    await send(499, 1);
    await ensurePartitions(room.pool, new Date());
    expect([await countRows('articles_default'), await countRows('articles_2024_05')]).toEqual([0, 500]);
  });
});

describe('a month whose texts are over', () => {
  const TEXTS = 20;
  const WORDS = 20_000;
  const keys = Array.from({ length: TEXTS }, (_each, at) => `n${at}`);

  beforeEach(async () => {
    await ensurePartitions(room.pool, MAY);
    // What autovacuum gives back of a month is not counted by whoever shrinks it after that.
    for (const table of ['articles', 'fingerprints'])
      await room.pool.query(`alter table ${table}_2024_05 set (autovacuum_enabled = off)`);
    await room.pool.query(`insert into providers (provider, retention_days) values ('wire', 30)`);
    await room.send(...keys.map((key, at) => article(key, makeText(100 + at, WORDS))));
    await room.send(
      article('twin', makeText(5, 160)),
      article('kept', `${makeText(5, 160)} More.`, { provider: 'herald' }),
    );
    await room.pool.query(
      `update article_identities set received_at = clock_timestamp() - interval '40 days'`,
    );
  });

  const expire = async (): Promise<void> => {
    while (await expireTexts(room.pool, 100));
    await room.settle();
  };
  const size = async (): Promise<number> => {
    const { rows } = await room.pool.query<{ size: number }>(
      `select least(pg_total_relation_size('articles_2024_05'), pg_total_relation_size('fingerprints_2024_05'))::int as size`,
    );
    return rows[0]!.size;
  };

  const listIndexes = async (table: string): Promise<unknown[]> => {
    const { rows } = await room.pool.query<{ definition: string; options: string[] | null }>(
      `select regexp_replace(pg_get_indexdef(x.indexrelid), 'INDEX .* USING', 'INDEX USING') as definition,
              c.reloptions as options
         from pg_index x join pg_class c on c.oid = x.indexrelid where x.indrelid = $1::regclass order by 1`,
      [table],
    );
    return rows;
  };

  test('gives its disk back once nobody reads it, and keeps its stories, their order and their ids', async () => {
    await expire();
    const stories = await room.stories();
    expect(await shrinkMonths(room.pool)).toBe(0);

    await room.pool.query(`insert into providers (provider, retention_days) values ('herald', 30)`);
    await expire();
    const before = await size();
    expect(before).toBeGreaterThan(1_000_000);
    const reader = await room.pool.connect();
    await reader.query('begin; select count(*) from articles_2024_05, fingerprints_2024_05');
    expect(await shrinkMonths(room.pool)).toBe(0);
    await reader.query('commit');
    reader.release();
    // Autovacuum may hold the default partition for a moment.
    let freed = 0;
    await until(async () => (freed += await shrinkMonths(room.pool)) > before * 1.5);
    expect(await size()).toBeLessThan(before / 4);
    expect(await shrinkMonths(room.pool)).toBe(0);

    for (const table of ['articles', 'fingerprints'])
      expect(await listIndexes(`${table}_2024_05`)).toEqual(await listIndexes(`${table}_default`));

    const after = await room.stories();
    expect(after.map(({ id }) => id)).toEqual(stories.map(({ id }) => id));
    expect(await countRows('articles_2024_05')).toBe(TEXTS + 2);
    expect(await countRows('articles_default')).toBe(0);

    // It takes in what comes late, and what is there can be decided anew.
    await room.send(article('revised', 'A short text.', { guid: 'twin', version: 1 }));
    await room.decideAnew('twin', 'kept', 'n7');
    expect(await room.storyOf('revised')).toBe(await room.storyOf('twin'));
    expect(await countRows('articles_2024_05')).toBe(TEXTS + 3);
  });
});
