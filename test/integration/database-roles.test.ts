import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openConsumer, openProducer, prepareBackend } from '@writethru/queue';
import { makeRoles, migrate, openPool, type Pool } from '@writethru/store';
import pg from 'pg';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { createEmptyDatabase } from '../support/database.ts';
import { makeText } from '../support/made-text.ts';
import { roleUrl, TEST_ROLE_PASSWORDS } from '../support/role-url.ts';
import { until } from '../support/until.ts';

// Every test that uses the bench runs each service as its own role: what a role needs, they show. Here is what it lacks.
let bench: ApiBench;
const clients: Record<string, pg.Client> = {};

beforeAll(async () => {
  bench = await startApiBench();
  for (const role of ['migrator', 'intake', 'clusterer', 'query', 'ops'] as const) {
    clients[role] = new pg.Client({ connectionString: roleUrl(bench.databaseUrl, role) });
    await clients[role].connect();
  }
});

afterAll(async () => {
  for (const client of Object.values(clients)) await client.end();
  await bench.close();
});

/** SQLSTATE of a statement; empty where it was done. Nothing of it stays. */
async function stateOf(role: string, statement: string): Promise<string> {
  const client = clients[role]!;
  await client.query('begin');
  try {
    await client.query(statement);
    return '';
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await client.query('rollback');
  }
}

test('an article goes its way, and an operator acts, with each service as its own role', async () => {
  const [id] = await bench.post([
    { provider: 'demo-wire', guid: 'r1', headline: 'Ferry', body: makeText(1, 80) },
  ]);
  expect((await bench.call(`/v1/articles/${id}`)).body).toMatchObject({ state: 'clustered' });
  const pause = await bench.call('/ops/pause', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'why=a+test',
  });
  expect(pause.status).toBe(303);
  await until(async () =>
    String((await bench.call('/ops', { headers: { accept: 'text/html' } })).body).includes('a test'),
  );
});

const SERVICES = ['intake', 'clusterer', 'query', 'ops'];

describe('no service', () => {
  // Who may make temporary tables is said of a database, and no clone has it of its template.
  beforeAll(() => makeRoles(bench.databaseUrl, TEST_ROLE_PASSWORDS));

  test.each([
    'create table mine (id int)',
    'create schema mine',
    'create role friend',
    'drop table stories',
    'truncate stories',
    'alter table articles add column mine text',
    'create or replace function find_live_key(hash bytea) returns setof text language sql as $$ select 1::text $$',
    'select key_hash from api_keys',
    'select * from migrations',
    'delete from editor_actions',
    'delete from provider_changes',
    'delete from ops_actions',
    'set role writethru_migrator; select 1',
    "copy (select 1) to program 'true'",
    "select pg_read_file('postgresql.conf')",
  ])('may %s', async (statement) => {
    for (const role of SERVICES) expect([role, await stateOf(role, statement)]).toEqual([role, '42501']);
  });

  test('makes a temporary table, which hints on Postgres need, but who gives or takes hints', async () => {
    expect(await stateOf('query', 'create temporary table mine (id int)')).toBe('42501');
  });
});

test('a queue on Postgres takes hints of intake and gives them to a clusterer, each with its own rights', async () => {
  const database = await createEmptyDatabase();
  try {
    await migrate(database.url);
    await makeRoles(database.url, TEST_ROLE_PASSWORDS);
    const backendOf = (role: 'migrator' | 'intake' | 'clusterer') =>
      ({ kind: 'postgres', databaseUrl: roleUrl(database.url, role) }) as const;
    await prepareBackend(backendOf('migrator'));
    const faults: string[] = [];
    const onError = (error: Error): void => void faults.push(error.message);
    // Slowness is no fault here.
    const producer = openProducer({ backend: backendOf('intake'), onError, callTimeoutMs: 30_000 });
    const ids = Array.from({ length: 20 }, () => crypto.randomUUID());
    await producer.announceNew(ids);
    const seen = new Set<string>();
    const consumer = openConsumer({
      backend: backendOf('clusterer'),
      concurrency: 20,
      onArticle: async (id) => void seen.add(id),
      onError,
    });
    await until(() => faults.length > 0 || ids.every((id) => seen.has(id)));
    await consumer.close();
    await producer.close();
    expect(faults).toEqual([]);
  } finally {
    await database.drop();
  }
});

