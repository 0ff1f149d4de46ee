import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openPool, type Pool } from '@writethru/store';

import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { checkOrders } from '../support/order/check-orders.ts';

const RUNS = 100;
let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url, { maxConnections: 2, applicationName: 'test', onIdleError: () => {} });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

test(
  'whatever the order, the batches, the number of clusterers, the kills and the repeats: one partition, that of brute force',
  async () => {
    const { runs, cut } = await checkOrders(database.url, pool, RUNS);
    expect(runs).toBe(RUNS);
    // Else the connected components would pass, too.
    expect(cut * 5).toBeGreaterThanOrEqual(runs);
  },
  RUNS * 60_000,
);
