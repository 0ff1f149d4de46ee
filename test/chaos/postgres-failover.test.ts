import { expect, jest, test } from '@jest/globals';
import pg from 'pg';

import { CLEAN } from '../support/ledger.ts';
import { openMovableAddress } from '../support/movable-address.ts';
import { OwnPostgres } from '../support/own-postgres.ts';
import { testRedisUrl } from '../support/redis.ts';
import { Scene } from '../support/scene.ts';
import { until } from '../support/until.ts';

// Two Postgres and three services start.
jest.setTimeout(180_000);

async function ask(url: string, ...statements: string[]): Promise<Record<string, unknown> | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows[0];
  } finally {
    await client.end();
  }
}

/** From now on the primary answers a commit only when the standby has it too. */
async function makeSynchronous(primary: OwnPostgres): Promise<void> {
  await ask(
    primary.databaseUrl,
    `alter system set synchronous_standby_names = '*'`,
    'select pg_reload_conf()',
  );
  await until(async () => {
    const found = await ask(primary.databaseUrl, 'select sync_state from pg_stat_replication');
    return found?.['sync_state'] === 'sync';
  });
}

test('with a synchronous standby, a Postgres that is lost under load takes nothing accepted with it', async () => {
  const primary = await OwnPostgres.open();
  const standby = await primary.openStandby();
  await makeSynchronous(primary);
  const address = await openMovableAddress(primary.databaseUrl);
  const scene = await Scene.open({ redisUrl: testRedisUrl(), databaseUrl: address.url });
  try {
    const services = [scene.run('intake'), scene.run('clusterer'), scene.run('clusterer')];
    await Promise.all(services.map((service) => service.ready()));
    const posting = scene.ledger.post(200);
    await until(() => scene.ledger.accepted.size >= 80);
    await primary.crash();
    await ask(standby.databaseUrl, 'select pg_promote()');
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
