import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openPool, type Pool } from '@writethru/store';

import { makeCorpus } from '../bench/corpus.ts';
import { readPartition } from '../bench/read-partition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

const ARTICLES = 3_000;
/** Of a kill in mid-run. */
const TRIES = 5;
const BIN = path.resolve(import.meta.dirname, '../../packages/cli/bin/writethru.mjs');

let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-killed-'));
  file = path.join(folder, 'archive.jsonl');
  const corpus = makeCorpus({ seed: 5, count: ARTICLES, startMs: Date.parse('2019-03-02T10:00:00Z') });
  const lines = corpus.map((article) => JSON.stringify({ provider: 'demo-wire', version: 0, ...article }));
  writeFileSync(file, `${lines.join('\n')}\n`);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The command as an operator starts it, in a process group of its own. */
function startImport({ url }: TestDatabase, lanes: number): ChildProcess {
  const args = [BIN, 'import', '--json', '--lanes', String(lanes), file];
  const env = { PATH: process.env['PATH'], DATABASE_URL: url };
  return spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'inherit'], env });
}

async function runImport(database: TestDatabase, lanes: number): Promise<unknown> {
  const child = startImport(database, lanes);
  let stdout = '';
  child.stdout!.on('data', (chunk) => (stdout += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

/** Kills all of its processes when a batch is in and not all of what is in is clustered, where it does not end before. */
async function killImport(database: TestDatabase, pool: Pool): Promise<void> {
  const child = startImport(database, 2);
  const ended = once(child, 'close');
  await until(async () => {
    const { rows } = await pool.query(`select 1 from article_identities where state = 'published' limit 1`);
    return rows.length > 0 || child.exitCode !== null;
  });
  if (child.exitCode === null) process.kill(-child.pid!, 'SIGKILL');
  await ended;
  // What a session was at when its client died it may still commit.
  await until(async () => {
    const { rows } = await pool.query(
      `select 1 from pg_stat_activity where application_name = 'writethru-import' and datname = current_database()`,
    );
    return rows.length === 0;
  });
}

interface Killed {
  database: TestDatabase;
  pool: Pool;
  /** Pieces that the store has noted as done, articles that it holds, and those of them that are not clustered. */
  before: { done: number; count: number; unfinished: number };
}

/** A store that an import was killed over in mid-run. */
async function makeKilled(): Promise<Killed> {
  for (let tries = 1; ; tries++) {
    const database = await createTestDatabase();
    const pool = openPool(database.url, {
      maxConnections: 1,
      applicationName: 'test',
      onIdleError: () => {},
    });
    await killImport(database, pool);
    const { rows } = await pool.query<Killed['before']>(
      `select (select pieces_done::int from archive_imports) as done, count(*)::int as count,
              (count(*) filter (where state <> 'clustered'))::int as unfinished
         from article_identities`,
    );
    const before = rows[0]!;
    // Where this process was held up for a moment, the import went on meanwhile, maybe to its end.
    const isInMidRun = before.done < ARTICLES && before.unfinished > 0;
    if (isInMidRun || tries === TRIES) return { database, pool, before };
    await pool.end();
    await database.drop();
  }
}

describe('an import whose processes are killed with -9 in mid-run', () => {
  test('goes on where it was: nothing lost, nothing twice, and the stories of one that ran through by one lane', async () => {
    const { database: killed, pool, before } = await makeKilled();
    const whole = await createTestDatabase();
    try {
      const { done, count, unfinished } = before;
      expect(count).toBe(done);
      expect(done).toBeLessThan(ARTICLES);
      expect(unfinished).toBeGreaterThan(0);
      expect(await runImport(killed, 2)).toMatchObject({ accepted: ARTICLES, repeated: 0, refused: 0 });
      const { rows: after } = await pool.query(
        `select state, count(*)::int as count, count(distinct guid)::int as guids from article_identities group by 1`,
      );
      expect(after).toEqual([{ state: 'clustered', count: ARTICLES, guids: ARTICLES }]);
      await runImport(whole, 1);
      expect(await readPartition(killed.url)).toBe(await readPartition(whole.url));
    } finally {
      await pool.end();
      await killed.drop();
      await whole.drop();
    }
  }, 600_000);
});
