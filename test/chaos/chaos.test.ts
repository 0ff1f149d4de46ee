import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, jest, test } from '@jest/globals';

import { describeWithRedis } from '../support/redis.ts';
import { ALL_ROWS } from './rows/all-rows.ts';
import { runChaos } from './run-chaos.ts';

// Processes start and are started again: a busy machine takes its time for that.
jest.setTimeout(600_000);

/** Of each kind one; npm run chaos has them all, and the ledger tests kill clusterers. */
const ROWS = ['redis-failover', 'answers-lost', 'intake-dies-after-commit', 'postgres-backend-killed'];

describeWithRedis('whatever goes wrong while articles come in', () => {
  test('each that was answered 202 has its effect once, in the story that is its own, and the feed tells it', async () => {
    const { outcomes, counters } = await runChaos({ seed: 1, seconds: 600, only: ROWS });
    expect(outcomes.map(({ row }) => row)).toEqual(ROWS);
    expect(outcomes.flatMap(({ row, findings }) => findings.map((finding) => `${row}: ${finding}`))).toEqual(
      [],
    );
    expect(counters).toEqual([]);
    for (const { accepted } of outcomes) expect(accepted).toBeGreaterThan(0);
  });
});

test('docs/reliability.md has each row of the fault matrix', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/reliability.md'), 'utf8');
  expect(ALL_ROWS.filter(({ name }) => !page.includes(`\`${name}\``)).map(({ name }) => name)).toEqual([]);
});
