import { describe, expect, test } from '@jest/globals';
import { createApiKey, openPool, type Pool } from '@writethru/store';

import { createEmptyDatabase } from '../support/database.ts';
import { CLEAN, Ledger } from '../support/ledger.ts';
import { openMovableAddress, type MovableAddress } from '../support/movable-address.ts';
import { readSeries, sumOf } from '../support/read-series.ts';
import { testRedisUrl } from '../support/redis.ts';
import { roleUrl } from '../support/role-url.ts';
import { ROOT, startService, type ServiceProcess } from '../support/service-process.ts';
import { until } from '../support/until.ts';
import { migrateBy, migrateQueueBy, unpackLastRelease } from './last-release.ts';

const SERVICES = ['intake', 'clusterer', 'query', 'ops'] as const;
type Running = Record<(typeof SERVICES)[number], ServiceProcess>;

const redisUrl = testRedisUrl();
const QUEUES = [
  { queue: 'Postgres', env: { QUEUE_BACKEND: 'postgres' } },
  ...(redisUrl === null ? [] : [{ queue: 'Redis', env: { QUEUE_BACKEND: 'redis', REDIS_URL: redisUrl } }]),
];

async function get(url: string, key: string): Promise<Response> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  expect([url, response.status]).toEqual([url, 200]);
  return response;
}

async function readStories({ query }: Running, key: string): Promise<unknown> {
  const response = await get(`${query.url}/v1/stories?limit=100`, key);
  return ((await response.json()) as { stories: unknown }).stories;
}

/** What ops has counted of articles that ended in a story. */
async function readClustered({ ops }: Running, key: string): Promise<number> {
  const response = await get(`${ops.url}/metrics`, key);
  return sumOf(readSeries(await response.text()), 'wire_articles_clustered_total');
}

async function expectReady(running: Running, key: string): Promise<void> {
  for (const service of SERVICES) await get(`${running[service].url}/readyz`, key);
  const response = await get(`${running.ops.url}/readyz`, key);
  expect(await response.json()).toMatchObject({ status: 'ready', isQueueThere: true });
}

async function countDone(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ migrations: number }>(
    'select count(*)::int as migrations from migrations',
  );
  return rows[0]!.migrations;
}

describe('an upgrade while articles come in', () => {
  test.each(QUEUES)(
    'loses nothing, does nothing twice and refuses nothing: the last release runs on under the new schema, and beside the new programs, each service with its own rights and the queue on $queue',
    async ({ queue, env }) => {
      const release = unpackLastRelease();
      const database = await createEmptyDatabase();
      const migratorUrl = roleUrl(database.url, 'migrator');
      const running: ServiceProcess[] = [];
      const start = async (root: string): Promise<Running> => {
        const started = await Promise.allSettled(
          SERVICES.map(async (service) => {
            const own = { ...env, DATABASE_URL: roleUrl(database.url, service) };
            const process = await startService(root, service, own);
            running.push(process);
            return [service, process] as const;
          }),
        );
        const entries = started.map((each) => {
          if (each.status === 'rejected') throw each.reason;
          return each.value;
        });
        return Object.fromEntries(entries) as Running;
      };
      let address: MovableAddress | null = null;
      const pool = openPool(database.url, {
        maxConnections: 2,
        applicationName: 'test',
        onIdleError: () => {},
      });
      try {
        await migrateBy(release.root, database.url, '--roles');
        if (queue === 'Postgres') await migrateQueueBy(release.root, migratorUrl);
        const before = await countDone(pool);
        const { key } = await createApiKey(pool, { holder: 'test', holderKind: 'system', scopes: ['admin'] });
        const old = await start(release.root);
        address = await openMovableAddress(old.intake.url);
        const ledger = new Ledger(address.url.replace(/\/$/, ''), key);
        let sent = 0;
        const post = async (count: number): Promise<void> => {
          sent += count;
          await ledger.post(count, { from: sent - count });
        };
        await post(40);

        let isMigrated = false;
        const migrated = (async () => {
          // The last release did not give its services all that a queue on Postgres needs.
          if (queue === 'Postgres') await migrateBy(ROOT, database.url, '--roles');
          else await migrateBy(ROOT, migratorUrl);
          if (queue === 'Postgres') await migrateQueueBy(ROOT, migratorUrl);
        })().finally(() => (isMigrated = true));
        while (!isMigrated) await post(20);
        await migrated;
        expect(await countDone(pool)).toBeGreaterThan(before);
        // The last release, all of it, on the new schema.
        await post(40);
        expect(await ledger.settle(pool)).toEqual(CLEAN);
        await expectReady(old, key);

        const fresh = await start(ROOT);
        // Jobs of the one are taken by clusterers of both.
        await post(60);
        const beside = post(60);
        address.moveTo(fresh.intake.url);
        await beside;
        expect(await ledger.settle(pool)).toEqual(CLEAN);
        expect(await readStories(old, key)).toEqual(await readStories(fresh, key));
        // One of the two measures at a time, and both tell what it found.
        await expectReady(old, key);
        await expectReady(fresh, key);
        await until(async () => {
          const byOld = await readClustered(old, key);
          return byOld > 0 && byOld === (await readClustered(fresh, key));
        });

        const last = post(40);
        const codes = await Promise.all(Object.values(old).map((each) => each.stop()));
        await last;
        expect(codes).toEqual([0, 0, 0, 0]);
        expect(await ledger.settle(pool)).toEqual(CLEAN);
        await expectReady(fresh, key);
        expect(ledger.accepted.size).toBe(sent);
        // 0: a connection that was cut when the address moved.
        expect([...ledger.answers.keys()].filter((status) => ![0, 200, 202].includes(status))).toEqual([]);
      } finally {
        await address?.close();
        await Promise.all(running.map((each) => each.stop()));
        await pool.end();
        await database.drop();
        release.remove();
      }
    },
    600_000,
  );
});
