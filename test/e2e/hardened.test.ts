import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { planRun, type ComposeRun } from '../support/compose.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { findTestPort } from '../support/free-port.ts';
import { HardenedPlace, whyNotHardened } from '../support/hardened.ts';
import { makeText } from '../support/made-text.ts';
import { OwnRedis } from '../support/own-redis.ts';
import { TEST_ROLE_PASSWORDS } from '../support/role-url.ts';
import { until } from '../support/until.ts';

const whyNot =
  process.env['WRITETHRU_TEST_REDIS_EXECUTABLE'] === undefined ? 'there is no Redis' : whyNotHardened();
if (whyNot !== null) console.warn(`\n*** Hardened services are SKIPPED: ${whyNot}. ***\n`);
/**
 * Root alone can drop to another account and unshare a file system, on Linux alone; and the tests are to pass on a machine
 * with Node and npm alone. There it is skipped, and said so aloud.
 */
const describeHardened = whyNot === null ? describe : describe.skip;

const SERVICES = ['intake', 'clusterer', 'query', 'ops'] as const;

const VARIABLES = {
  POSTGRES_PASSWORD: 'the-owners',
  REDIS_PASSWORD: 'redis-of-the-tests',
  MIGRATOR_PASSWORD: TEST_ROLE_PASSWORDS.migrator,
  INTAKE_PASSWORD: TEST_ROLE_PASSWORDS.intake,
  CLUSTERER_PASSWORD: TEST_ROLE_PASSWORDS.clusterer,
  QUERY_PASSWORD: TEST_ROLE_PASSWORDS.query,
  OPS_PASSWORD: TEST_ROLE_PASSWORDS.ops,
  REQUESTS_PER_MINUTE: '5000',
};

