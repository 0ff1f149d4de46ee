import { createHash } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  countLiveApiKeys,
  createApiKey,
  findApiKey,
  openPool,
  revokeApiKey,
  type Pool,
} from '@writethru/store';

import { createTestDatabase } from '../support/database.ts';
import { runEntry } from '../support/run-entry.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url, { maxConnections: 2, applicationName: 'test', onIdleError: () => {} });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();

test('the store keeps no key, and one that was revoked is found no more', async () => {
  const { key, keyId } = await createApiKey(pool, { holder: 'desk', holderKind: 'person', scopes: ['read'] });
  expect(await findApiKey(pool, hashOf(key))).toEqual({
    keyId,
    holder: 'desk',
    holderKind: 'person',
    scopes: ['read'],
  });
  const { rows } = await pool.query<{ row: string }>('select api_keys::text as row from api_keys');
  // A secret may hold the sign that stands before it.
  const secret = key.split('_').slice(2).join('_');
  expect(secret).toHaveLength(43);
  expect(rows.map(({ row }) => row).join()).not.toContain(secret);
  await createApiKey(pool, { holder: 'root', holderKind: 'person', scopes: ['admin'] });
  await revokeApiKey(pool, keyId);
  expect(await findApiKey(pool, hashOf(key))).toBeNull();
  expect(await countLiveApiKeys(pool)).toBe(1);
});

test('create-key prints a key that opens what it was made for, and nothing else', async () => {
  const env = { DATABASE_URL: database.url };
  const made = await runEntry('packages/store/src/create-key-main.ts', ['wire desk', 'ingest:wire', 'read'], {
    env,
  });
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(await findApiKey(pool, hashOf(made.stdout.trim()))).toMatchObject({
    holder: 'wire desk',
    scopes: ['ingest:wire', 'read'],
  });
});

test('create-key says what is wrong in one line, and shows no secret', async () => {
  const env = { DATABASE_URL: database.url };
  const unknown = await runEntry('packages/store/src/create-key-main.ts', ['desk', 'write'], { env });
  expect(unknown).toEqual({ code: 1, stdout: '', stderr: 'There is no scope write.\n' });
  const bare = await runEntry('packages/store/src/create-key-main.ts', ['desk'], { env });
  expect(bare.code).toBe(2);
  expect(bare.stderr).toMatch(/^usage: /);
});
