import { PassThrough } from 'node:stream';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { startApiBench, type ApiBench, type ApiReply } from '../support/api/bench.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';

let bench: ApiBench;
let log = '';

beforeAll(async () => {
  const logTo = new PassThrough();
  logTo.setEncoding('utf8').on('data', (text: string) => (log += text));
  bench = await startApiBench({ logTo });
});

afterAll(() => bench.close());

const keys = (...args: string[]): Promise<CliRun> =>
  runCli(['keys', ...args, '--url', bench.url], { env: { WRITETHRU_KEY: bench.key } });
const idOf = (key: string): string => key.split('_')[1]!;
const secretOf = (key: string): string => key.slice(key.indexOf('_', 3) + 1);
const postAs = (key: string, provider: string): Promise<ApiReply> =>
  bench.call('/v1/articles', { key, body: { provider, guid: 'k-1', body: 'A note of keys.' } });

interface Listed {
  id: string;
  createdAt: string;
  endsAt: string | null;
  lastUsedAt: string | null;
}

async function find(key: string): Promise<Listed> {
  const listed = JSON.parse((await keys('list', '--json')).stdout) as Listed[];
  return listed.find(({ id }) => id === idOf(key))!;
}

async function make(...args: string[]): Promise<string> {
  const run = await keys('create', ...args);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return run.stdout.trim();
}

test('a key for a feed posts for its provider and does nothing else', async () => {
  const key = await make('demo-wire feed', '--ingest', 'demo-wire');
  expect((await postAs(key, 'demo-wire')).status).toBe(202);
  expect((await postAs(key, 'demo-herald')).status).toBe(403);
  expect((await bench.call('/v1/stories', { key })).status).toBe(403);
  expect((await bench.call('/v1/keys', { key })).status).toBe(403);
});

test('a role has its scopes, and a key with a last day ends then', async () => {
  const one = await find(await make('night desk', '--role', 'editor', '--person', '--days', '30'));
  expect(one).toMatchObject({ holder: 'night desk', holderKind: 'person', scopes: ['read', 'edit'] });
  const days = (Date.parse(one.endsAt!) - Date.parse(one.createdAt)) / 86_400_000;
  expect(Math.round(days)).toBe(30);
});

test('when a key was last used is told', async () => {
  const key = await make('reader', '--role', 'viewer');
  expect((await find(key)).lastUsedAt).toBeNull();
  await bench.call('/v1/stories', { key });
  expect((await find(key)).lastUsedAt).toMatch(/^20/);
  expect((await keys('list')).stdout).toMatch(/^KEY +SCOPES +MADE +LAST USED +ENDS +HOLDER\n/);
});

test('while a key is rotated both are good; then the old one ends, at once where that is asked', async () => {
  const old = await make('mirror', '--role', 'viewer');
  const rotated = (await keys('rotate', idOf(old))).stdout.trim();
  expect(rotated).not.toBe(old);
  for (const key of [old, rotated]) expect((await bench.call('/v1/stories', { key })).status).toBe(200);
  const third = (await keys('rotate', idOf(rotated), '--overlap-hours', '0')).stdout.trim();
  const live = (await keys('list')).stdout;
  expect([old, rotated, third].map((key) => live.includes(idOf(key)))).toEqual([true, false, true]);
  expect((await keys('list', '--all')).stdout).toContain(idOf(rotated));
  expect(await keys('rotate', idOf(rotated))).toMatchObject({ code: 1, stdout: '' });
});

test('a revoked key is refused; the last one that may make keys is not revoked', async () => {
  const key = await make('leaver', '--role', 'viewer');
  expect(await keys('revoke', idOf(key))).toMatchObject({ code: 0 });
  expect((await bench.call('/v1/stories', { key })).status).toBe(401);
  const last = await keys('revoke', idOf(bench.key));
  expect(last).toMatchObject({ code: 1, stdout: '' });
  expect(last.stderr).toContain('make another one first');
});

test('what a key is good for must be said, and must exist', async () => {
  expect((await keys('create', 'nobody')).stderr).toContain('--role, --ingest or both');
  const reply = await bench.call('/v1/keys', { body: { holder: 'x', scopes: ['write'] } });
  expect(reply).toMatchObject({ status: 422, body: { errors: [{ pointer: '/scopes/0' }] } });
});

/** All that stands in the database, the queue's tables included. */
async function dumpStore(): Promise<string> {
  const { rows: tables } = await bench.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await bench.pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join('\n');
}

test('no secret is in the log, in an error, at rest or in a job, whatever is done with it', async () => {
  const key = await make('canary', '--role', 'admin', '--ingest', '*');
  const body = { holder: 'second', scopes: ['read'] };
  const replies = [
    await postAs(key, 'demo-canary'),
    await bench.call('/v1/keys', { key, headers: { 'idempotency-key': 'canary-1' }, body }),
    await bench.call(`/v1/stories?key=${key}`, { key }),
    await bench.call(`/v1/keys/${key}`, { key, method: 'DELETE' }),
    await bench.call('/v1/similar', {
      key,
      headers: { 'content-type': 'application/json' },
      body: `{"${key}`,
    }),
    await bench.call('/v1/stories', { key: `${key}x` }),
  ];
  expect(replies.map(({ status }) => status)).toEqual([202, 201, 400, 400, 400, 401]);
  const errors = JSON.stringify(replies.slice(2).map(({ body: said }) => said));
  const store = await dumpStore();
  expect(store).toContain('demo-canary');
  expect(log).toContain('/v1/keys');
  const made = (replies[1]!.body as { key: string }).key;
  for (const text of [log, errors, store]) {
    expect(text).not.toContain(secretOf(key));
    expect(text).not.toContain(secretOf(made));
  }
});
