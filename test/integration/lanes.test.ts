import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeLanes, openPool, type EnterLane, type Lane, type Pool } from '@writethru/store';

import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { countLockWaits } from '../support/lock-waits.ts';
import { until } from '../support/until.ts';

let database: TestDatabase;
let watcher: Pool;
const pools: Pool[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  watcher = open();
});

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

function open(url = database.url): Pool {
  const pool = openPool(url, { maxConnections: 4, applicationName: 'lanes', onIdleError: () => {} });
  pools.push(pool);
  return pool;
}

/** The entry of a process of its own, where all processes together have so many lanes. */
const startProcess = (count = 2): EnterLane => makeLanes(open(), count);
const waits = (count: number) => until(async () => (await countLockWaits(watcher)) === count);

test('of three batches of three processes two run at once, and the third when one has ended', async () => {
  const lanes = [await startProcess()(), await startProcess()()];
  let third: Lane | undefined;
  const entering = startProcess()().then((lane) => (third = lane));
  await waits(1);
  expect(third).toBeUndefined();
  await Promise.all(lanes.map((lane) => lane.leave()));
  await entering;
  await third!.leave();
  expect(await countLockWaits(watcher)).toBe(0);
});

test('of two that run one unites', async () => {
  const [first, second] = [await startProcess()(), await startProcess()()];
  await first.uniteAlone();
  let unites = false;
  const uniting = second.uniteAlone().then(() => (unites = true));
  await waits(1);
  expect(unites).toBe(false);
  await first.leave();
  await uniting;
  expect(unites).toBe(true);
  await second.leave();
});

test('of four that run two unite', async () => {
  const lanes: Lane[] = [];
  for (let at = 0; at < 4; at++) lanes.push(await startProcess(4)());
  let unite = 0;
  const uniting = lanes.map((lane) => lane.uniteAlone().then(() => unite++));
  await waits(2);
  await until(() => unite === 2);
  await Promise.all(lanes.map(async (lane, at) => uniting[at]!.then(() => lane.leave())));
  expect(unite).toBe(4);
});

test('a lane whose session is lost is free again, and its batch goes ahead', async () => {
  const lanes = [await startProcess()(), await startProcess()()];
  const entering = startProcess()();
  await waits(1);
  await watcher.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`,
  );
  await (await entering).leave();
  for (const lane of lanes) {
    await expect(lane.uniteAlone()).resolves.toBeUndefined();
    await lane.leave();
  }
});

test('where the store is away there is room', async () => {
  const lane = await makeLanes(open('postgres://nobody@127.0.0.1:1/nothing'), 1)();
  await expect(lane.uniteAlone()).resolves.toBeUndefined();
  await lane.leave();
});
