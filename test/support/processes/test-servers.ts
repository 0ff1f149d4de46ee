/** The servers of a test run, in a process of their own. Argument: the folder for their data. */
import { findSystemRedis, startEmbeddedPostgres, startEmbeddedRedis } from '@writethru/embedded';
import { prepareBackend } from '@writethru/queue';
import { makeRoles, migrate } from '@writethru/store';
import pg from 'pg';

import { TEST_ROLE_PASSWORDS } from '../role-url.ts';

const folder = process.argv[2]!;
const postgres = await startEmbeddedPostgres(folder, { isEphemeral: true });
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
