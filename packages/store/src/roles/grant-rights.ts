import type pg from 'pg';

import { FUNCTION_RIGHTS, SEQUENCE_RIGHTS, TABLE_RIGHTS } from './rights.ts';
import { roleOf, SERVICES } from './service-roles.ts';

/** Whether this server has the roles of the services. */
export async function hasRoles(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::int as count from pg_roles where rolname = any ($1)',
    [SERVICES.map(roleOf)],
  );
  return rows[0]?.count === SERVICES.length;
}

/**
 * Gives each service the rights of `rights.ts` and takes all others away, of itself and of PUBLIC. To be run in a
 * transaction, as the owner of the schema: a service never sees the moment between. Throws the driver's error.
 */
export async function grantRights(client: pg.Client): Promise<void> {
  const everyone = ['public', ...SERVICES.map(roleOf)].join(', ');
  for (const kind of ['tables', 'sequences', 'functions'])
    await client.query(`revoke all on all ${kind} in schema public from ${everyone}`);
  await client.query(`revoke create on schema public from ${everyone}`);
  for (const service of SERVICES) {
    const role = roleOf(service);
    await client.query(`grant usage on schema public to ${role}`);
    for (const [table, rights] of Object.entries(TABLE_RIGHTS)) {
      const right = rights[service];
      if (right !== undefined) await client.query(`grant ${right} on ${table} to ${role}`);
    }
    for (const sequence of SEQUENCE_RIGHTS[service] ?? [])
      await client.query(`grant usage on sequence ${sequence} to ${role}`);
    await client.query(`grant execute on all functions in schema public to ${role}`);
    for (const [name, services] of Object.entries(FUNCTION_RIGHTS))
      if (!services.includes(service)) await client.query(`revoke execute on function ${name} from ${role}`);
  }
}