describeHardened(
  'what compose starts, as nobody, with nothing to write to and the rights of its roles',
  () => {
    const place = new HardenedPlace();
    const archive = mkdtempSync(path.join(os.tmpdir(), 'writethru-archive-'));
    let database: TestDatabase;
    let redis: OwnRedis;
    let key: string;
    const ports: Record<string, number> = {};
    const logs: Record<string, () => string> = {};

    /** What compose would run, with the servers of the tests at the addresses of its network. */
    function plan(service: string, args?: readonly string[]): ComposeRun {
      const { command, environment } = planRun(service, VARIABLES, args);
      const at = new URL(database.url);
      const move = (value: string): string =>
        value
          .replace('@postgres:5432/writethru', `@${at.host}${at.pathname}`)
          .replace('@redis:6379', `@127.0.0.1:${redis.port}`);
      const moved = Object.entries(environment).map(([name, value]) => [name, move(value)]);
      return { command, environment: Object.fromEntries(moved) as Record<string, string> };
    }

    /** The owner of the database is another one here. */
    function planMigrate(args?: readonly string[]): ComposeRun {
      const { command, environment } = plan('migrate', args);
      return { command, environment: { ...environment, DATABASE_URL: database.url } };
    }

    function planRedis(): ComposeRun {
      const { command, environment } = plan('redis');
      const server = `${process.env['WRITETHRU_TEST_REDIS_EXECUTABLE']} --port ${redis.port} --bind 127.0.0.1`;
      const moved = command.map((part) =>
        part
          .replaceAll('/tmp/', `${place.folder}/`)
          .replaceAll('/etc/redis/', `${path.resolve(import.meta.dirname, '../../deploy/redis')}/`)
          .replace('redis-server', `${server} --dir ${place.folder}`),
      );
      return { command: moved, environment };
    }

    beforeAll(async () => {
      database = await createTestDatabase();
      redis = await OwnRedis.open();
      logs['redis'] = place.start('redis', planRedis());
      // Compose tries again as well: another test file may be at the same roles.
      await until(async () => (await place.run(planMigrate())).code === 0);
      const createKey = ['node', 'scripts/run.mjs', 'packages/store/src/create-key-main.ts'];
      key = (await place.run(planMigrate([...createKey, 'first admin', 'admin']))).output.trim();
      for (const service of SERVICES) {
        ports[service] = await findTestPort();
        const { command, environment } = plan(service);
        logs[service] = place.start(service, {
          command,
          environment: { ...environment, PORT: String(ports[service]) },
        });
      }
    });
    afterAll(async () => {
      await place.close();
      rmSync(archive, { recursive: true });
      await redis.close();
      await database.drop();
    });

    const call = (service: string, at: string, body?: object): Promise<Response> =>
      fetch(`http://127.0.0.1:${ports[service]}${at}`, {
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      });

    test('nothing can be written, and no right can be gained', () => {
      for (const file of ['package.json', '/etc/passwd', '/var/tmp/mine', '/root/mine'])
        expect([
          file,
          place.try('node', '--eval', `require('node:fs').appendFileSync('${file}', '')`).code,
        ]).toEqual([file, 1]);
      const status = place.try('cat', '/proc/self/status').output;
      expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
      expect(status).toMatch(/^CapEff:\s+0+$/m);
      expect(status).toMatch(/^CapBnd:\s+0+$/m);
      expect(status).toMatch(/^Uid:\s+65534\s/m);
    });

    test('every service is ready, and an article goes from intake through the clusterer to query and ops', async () => {
      for (const service of SERVICES)
        await until(async () => {
          try {
            return (await call(service, '/readyz')).ok;
          } catch {
            return false;
          }
        });
      const article = { provider: 'demo-wire', guid: 'h1', headline: 'Ferry', body: makeText(1, 80) };
      const answer = await call('intake', '/v1/articles', article);
      expect(answer.status).toBe(202);
      const { articleId } = (await answer.json()) as { articleId: string };
      await until(async () => {
        const { state } = (await (await call('query', `/v1/articles/${articleId}`)).json()) as {
          state: string;
        };
        return state === 'clustered';
      });
      expect((await call('ops', '/metrics')).status).toBe(200);
      const own = os.getPriority();
      expect(SERVICES.map((service) => place.nicenessOf(service))).toEqual([
        own,
        Math.max(own, 10),
        own,
        own,
      ]);
      const refused = /permission denied|NOPERM|EACCES|EROFS/;
      for (const service of SERVICES)
        expect([service, refused.exec(logs[service]!())]).toEqual([service, null]);
    });

    test('the health check of the image tells a service that answers from none', async () => {
      const check = (port: number): ComposeRun => ({
        command: ['node', 'scripts/check-health.mjs'],
        environment: { PORT: String(port) },
      });
      for (const service of SERVICES)
        expect([service, (await place.run(check(ports[service]!))).code]).toEqual([service, 0]);
      expect((await place.run(check(await findTestPort()))).code).toBe(1);
    });

    test('Redis asks for its password, and is full before its memory is', async () => {
      expect(await redis.ask('PING')).toContain('+PONG');
      expect(await redis.ask('INFO memory')).toContain('NOPERM');
      // Ops tells of Redis what it said last, and nothing where it did not answer within two seconds.
      await until(async () => {
        const metrics = await (await call('ops', '/metrics')).text();
        return /^wire_redis_memory_max_bytes(\{.*\})? 536870912$/m.test(metrics);
      });
    });

    test('a folder is imported by the owner of the tables, and its stories are there', async () => {
      const old = {
        provider: 'old-wire',
        guid: 'o1',
        publishedAt: '2019-03-02T10:00:00Z',
        body: makeText(2, 80),
      };
      writeFileSync(path.join(archive, 'old.jsonl'), `${JSON.stringify(old)}\n`);
      chmodSync(archive, 0o755);
      const { code, output, log } = await place.run(plan('import', ['--json', archive]));
      expect([code, log]).toEqual([0, output]);
      expect(JSON.parse(output)).toEqual({ accepted: 1, repeated: 0, refused: 0, leftovers: 0 });
      const found = await (await call('query', '/v1/stories?provider=old-wire')).json();
      expect((found as { stories: object[] }).stories).toHaveLength(1);
    });

    test('SIGTERM ends each of them with code 0', async () => {
      for (const service of [...SERVICES, 'redis'])
        expect([service, await place.stop(service)]).toEqual([service, 0]);
    });
  },
);
