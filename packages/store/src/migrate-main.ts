import { migrate } from './migrate.ts';

const databaseUrl = process.env['DATABASE_URL'];
if (databaseUrl === undefined || databaseUrl === '') {
  console.error('DATABASE_URL is not set: it names the Postgres to migrate.');
  process.exit(2);
}
await migrate(databaseUrl);
console.log('The schema is up to date.');
