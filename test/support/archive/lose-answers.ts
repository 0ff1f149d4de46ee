import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { RULE } from '@writethru/clustering';
import { readShingleSeed } from '@writethru/fingerprint';
import { getActiveAlgorithm, openImport, openPool, type Pool } from '@writethru/store';

import { HeldKeys } from '../../../services/clusterer/src/archive/held-keys.ts';
import type { TakenStep } from '../../../services/clusterer/src/archive/run-batches.ts';
import { runImport, type ImportDeps } from '../../../services/clusterer/src/archive/run-import.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { FaultProxy } from '../fault-proxy.ts';
import { makeText } from '../made-text.ts';

const READING = { kind: 'json', format: null } as const;
const TAKEN = ['a', 'b', 'c'];

let database: TestDatabase;
let proxy: FaultProxy;
/** Through the proxy, as the import has it. */
let pool: Pool;
let direct: Pool;
let held: HeldKeys;
/** Answers of Postgres until one breaks its connection instead; of pieces of answers, to be exact. */
let answersLeft = Infinity;
let texts = 1;

async function makeDeps(steps: TakenStep[], change: Partial<ImportDeps> = {}): Promise<ImportDeps> {
  return {
    pool,
    seed: readShingleSeed((await getActiveAlgorithm(direct)).seed),
    log: { warn: () => {}, error: () => {} },
    maxAttempts: 10,
    leaseMs: 300,
    defaults: {},
    maxBytes: 1_000_000,
    findSharers: (texts, algorithm) => held.findSharers(texts, algorithm),
    report: (step) => void steps.push(step),
    startOf: () => 0,
    ...change,
  };
}

/** A file of a run: what is taken, and in the middle of it what Postgres refuses. Nothing of it is like that of another run. */
async function makeFile(run: string) {
  const key = Buffer.from(run.padEnd(32, '.')).toString('hex');
  const { id: importId } = await openImport(direct, { key, name: run });
  const guids = [`a ${run}`, `refused ${run}`, `b ${run}`, `c ${run}`];
  const pieces = guids.map((guid, at) => {
    const article = {
      provider: 'demo-wire',
      guid,
      publishedAt: '2019-03-02T10:00:00Z',
      body: makeText(texts++, 80),
    };
    const bytes = Buffer.from(JSON.stringify(article));
    return { piece: { importId, file: run, position: at + 1, reading: READING, bytes } };
  });
  return [...pieces, { importId, isEnd: true as const }];
}

async function* listOf<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* await Promise.resolve(items);
}

async function readOutcome(run: string): Promise<unknown> {
  const { rows: articles } = await direct.query(
    `select i.guid, i.state, count(v.article_id)::int as versions
       from article_identities i left join versions v on v.article_id = i.id
      where i.guid like '%' || $1 group by 1, 2 order by 1`,
    [` ${run}`],
  );
  const { rows: imports } = await direct.query(
    'select pieces_done, is_done, accepted, repeated, refused from archive_imports where name = $1',
    [run],
  );
  return { articles, imports };
}

const outcomeOf = (run: string): unknown => ({
  articles: TAKEN.map((guid) => ({ guid: `${guid} ${run}`, state: 'clustered', versions: 1 })),
  imports: [{ pieces_done: 4, is_done: true, accepted: 3, repeated: 0, refused: 1 }],
});

/** Does the work with every `stride`-th answer lost in turn, until one needs fewer answers. Answers how many were lost. */
async function loseEach(stride: number, work: (run: string) => Promise<void>): Promise<number> {
  for (let runs = 0; ; runs++) {
    await work(`run ${runs * stride}`);
    if (answersLeft >= 0) return runs;
  }
}

/** Tests of an import that loses every `stride`-th answer of Postgres, one a run. */
export function describeLostAnswers(stride: number): void {
  describe('an import, whichever answer of Postgres is lost,', () => {
    beforeAll(async () => {
      database = await createTestDatabase();
      const url = new URL(database.url);
      proxy = await FaultProxy.open(Number(url.port), () => (answersLeft-- === 0 ? 0 : 1));
      proxy.make({ kind: 'mute', share: 0.5 });
      url.port = String(proxy.port);
      direct = openPool(database.url, { maxConnections: 1, applicationName: 'test', onIdleError: () => {} });
      pool = openPool(url.href, { maxConnections: 4, applicationName: 'test', onIdleError: () => {} });
      await direct.query(`create function refuse() returns trigger language plpgsql as
        $$ begin raise exception 'No such article.'; end $$`);
      await direct.query(`create trigger refuse before insert on article_identities
        for each row when (new.guid like 'refused %') execute function refuse()`);
    });
    beforeEach(() => {
      held = new HeldKeys({ pool, windowDays: RULE.windowDays });
    });
    afterEach(async () => {
      answersLeft = Infinity;
      await held.close();
    });
    afterAll(async () => {
      await pool.end();
      await direct.end();
      await proxy.close();
      await database.drop();
    });

    test('has everything in its place: what is refused, and what is tried alone', async () => {
      const lost = await loseEach(stride, async (run) => {
        const file = await makeFile(`once ${run}`);
        const steps: TakenStep[] = [];
        let isBroken = false;
        const deps = await makeDeps(steps, {
          // The batch fails by what does not pass, so each of it gets its own turn.
          observe: (point) => {
            if (point !== 'after_search' || isBroken) return Promise.resolve();
            isBroken = true;
            return Promise.reject(new Error('A fault of ours.'));
          },
        });
        answersLeft = Number(run.slice(4));
        await runImport(deps, listOf(file));
        expect(steps).toMatchObject([{ accepted: 3, repeated: 0, refused: [{ position: 2 }], leftovers: 0 }]);
        expect(isBroken).toBe(true);
        expect(await readOutcome(`once ${run}`)).toEqual(outcomeOf(`once ${run}`));
      });
      expect(lost).toBeGreaterThan(50 / stride);
    });

    test('unites what was left to it', async () => {
      const lost = await loseEach(stride, async (run) => {
        const file = await makeFile(`left ${run}`);
        await runImport(await makeDeps([], { pool: direct, isTakeOnly: true }), listOf(file));
        // It failed before, so it is tried alone.
        await direct.query(
          'update article_identities set attempts = 1, next_try_at = now() where guid = $1',
          [`b left ${run}`],
        );
        const steps: TakenStep[] = [];
        answersLeft = Number(run.slice(4));
        await runImport(await makeDeps(steps), listOf([]));
        expect(steps).toMatchObject([{ leftovers: 2 }]);
        expect(await readOutcome(`left ${run}`)).toEqual(outcomeOf(`left ${run}`));
      });
      expect(lost).toBeGreaterThan(50 / stride);
    });
  });
}
