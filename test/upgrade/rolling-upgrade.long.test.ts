import { describe, expect, test } from '@jest/globals';
import { createApiKey, openPool, type Pool } from '@writethru/store';

import { createEmptyDatabase } from '../support/database.ts';
import { CLEAN, Ledger } from '../support/ledger.ts';
import { openMovableAddress, type MovableAddress } from '../support/movable-address.ts';
import { ROOT, startService } from '../support/service-process.ts';
import { migrateBy, unpackLastRelease } from './last-release.ts';

async function readStories(url: string, key: string): Promise<unknown> {
  const response = await fetch(`${url}/v1/stories?limit=100`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { stories: unknown }).stories;
}

async function countDone(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ migrations: number }>(
    'select count(*)::int as migrations from migrations',
  );
  return rows[0]!.migrations;
}

describe('an upgrade while articles come in', () => {
  test('loses nothing, does nothing twice and refuses nothing: the last release runs on under the new schema, and beside the new programs', async () => {
    const release = unpackLastRelease();
    const database = await createEmptyDatabase();
    const env = { DATABASE_URL: database.url, QUEUE_BACKEND: 'postgres' };
    const running: { stop(): Promise<number | null> }[] = [];
    const start = async (root: string, service: 'intake' | 'clusterer' | 'query') => {
      const process = await startService(root, service, env);
      running.push(process);
      return process;
    };
    let address: MovableAddress | null = null;
    const pool = openPool(database.url, {
      maxConnections: 2,
      applicationName: 'test',
      onIdleError: () => {},
    });
    try {
      migrateBy(release.root, database.url);
      const before = await countDone(pool);
      const { key } = await createApiKey(pool, { holder: 'test', holderKind: 'system', scopes: ['admin'] });
      const old = {
        intake: await start(release.root, 'intake'),
        clusterer: await start(release.root, 'clusterer'),
        query: await start(release.root, 'query'),
      };
      address = await openMovableAddress(old.intake.url);
      const ledger = new Ledger(address.url.replace(/\/$/, ''), key);
      await ledger.post(40);

      const underLoad = ledger.post(60, { from: 40 });
      migrateBy(ROOT, database.url);
      await underLoad;
      expect(await countDone(pool)).toBeGreaterThan(before);
      // The last release, all of it, on the new schema.
      await ledger.post(40, { from: 100 });
      expect(await ledger.settle(pool)).toEqual(CLEAN);

      const fresh = {
        intake: await start(ROOT, 'intake'),
        clusterer: await start(ROOT, 'clusterer'),
        query: await start(ROOT, 'query'),
      };
      // Jobs of the one are taken by clusterers of both.
      await ledger.post(60, { from: 140 });
      const beside = ledger.post(60, { from: 200 });
      address.moveTo(fresh.intake.url);
      await beside;
      expect(await ledger.settle(pool)).toEqual(CLEAN);
      expect(await readStories(old.query.url, key)).toEqual(await readStories(fresh.query.url, key));

      const last = ledger.post(40, { from: 260 });
      const codes = await Promise.all(Object.values(old).map((each) => each.stop()));
      await last;
      expect(codes).toEqual([0, 0, 0]);
      expect(await ledger.settle(pool)).toEqual(CLEAN);
      expect(ledger.accepted.size).toBe(300);
      // 0: a connection that was cut when the address moved.
      expect([...ledger.answers.keys()].filter((status) => ![0, 200, 202].includes(status))).toEqual([]);
    } finally {
      await address?.close();
      await Promise.all(running.map((each) => each.stop()));
      await pool.end();
      await database.drop();
      release.remove();
    }
  }, 600_000);
});
