import { expect, test } from '@jest/globals';

import { checkOrders } from '../support/order/check-orders.ts';

const RUNS = 4;

test(
  'whatever the order, the batches, the number of clusterers, the kills and the repeats: one partition, that of brute force',
  async () => {
    const { runs, cut } = await checkOrders(RUNS);
    expect(runs).toBe(RUNS);
    // Else the connected components would pass, too.
    expect(cut * 5).toBeGreaterThanOrEqual(runs);
  },
  // Brute force is slow on purpose: where others want the cores too, a run has taken 53 s.
  RUNS * 180_000,
);
