import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { ALGORITHM, AppError } from '@writethru/domain';
import pg from 'pg';

import { ensurePartitions } from './partitions.ts';
import { translatePgError } from './pg-errors.ts';
import { grantRights, hasRoles } from './roles/grant-rights.ts';

const FOLDER = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'migrations');
// Any number will do, so long as every Writethru uses the same one.
const LOCK = 7_203_115_001;

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/**
 * Brings the schema of `databaseUrl` up to date: forward only, each file once, in its own transaction, one migrator
 * at a time. Then makes sure of the active algorithm version, with a new secret seed, of the coming partitions, and of the
 * services' rights where they have roles.
 * Throws AppError: `unavailable` when the database is away, `bug` when a file that ran has changed since, or when
 * the database is newer than this program.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'writethru-migrate',
    options: '-c timezone=UTC',
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      'create table if not exists migrations (name text primary key, checksum text not null, ran_at timestamptz not null default now())',
    );
    const files = readMigrations();
    const { rows: ran } = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from migrations',
    );
    refuseDrift(files, ran);
    const done = new Set(ran.map((row) => row.name));
    for (const file of files) if (!done.has(file.name)) await runMigration(client, file);
    // Restored into another server, rows may name transactions that are yet to come there.
    await client.query(
      'update stories set updated_at = updated_at where changed_in >= pg_snapshot_xmax(pg_current_snapshot())',
    );
    await ensureAlgorithm(client);
    await ensurePartitions(client, new Date());
    if (await hasRoles(client)) await renewRights(client);
  } catch (error) {
    throw translatePgError(error);
  } finally {
    await client.end().catch(() => {});
  }
}

function readMigrations(): Migration[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(FOLDER, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

function refuseDrift(files: Migration[], ran: { name: string; checksum: string }[]): void {
  const known = new Map(files.map((file) => [file.name, file.checksum]));
  for (const row of ran) {
    const checksum = known.get(row.name);
    if (checksum === undefined)
      throw new AppError('bug', `The database is newer than this program: it has ${row.name}.`);
    if (checksum !== row.checksum)
      throw new AppError('bug', `${row.name} has changed since it ran on this database.`);
  }
}

/**
 * A version of the fingerprints that this program makes is in force from now on; of newer ones there is none here, see
 * `refuseDrift`.
 */
async function ensureAlgorithm(client: pg.Client): Promise<void> {
  await client.query('begin');
  await client.query(
    'update algorithm_versions set is_active = false where is_active and fingerprint_version <> $1',
    [ALGORITHM.id],
  );
  await client.query(
    `insert into algorithm_versions (id, name, fingerprint_version, seed, is_active)
     select greatest($1::smallint, (select max(id) + 1 from algorithm_versions)), $2, $1, $3, true
      where not exists (select 1 from algorithm_versions where is_active)`,
    [ALGORITHM.id, ALGORITHM.name, randomBytes(32)],
  );
  await client.query('commit');
}

/** What a migration has made is nobody's until it is granted. */
async function renewRights(client: pg.Client): Promise<void> {
  await client.query('begin');
  await grantRights(client);
  await client.query('commit');
}

async function runMigration(client: pg.Client, file: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(file.sql);
    await client.query('insert into migrations (name, checksum) values ($1, $2)', [file.name, file.checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
