import { deepStrictEqual } from 'node:assert/strict';

import { openPool, type Pool } from '@writethru/store';
import fc from 'fast-check';

import { createTestDatabase } from '../database.ts';
import { corpusPlans, makeCorpus } from './corpus.ts';
import { partitionByBruteForce } from './reference.ts';
import { runSchedule, schedules, toReference } from './run-schedule.ts';

export interface OrdersChecked {
  /** Corpora, each clustered in two ways. */
  runs: number;
  /** Those in which the partition is not simply the connected components. */
  cut: number;
}

/**
 * Makes `numRuns` corpora and clusters each in two ways: other order, batches, number of clusterers, kills and repeats.
 * Throws, with the seed to repeat it by, unless each time the stories are those of the brute-force reference.
 */
export async function checkOrders(numRuns: number): Promise<OrdersChecked> {
  const database = await createTestDatabase();
  const pool = openPool(database.url, { maxConnections: 2, applicationName: 'test', onIdleError: () => {} });
  try {
    return await checkOrdersOn(database.url, pool, numRuns);
  } finally {
    await pool.end();
    await database.drop();
  }
}

async function checkOrdersOn(databaseUrl: string, pool: Pool, numRuns: number): Promise<OrdersChecked> {
  const checked = { runs: 0, cut: 0 };
  const property = fc.asyncProperty(corpusPlans, schedules, schedules, async (plan, first, second) => {
    const corpus = makeCorpus(plan);
    const expected = partitionByBruteForce(await toReference(pool, corpus), corpus.constraints);
    for (const schedule of [first, second]) {
      deepStrictEqual(await runSchedule(databaseUrl, pool, corpus, schedule), expected.stories);
    }
    checked.runs++;
    if (JSON.stringify(expected.stories) !== JSON.stringify(expected.components)) checked.cut++;
  });
  // A smaller corpus that fails as well is not worth its minutes: the seed tells all.
  await fc.assert(property, { numRuns, endOnFailure: true });
  return checked;
}
