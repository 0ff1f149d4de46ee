import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { acceptSubmissions, openPool, type Pool } from '@writethru/store';
import { hashContent } from '@writethru/wire';

import type { ClustererPoint } from '../../services/clusterer/src/process-batch.ts';
import { createTestDatabase } from '../support/database.ts';
import { makeNearDuplicate, makeText } from '../support/made-text.ts';
import type { FromChild, ToChild } from '../support/processes/clusterer-child.ts';

const PAIRS = 200;
const PROCESSES = 4;
const HOLD_POINTS: ClustererPoint[] = ['after_claim', 'after_publish', 'after_search'];

type Done = Extract<FromChild, { type: 'done' }>;

let pool: Pool;
let drop: () => Promise<void>;
let children: Child[];

beforeAll(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  pool = openPool(database.url, { maxConnections: 4, applicationName: 'test', onIdleError: () => {} });
  children = Array.from({ length: PROCESSES }, () => new Child(database.url));
  await Promise.all(children.map((child) => child.next('ready')));
});
afterAll(async () => {
  await Promise.all(children.map((child) => child.end()));
  await pool.end();
  await drop();
});

test('two near-duplicates at the same instant, 200 times over, in four processes, are never two stories', async () => {
  const pairs = await acceptPairs();
  let overlaps = 0;
  // Two pairs at a time, each in two processes of its own.
  const workers = [0, 2].map(async (first) => {
    for (let at = first / 2; at < PAIRS; at += 2) {
      const holdAt = HOLD_POINTS[at % HOLD_POINTS.length]!;
      const [left, right] = await runAtOnce(children[first]!, children[first + 1]!, pairs[at]!, holdAt);
      if (overlap(left, right)) overlaps++;
    }
  });
  await Promise.all(workers);

  const { rows } = await pool.query<{ guid: string; stories: number; articles: number }>(
    `select split_part(guid, '-', 1) as guid, count(distinct story_id)::int as stories, count(*)::int as articles
       from versions group by 1 order by 1`,
  );
  expect(rows).toHaveLength(PAIRS);
  expect(rows.filter((row) => row.articles !== 2)).toEqual([]);
  expect(rows.filter((row) => row.stories !== 1)).toEqual([]);
  const { rows: visible } = await pool.query('select id from stories where merged_into is null');
  expect(visible).toHaveLength(PAIRS);
  // The point of the exercise: both processes were past their publish while neither had united.
  expect(overlaps).toBeGreaterThanOrEqual(PAIRS / 2);
});

async function acceptPairs(): Promise<[string, string][]> {
  const items = Array.from({ length: PAIRS }, (_, at) => {
    const text = makeText(at, 120);
    return [text, makeNearDuplicate(text, 10_000 + at)].map((body, twin) => ({
      provider: twin === 0 ? 'demo-wire' : 'demo-herald',
      guid: `p${at}-${twin}`,
      version: 0,
      content: { body, publishedAt: '2026-03-02T10:00:00.000Z' },
    }));
  }).flat();
  const results = await acceptSubmissions(
    pool,
    items.map((submission) => ({ submission, contentHash: hashContent(submission.content) })),
  );
  const ids = results.map((result) => (result.kind === 'accepted' ? result.articleId : ''));
  return Array.from({ length: PAIRS }, (_, at) => [ids[at * 2]!, ids[at * 2 + 1]!]);
}

/** Both hold at the same point, then both are let go. */
async function runAtOnce(
  left: Child,
  right: Child,
  pair: [string, string],
  holdAt: ClustererPoint,
): Promise<[Done, Done]> {
  left.send({ type: 'run', articleIds: [pair[0]], holdAt });
  right.send({ type: 'run', articleIds: [pair[1]], holdAt });
  await Promise.all([left.next('held'), right.next('held')]);
  left.send({ type: 'go' });
  right.send({ type: 'go' });
  return Promise.all([left.next('done'), right.next('done')]);
}

function overlap(a: Done, b: Done): boolean {
  return BigInt(a.searchedNs) < BigInt(b.unitedNs) && BigInt(b.searchedNs) < BigInt(a.unitedNs);
}

class Child {
  private readonly process: ChildProcess;
  private readonly inbox: FromChild[] = [];
  private wake: () => void = () => {};

  constructor(databaseUrl: string) {
    this.process = fork(path.join(import.meta.dirname, '../support/processes/clusterer-child.ts'), {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, DATABASE_URL: databaseUrl },
    });
    this.process.on('message', (message: FromChild) => {
      this.inbox.push(message);
      this.wake();
    });
  }

  send(message: ToChild): void {
    this.process.send(message);
  }

  async next<Type extends FromChild['type']>(type: Type): Promise<Extract<FromChild, { type: Type }>> {
    while (this.inbox.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    const message = this.inbox.shift()!;
    if (message.type !== type) throw new Error(`Expected ${type}, got ${JSON.stringify(message)}`);
    return message as Extract<FromChild, { type: Type }>;
  }

  async end(): Promise<void> {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.disconnect();
    await gone;
  }
}