describe.each([
  [
    'intake',
    [
      'delete from stories',
      'update stories set version_count = 0',
      'delete from articles',
      'update articles set headline = null',
      "update article_identities set state = 'clustered'",
      'select seed from algorithm_versions',
      'select * from webhooks',
      'select * from installation_secrets',
      'select * from sign_in_links',
      "insert into api_keys (id, key_hash, holder, holder_kind, scopes) values ('x', '', 'x', 'system', '{admin}')",
      'delete from editor_constraints',
      'insert into ops_pause default values',
      "select ensure_month_partitions('2001-01-01')",
      "select ensure_month_partition('articles', '2001-01-01')",
      "select shrink_month('articles', '2001-01-01')",
      'select * from list_month_partitions(current_date)',
    ],
  ],
  [
    'clusterer',
    [
      'insert into articles default values',
      'insert into article_identities default values',
      'delete from articles',
      'select * from api_keys',
      'select * from webhooks',
      'select * from installation_secrets',
      'insert into editor_actions default values',
      'update editor_constraints set revoked_at = now()',
      'insert into ops_actions default values',
    ],
  ],
  [
    'query',
    [
      'insert into articles default values',
      'insert into article_identities default values',
      'delete from articles',
      'delete from article_identities',
      "update article_identities set state = 'discarded'",
      "update articles set pub_status = 'usable'",
      'delete from stories',
      'update stories set merged_into = id',
      'insert into versions default values',
      'insert into ops_pause default values',
      "select ensure_month_partitions('2001-01-01')",
    ],
  ],
  [
    'ops',
    [
      'insert into articles default values',
      'update articles set headline = null',
      'delete from stories',
      'update versions set relation = relation',
      'select seed from algorithm_versions',
      'select * from webhooks',
      "insert into api_keys (id, key_hash, holder, holder_kind, scopes) values ('x', '', 'x', 'system', '{admin}')",
      'insert into editor_actions default values',
      'delete from events',
    ],
  ],
])('%s may not', (role, statements) => {
  test.each(statements)('%s', async (statement) => {
    expect(await stateOf(role, statement)).toBe('42501');
  });
});

test('the migrator owns the schema and is no superuser', async () => {
  const { rows } = await clients['migrator']!.query<{ rolsuper: boolean; rolcreaterole: boolean }>(
    'select rolsuper, rolcreaterole, rolbypassrls, rolcreatedb from pg_roles where rolname = current_user',
  );
  expect(rows).toEqual([{ rolsuper: false, rolcreaterole: false, rolbypassrls: false, rolcreatedb: false }]);
  expect(await stateOf('migrator', 'create table mine (id int)')).toBe('');
  await migrate(roleUrl(bench.databaseUrl, 'migrator'));
});

test('every table and view is some service’s, so that a new one is forgotten by nobody', async () => {
  const { rows } = await bench.pool.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p', 'v') and not c.relispartition
        and not exists (select 1 from unnest(array['intake', 'clusterer', 'query', 'ops']) as s (service)
                         where has_any_column_privilege('writethru_' || s.service, c.oid, 'select'))`,
  );
  expect(rows.map(({ name }) => name).sort()).toEqual(['archive_imports', 'migrations']);
});

test('only these functions run with the rights of the owner', async () => {
  const { rows } = await bench.pool.query<{ name: string }>(
    `select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'public' and p.prosecdef order by 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual([
    'ensure_month_partitions',
    'find_live_key',
    'list_default_months',
    'list_month_partitions',
    'shrink_month',
  ]);
});

test('a role logs in by its password alone, and one that is not printable is refused', async () => {
  await expect(makeRoles(bench.databaseUrl, { ops: 'a\u0000b' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  const wrong = new URL(roleUrl(bench.databaseUrl, 'ops'));
  wrong.password = 'wrong-password';
  const pool: Pool = openPool(wrong.href, { maxConnections: 1, applicationName: 'x', onIdleError: () => {} });
  await expect(pool.query('select 1')).rejects.toMatchObject({ code: '28P01' });
  await pool.end();
});
