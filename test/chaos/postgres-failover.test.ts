import { expect, test } from '@jest/globals';

import { makeSynchronous, promote } from '../support/failover.ts';
import { CLEAN } from '../support/ledger.ts';
import { openMovableAddress } from '../support/movable-address.ts';
import { OwnPostgres } from '../support/own-postgres.ts';
import { testRedisUrl } from '../support/redis.ts';
import { Scene } from '../support/scene.ts';
import { until } from '../support/until.ts';

test('with a synchronous standby, a Postgres that is lost under load takes nothing accepted with it', async () => {
  const primary = await OwnPostgres.open();
  const standby = await primary.openStandby();
  await makeSynchronous(primary.databaseUrl);
  const address = await openMovableAddress(primary.databaseUrl);
  const scene = await Scene.open({ redisUrl: testRedisUrl(), databaseUrl: address.url });
  try {
    const services = [scene.run('intake'), scene.run('clusterer'), scene.run('clusterer')];
    await Promise.all(services.map((service) => service.ready()));
    const posting = scene.ledger.post(200);
    await until(() => scene.ledger.accepted.size >= 80);
    await primary.crash();
    await promote(standby.databaseUrl);
    address.moveTo(standby.databaseUrl);
    await posting;
    expect(await scene.ledger.settle(scene.pool)).toEqual(CLEAN);
    expect(scene.ledger.accepted.size).toBe(200);
    expect(services.map((service) => service.deaths)).toEqual([0, 0, 0]);
  } finally {
    await scene.close();
    await address.close();
    await standby.close();
    await primary.close();
  }
});
