import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { CLEAN, type Account } from '../support/ledger.ts';
import { OwnPostgres } from '../support/own-postgres.ts';
import { OwnRedis } from '../support/own-redis.ts';
import { describeWithRedis, testRedisUrl } from '../support/redis.ts';
import { Scene } from '../support/scene.ts';
import { until } from '../support/until.ts';

let scene: Scene;

describeWithRedis('what was answered 202 is clustered, once, whatever happens to Redis', () => {
  let redis: OwnRedis;

  beforeEach(async () => {
    redis = await OwnRedis.open();
    scene = await Scene.open({ redisUrl: redis.url });
  });
  afterEach(async () => {
    await scene.close();
    await redis.close();
  });

  /** Nothing that Redis does may make intake refuse. */
  async function settle(): Promise<Account & { refusals: number[] }> {
    const account = await scene.ledger.settle(scene.pool);
    return { ...account, refusals: [...scene.ledger.answers.keys()].filter((status) => status >= 400) };
  }
  const sound = { ...CLEAN, refusals: [] };

  test('FLUSHALL, five times in mid-run', async () => {
    await redis.start();
    await startServices();
    const posting = scene.ledger.post(120);
    for (let at = 1; at <= 5; at++) {
      await until(() => scene.ledger.accepted.size >= at * 20);
      await redis.flush();
    }
    await posting;
    expect(await settle()).toEqual(sound);
  });

  test('kill -9 of a Redis that persists nothing, and a new one later', async () => {
    await redis.start();
    await startServices();
    const posting = scene.ledger.post(120);
    await until(() => scene.ledger.accepted.size >= 40);
    await redis.kill();
    await posting;
    await redis.start();
    await scene.ledger.post(20, { from: 120 });
    expect(await settle()).toEqual(sound);
  });

  test('Redis stands still (SIGSTOP): articles are taken in and clustered meanwhile', async () => {
    await redis.start();
    await startServices();
    await scene.ledger.post(20);
    redis.freeze();
    await scene.ledger.post(40, { from: 20 });
    expect(await settle()).toEqual(sound);
    redis.thaw();
    await scene.ledger.post(10, { from: 60 });
    expect(await settle()).toEqual(sound);
  });
});

async function startServices(): Promise<void> {
  const services = [scene.run('intake'), scene.run('clusterer'), scene.run('clusterer')];
  await Promise.all(services.map((service) => service.ready()));
}

describe('what was answered 202 is clustered, once, when Postgres crashes', () => {
  let postgres: OwnPostgres;

  beforeAll(async () => {
    postgres = await OwnPostgres.open();
  });
  afterAll(() => postgres.close());
  beforeEach(async () => {
    scene = await Scene.open({ redisUrl: testRedisUrl(), databaseUrl: postgres.databaseUrl });
  });
  afterEach(() => scene.close());

  test('and comes back, twice in mid-run', async () => {
    await startServices();
    const posting = scene.ledger.post(120);
    for (const accepted of [30, 70]) {
      await until(() => scene.ledger.accepted.size >= accepted);
      await postgres.crash();
      await postgres.start();
    }
    await posting;
    expect(await scene.ledger.settle(scene.pool)).toEqual(CLEAN);
  });
});
