import { expect, test } from '@jest/globals';
import { readShingleSeed } from '@writethru/fingerprint';
import { getActiveAlgorithm, openImport, openPool } from '@writethru/store';

import type { TakenStep } from '../../services/clusterer/src/archive/run-batches.ts';
import { runImport } from '../../services/clusterer/src/archive/run-import.ts';
import { createTestDatabase } from '../support/database.ts';
import { FaultProxy } from '../support/fault-proxy.ts';
import { makeText } from '../support/made-text.ts';

const READING = { kind: 'json', format: null } as const;

test('a batch that is committed and whose answer gets lost is told as taken, by the same run, and united', async () => {
  const database = await createTestDatabase();
  const proxy = await FaultProxy.open(Number(new URL(database.url).port), () => 0);
  const url = new URL(database.url);
  url.port = String(proxy.port);
  const pool = openPool(url.href, { maxConnections: 3, applicationName: 'test', onIdleError: () => {} });
  try {
    const { seed } = await getActiveAlgorithm(pool);
    const warnings: string[] = [];
    const importAll = async (name: string, guids: readonly string[]): Promise<TakenStep[]> => {
      const { id: importId } = await openImport(pool, {
        key: Buffer.from(name.padEnd(32, '.')).toString('hex'),
        name,
      });
      const steps: TakenStep[] = [];
      const deps = {
        pool,
        seed: readShingleSeed(seed),
        log: {
          warn: (_facts: object, message: string) => {
            warnings.push(message);
            proxy.heal();
          },
          error: () => {},
        },
        maxAttempts: 3,
        leaseMs: 60_000,
        defaults: {},
        maxBytes: 1_000_000,
        observe: async (point: string): Promise<void> => {
          if (point === 'in_take') proxy.make({ kind: 'mute', share: 1 });
          return Promise.resolve();
        },
        report: (step: TakenStep) => void steps.push(step),
        startOf: () => 0,
      };
      const pieces = guids.map((guid, at) => {
        const article = {
          provider: 'demo-wire',
          guid,
          publishedAt: '2019-03-02T10:00:00Z',
          body: makeText(at + 1, 80),
        };
        const bytes = Buffer.from(JSON.stringify(article));
        return { piece: { importId, file: name, position: at + 1, reading: READING, bytes } };
      });
      const entries = [...pieces, { importId, isEnd: true as const }];
      await runImport(
        deps,
        (async function* () {
          yield* await Promise.resolve(entries);
        })(),
      );
      return steps;
    };
    expect(await importAll('new', ['a', 'b', 'c'])).toEqual([
      { accepted: 3, repeated: 0, refused: [], leftovers: 0 },
    ]);
    expect(await importAll('known', ['a', 'b'])).toEqual([
      { accepted: 0, repeated: 2, refused: [], leftovers: 0 },
    ]);
    expect(warnings.length).toBeGreaterThanOrEqual(2);
    const { rows } = await pool.query(
      `select name, pieces_done, is_done, accepted, repeated from archive_imports order by id`,
    );
    expect(rows).toEqual([
      { name: 'new', pieces_done: 3, is_done: true, accepted: 3, repeated: 0 },
      { name: 'known', pieces_done: 2, is_done: true, accepted: 0, repeated: 2 },
    ]);
    const { rows: states } = await pool.query(
      `select state, count(*)::int as count from article_identities group by 1`,
    );
    expect(states).toEqual([{ state: 'clustered', count: 3 }]);
  } finally {
    await pool.end();
    await proxy.close();
    await database.drop();
  }
});
