/**
 * npm run create-key -- HOLDER SCOPE…
 * Makes an API key and writes it to standard output, the only time that anyone sees it. Ends with 2 where it was called
 * wrongly, with 1 where the store is away or a scope does not exist.
 */
import { createApiKey } from './api-keys.ts';
import { openPool } from './pool.ts';

const databaseUrl = process.env['DATABASE_URL'];
// run.mjs and the name of this file come before them.
const [holder, ...scopes] = process.argv.slice(3);
if (databaseUrl === undefined || databaseUrl === '' || holder === undefined || scopes.length === 0) {
  console.error('usage: DATABASE_URL=… npm run --silent create-key -- HOLDER SCOPE…');
  console.error('  scopes: admin, read, edit, ops, ingest:PROVIDER, ingest:*');
  process.exit(2);
}
const pool = openPool(databaseUrl, {
  maxConnections: 1,
  applicationName: 'writethru-create-key',
  onIdleError: () => {},
});
try {
  const { key } = await createApiKey(pool, { holder, holderKind: 'system', scopes });
  console.log(key);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await pool.end();
}
