import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openPool, type Pool } from '@writethru/store';

import { makeCorpus } from '../bench/corpus.ts';
import { readPartition } from '../bench/read-partition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { runCli, type CliRun } from '../support/run-cli.ts';

const ARTICLES = 3_000;

let folder: string;
let file: string;
let whole: TestDatabase;
let partition: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-cut-'));
  file = path.join(folder, 'archive.jsonl');
  const corpus = makeCorpus({ seed: 7, count: ARTICLES, startMs: Date.parse('2019-03-02T10:00:00Z') });
  const lines = corpus.map((article) => JSON.stringify({ provider: 'demo-wire', version: 0, ...article }));
  writeFileSync(file, `${lines.join('\n')}\n`);
  whole = await createTestDatabase();
  await importInto(whole, file);
  partition = await readPartition(whole.url);
});

afterAll(async () => {
  await whole.drop();
  rmSync(folder, { recursive: true, force: true });
});

function importInto({ url }: TestDatabase, ...args: string[]): Promise<CliRun> {
  return runCli(['import', '--json', '--lanes', '2', ...args], { env: { DATABASE_URL: url } });
}

/**
 * Cuts all connections of an import at its first sign of life, and each time that it got further. Answers how often, and
 * what the import said.
 */
async function cutWhile(pool: Pool, work: Promise<CliRun>): Promise<{ cuts: number; run: CliRun }> {
  let run: CliRun | null = null;
  void work.then((ended) => (run = ended));
  let cuts = 0;
  for (let seen = ''; run === null;) {
    const { rows } = await pool.query<{ step: string }>(
      `select concat(count(*), ' ', count(*) filter (where state = 'clustered')) as step from article_identities`,
    );
    if (rows[0]!.step !== seen) {
      const cut = await pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'writethru-import' and datname = current_database()`,
      );
      if (cut.rows.length > 0) {
        seen = rows[0]!.step;
        cuts++;
      }
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { cuts, run: run as CliRun };
}

describe('an import whose connections to Postgres are cut, over and over', () => {
  let database: TestDatabase;
  let pool: Pool;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = openPool(database.url, { maxConnections: 1, applicationName: 'test', onIdleError: () => {} });
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  test('takes everything in once', async () => {
    const { cuts, run } = await cutWhile(pool, importInto(database, '--take-only', file));
    expect(JSON.parse(run.stdout)).toEqual({ accepted: ARTICLES, repeated: 0, refused: 0, leftovers: 0 });
    expect(run.code).toBe(0);
    expect(cuts).toBeGreaterThan(0);
  });

  test('unites everything, into the stories of one that was left in peace', async () => {
    const { cuts, run } = await cutWhile(pool, importInto(database));
    expect(JSON.parse(run.stdout)).toEqual({ accepted: 0, repeated: 0, refused: 0, leftovers: ARTICLES });
    expect(run.code).toBe(0);
    expect(cuts).toBeGreaterThan(0);
    expect(await readPartition(database.url)).toBe(partition);
  });
});
