import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createApiKey, openPool } from '@writethru/store';

import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { findTestPort } from '../support/free-port.ts';
import { HardenedPlace, whyNotHardened } from '../support/hardened.ts';
import { makeText } from '../support/made-text.ts';
import { OwnRedis } from '../support/own-redis.ts';
import { SERVICE_LOGIN, writeUsers } from '../support/redis-users.ts';
import { roleUrl } from '../support/role-url.ts';
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

describeHardened('as nobody, with nothing to write to, its own role and the rights of users.acl', () => {
  const place = new HardenedPlace();
  let database: TestDatabase;
  let redis: OwnRedis;
  let acl: string;
  let key: string;
  const ports: Record<string, number> = {};
  const logs: Record<string, () => string> = {};

  beforeAll(async () => {
    database = await createTestDatabase();
    const pool = openPool(database.url, {
      maxConnections: 1,
      applicationName: 'test',
      onIdleError: () => {},
    });
    ({ key } = await createApiKey(pool, { holder: 'test', holderKind: 'system', scopes: ['admin'] }));
    await pool.end();
    acl = mkdtempSync(path.join(os.tmpdir(), 'writethru-acl-'));
    redis = await OwnRedis.open({ aclfile: writeUsers(acl, 'users.acl') });
    await redis.start();
    for (const service of SERVICES) {
      ports[service] = await findTestPort();
      logs[service] = place.start(service, {
        DATABASE_URL: roleUrl(database.url, service),
        REDIS_URL: redis.url.replace('redis://', `redis://${SERVICE_LOGIN}@`),
        PORT: String(ports[service]),
      });
    }
  });
  afterAll(async () => {
    await place.close();
    await redis.close();
    await database.drop();
    rmSync(acl, { recursive: true });
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
      }, 60_000);
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
    expect(SERVICES.map((service) => place.nicenessOf(service))).toEqual([own, Math.max(own, 10), own, own]);
    const refused = /permission denied|NOPERM|EACCES|EROFS/;
    for (const service of SERVICES)
      expect([service, refused.exec(logs[service]!())]).toEqual([service, null]);
  });
});
