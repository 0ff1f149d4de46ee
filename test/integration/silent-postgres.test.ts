import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { acceptSubmissions, getActiveAlgorithm, openPool, type Pool } from '@writethru/store';

import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { FaultProxy } from '../support/fault-proxy.ts';
import { toItem } from '../support/to-item.ts';

let database: TestDatabase;
let way: FaultProxy;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  const url = new URL(database.url);
  way = await FaultProxy.open(Number(url.port), () => 0);
  url.port = String(way.port);
  pool = openPool(url.href, {
    maxConnections: 2,
    applicationName: 'test',
    // Longer than a busy machine holds up a statement: those before and after the silence must be answered.
    statementTimeoutMs: 5_000,
    onIdleError: () => {},
  });
});
afterAll(async () => {
  await way.close();
  await pool.end();
  await database.drop();
});

test('a Postgres that is gone without a word is given up, and the next request gets another connection', async () => {
  const accept = () => acceptSubmissions(pool, [toItem('a', 'A ferry runs again.')]);
  await getActiveAlgorithm(pool);
  way.make({ kind: 'silent' });
  const asked = await Promise.allSettled([accept(), getActiveAlgorithm(pool)]);
  way.heal();
  expect(asked).toMatchObject([
    { status: 'rejected', reason: { code: 'unavailable' } },
    { status: 'rejected', reason: { code: 'unavailable' } },
  ]);
  expect(await accept()).toMatchObject([{ kind: 'accepted' }]);
});
