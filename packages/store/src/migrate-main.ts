/**
 * npm run migrate: brings the schema up to date. With `-- --roles` it also makes the roles of the services, with the
 * passwords of MIGRATOR_PASSWORD, INTAKE_PASSWORD, CLUSTERER_PASSWORD, QUERY_PASSWORD and OPS_PASSWORD, where set.
 */
import { migrate } from './migrate.ts';
import { makeRoles, type RolePasswords } from './roles/make-roles.ts';
import { SERVICES } from './roles/service-roles.ts';

const databaseUrl = process.env['DATABASE_URL'];
// run.mjs and the name of this file come before them.
const args = process.argv.slice(3);
if (databaseUrl === undefined || databaseUrl === '') {
  console.error('DATABASE_URL is not set: it names the Postgres to migrate.');
  process.exit(2);
}
if (args.some((arg) => arg !== '--roles')) {
  console.error('usage: DATABASE_URL=… npm run migrate [-- --roles]');
  process.exit(2);
}
await migrate(databaseUrl);
console.log('The schema is up to date.');
if (args.includes('--roles')) {
  const passwords: RolePasswords = {};
  for (const name of ['migrator', ...SERVICES] as const) {
    const password = process.env[`${name.toUpperCase()}_PASSWORD`];
    if (password !== undefined && password !== '') passwords[name] = password;
  }
  await makeRoles(databaseUrl, passwords);
  console.log('Each service has its role.');
}
