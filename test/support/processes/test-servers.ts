/**
 * The servers of a test run, in a process of their own. Argument: the folder for their data. With TEST_DATABASE_URL it
 * uses that Postgres in the place of a private one.
 */
import { findSystemRedis, startEmbeddedPostgres, startEmbeddedRedis } from '@writethru/embedded';
import { prepareBackend } from '@writethru/queue';
import { makeRoles, migrate } from '@writethru/store';
import pg from 'pg';

import { TEST_ROLE_PASSWORDS } from '../role-url.ts';

const folder = process.argv[2]!;
const postgres = await openPostgres(process.env['TEST_DATABASE_URL']);
const system = findSystemRedis();
const redis = system === null ? null : await startEmbeddedRedis(folder);

// Cloned for every test file: that takes a tenth of the time of migrating anew.
const admin = new pg.Client({ connectionString: postgres.url });
await admin.connect();
await admin.query('create database writethru_template');
await admin.end();
const templateUrl = postgres.url.replace(/\/writethru$/, '/writethru_template');
await migrate(templateUrl);
await prepareBackend({ kind: 'postgres', databaseUrl: templateUrl });
await makeRoles(templateUrl, TEST_ROLE_PASSWORDS);

/** A private one, or the server of TEST_DATABASE_URL, whose user may make databases and roles: for other versions. */
async function openPostgres(givenUrl: string | undefined): Promise<{ url: string; stop(): Promise<void> }> {
  if (givenUrl === undefined) return startEmbeddedPostgres(folder, { isEphemeral: true });
  const client = new pg.Client({ connectionString: givenUrl });
  await client.connect();
  await client.query('drop database if exists writethru_template with (force)');
  const { rowCount } = await client.query("select 1 from pg_database where datname = 'writethru'");
  if (rowCount === 0) await client.query('create database writethru');
  await client.end();
  const url = new URL(givenUrl);
  url.pathname = '/writethru';
  return { url: url.href, stop: () => Promise.resolve() };
}

async function stop(): Promise<void> {
  await redis?.stop();
  await postgres.stop();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
process.on('disconnect', () => void stop());
process.send!({
  databaseUrl: postgres.url,
  redisUrl: redis?.url ?? null,
  redisExecutable: system?.executable ?? null,
});
