import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { makeCorpus } from '../bench/corpus.ts';
import { readPartition } from '../bench/read-partition.ts';
import { countUnfinished, eraseItem, makeUnfinishedDue, readBacklog, type Pool } from '@writethru/store';

import { createTestDatabase } from '../support/database.ts';
import { makeText } from '../support/made-text.ts';
import { runCli, type CliRun } from '../support/run-cli.ts';
import { startTestServices } from '../support/services.ts';

const ARTICLES = 2_500;

let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-taken-'));
  file = path.join(folder, 'archive.jsonl');
  const corpus = makeCorpus({ seed: 11, count: ARTICLES, startMs: Date.parse('2019-03-02T10:00:00Z') });
  const lines = corpus.map((article) => JSON.stringify({ provider: 'demo-wire', version: 0, ...article }));
  writeFileSync(file, `${lines.join('\n')}\n`);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function importInto(url: string, ...args: string[]): Promise<CliRun> {
  return runCli(['import', '--json', ...args], { env: { DATABASE_URL: url }, cwd: folder });
}

async function countVersions(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from versions');
  return rows[0]!.count;
}

describe('an archive that was only taken in', () => {
  test('is clustered by an import without a file, by two lanes, into the stories of one that does both', async () => {
    const [taken, whole] = [await createTestDatabase(), await createTestDatabase()];
    try {
      const { stdout } = await importInto(taken.url, '--take-only', file);
      expect(JSON.parse(stdout)).toEqual({ accepted: ARTICLES, repeated: 0, refused: 0, leftovers: 0 });
      const again = await importInto(taken.url, '--lanes', '2');
      expect(again.stderr).toBe('');
      expect(JSON.parse(again.stdout)).toEqual({ accepted: 0, repeated: 0, refused: 0, leftovers: ARTICLES });
      await importInto(whole.url, file);
      expect(await readPartition(taken.url)).toBe(await readPartition(whole.url));
      const third = await importInto(taken.url);
      expect(JSON.parse(third.stdout)).toEqual({ accepted: 0, repeated: 0, refused: 0, leftovers: 0 });
    } finally {
      await taken.drop();
      await whole.drop();
    }
  });

  test('is left alone by the services and is no backlog: news that comes meanwhile gets its story', async () => {
    const taken = await createTestDatabase();
    const services = await startTestServices({ databaseUrl: taken.url });
    try {
      await importInto(taken.url, '--take-only', file);
      const waiting = { accepted: 0, published: 0, oldestAgeSeconds: 0, leftToImport: ARTICLES };
      expect(await readBacklog(services.pool)).toMatchObject(waiting);
      expect(await countUnfinished(services.pool, 1)).toBe(0);
      expect(await makeUnfinishedDue(services.pool)).toBe(0);
      await services.post([{ provider: 'demo-wire', guid: 'news', body: makeText(3, 80) }]);
      await services.settle();
      expect(await countVersions(services.pool)).toBe(1);
      expect(await readBacklog(services.pool)).toMatchObject(waiting);
      const { stdout } = await importInto(taken.url);
      expect(JSON.parse(stdout)).toMatchObject({ leftovers: ARTICLES });
      expect(await readBacklog(services.pool)).toMatchObject({ ...waiting, leftToImport: 0 });
      expect(await countVersions(services.pool)).toBe(ARTICLES + 1);
    } finally {
      await services.stop();
      await taken.drop();
    }
  });

  test('can be erased: the clusterers are given what is to go, and the rest stays left', async () => {
    const taken = await createTestDatabase();
    const services = await startTestServices({ databaseUrl: taken.url });
    try {
      const articles = ['a', 'b'].map((guid, at) => ({
        provider: 'demo-wire',
        guid,
        publishedAt: '2019-03-02T10:00:00Z',
        body: makeText(at + 1, 80),
      }));
      const small = path.join(folder, 'small.json');
      writeFileSync(small, JSON.stringify(articles));
      await importInto(taken.url, '--take-only', small);
      const item = { provider: 'demo-wire', guid: 'a' };
      const editor = { keyId: 'k', actor: 'an operator', reason: 'a court' };
      await expect(eraseItem(services.pool, item, editor)).rejects.toMatchObject({ code: 'unavailable' });
      await services.settle();
      expect((await eraseItem(services.pool, item, editor)).articleIds).toHaveLength(1);
      expect(await readBacklog(services.pool)).toMatchObject({ published: 0, leftToImport: 1 });
    } finally {
      await services.stop();
      await taken.drop();
    }
  });

  test('takes a file: without one --take-only is refused, by name', async () => {
    const database = await createTestDatabase();
    try {
      const { code, stderr } = await importInto(database.url, '--take-only');
      expect(code).not.toBe(0);
      expect(stderr).toMatch(/--take-only/);
    } finally {
      await database.drop();
    }
  });
});
