import { expect, test } from '@jest/globals';
import { RULE } from '@writethru/clustering';
import { readShingleSeed } from '@writethru/fingerprint';
import { eraseItem, getActiveAlgorithm, openImport, openPool } from '@writethru/store';

import { HeldKeys, type FindSharers } from '../../services/clusterer/src/archive/held-keys.ts';
import { runImport } from '../../services/clusterer/src/archive/run-import.ts';
import { TextCache } from '../../services/clusterer/src/text-cache.ts';
import { createTestDatabase } from '../support/database.ts';
import { makeText } from '../support/made-text.ts';

const READING = { kind: 'json', format: null } as const;

test('a text that memory still names and that was erased meanwhile is searched for again, by Postgres', async () => {
  const database = await createTestDatabase();
  const pool = openPool(database.url, { maxConnections: 5, applicationName: 'test', onIdleError: () => {} });
  const held = new HeldKeys({ pool, windowDays: RULE.windowDays });
  try {
    const { seed } = await getActiveAlgorithm(pool);
    const warnings: string[] = [];
    const named: number[][] = [];
    const findSharers: FindSharers = async (texts, algorithm) => {
      const found = await held.findSharers(texts, algorithm);
      named.push((found ?? []).map(({ id }) => id));
      return found;
    };
    const deps = {
      pool,
      seed: readShingleSeed(seed),
      log: { warn: (_facts: object, message: string) => void warnings.push(message), error: () => {} },
      texts: new TextCache(),
      maxAttempts: 3,
      leaseMs: 1_000,
      defaults: {},
      maxBytes: 1_000_000,
      report: () => {},
      startOf: () => 0,
      findSharers,
    };
    const importOne = async (guid: string): Promise<void> => {
      const key = Buffer.from(guid.padEnd(32, '.')).toString('hex');
      const { id: importId } = await openImport(pool, { key, name: guid });
      const article = {
        provider: 'demo-wire',
        guid,
        publishedAt: '2019-03-02T10:00:00Z',
        body: `${makeText(9, 80)} This is the ${guid} of two.`,
      };
      const bytes = Buffer.from(JSON.stringify(article));
      const piece = { importId, file: guid, position: 1, reading: READING, bytes };
      const entries = [{ piece }, { importId, isEnd: true as const }];
      await runImport(
        deps,
        (async function* () {
          yield* await Promise.resolve(entries);
        })(),
      );
    };
    await importOne('first');
    const { rows } = await pool.query<{ id: number }>('select id from fingerprints');
    await eraseItem(
      pool,
      { provider: 'demo-wire', guid: 'first' },
      { keyId: 'k', actor: 'an operator', reason: 'a court' },
    );
    await importOne('second');
    expect(named).toHaveLength(2);
    expect(named.at(-1)).toContain(rows[0]!.id);
    expect(warnings).toEqual(['a step of an import failed; it will try again']);
    const { rows: stories } = await pool.query(
      `select i.guid, i.state, s.version_count from article_identities i
         join versions v on v.article_id = i.id join stories s on s.id = v.story_id where i.guid = 'second'`,
    );
    expect(stories).toEqual([{ guid: 'second', state: 'clustered', version_count: 1 }]);
  } finally {
    await held.close();
    await pool.end();
    await database.drop();
  }
});
