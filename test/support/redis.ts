import { describe } from '@jest/globals';

let next = 0;

/**
 * The run's Redis, at a database number of this file's own; null where the machine has none.
 * Each of Jest's workers has four numbers, so files at the same time never share one.
 */
export function testRedisUrl(): string | null {
  const url = process.env['WRITETHRU_TEST_REDIS_URL'];
  if (url === undefined) return null;
  const worker = Number(process.env['JEST_WORKER_ID'] ?? '1') - 1;
  return `${url}/${(worker * 4 + (next++ % 4)) % 16}`;
}

/**
 * `describe` for what only a real Redis can show. Where the machine has none it is skipped, and the set-up of the run
 * has said so loudly: the product needs no Redis, so neither may its tests.
 */
export const describeWithRedis =
  process.env['WRITETHRU_TEST_REDIS_URL'] === undefined ? describe.skip : describe;
