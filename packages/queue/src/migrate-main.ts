/** npm run migrate:queue: makes BullMQ's schema on Postgres, for services whose roles may change no schema. */
import { prepareBackend } from './connect.ts';

const databaseUrl = process.env['DATABASE_URL'];
if (databaseUrl === undefined || databaseUrl === '') {
  console.error('DATABASE_URL is not set: it names the Postgres to migrate.');
  process.exit(2);
}
await prepareBackend({ kind: 'postgres', databaseUrl });
console.log('The schema of the queue is up to date.');
