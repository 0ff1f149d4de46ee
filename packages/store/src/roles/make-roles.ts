import { AppError } from '@writethru/domain';
import pg from 'pg';

import { translatePgError } from '../pg-errors.ts';
import { grantQueue, QUEUE_SCHEMA } from './grant-queue.ts';
import { grantRights } from './grant-rights.ts';
import { makeScramVerifier } from './scram-verifier.ts';
import { MIGRATOR, roleOf, SERVICES, type Service } from './service-roles.ts';

/** By who connects with it. One that is left out is not changed: a new role then has none, and can't log in by it. */
export type RolePasswords = Partial<Record<Service | 'migrator', string>>;

// What belongs to another object, such as the sequence of an identity, goes with that. What is the migrator's already is
// left alone: a change of owner locks a table, and services may be running.
const LIST_OWNED = `
select format('alter %s %s owner to ${MIGRATOR}',
              case c.relkind when 'S' then 'sequence' when 'v' then 'view' else 'table' end, c.oid::regclass) as sql
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'S') and c.relowner <> '${MIGRATOR}'::regrole
   and not exists (select 1 from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass
                      and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') and c.relkind = 'S')
union all
select format('alter %s %s owner to ${MIGRATOR}', case p.prokind when 'p' then 'procedure' else 'function' end,
              p.oid::regprocedure)
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
 where n.nspname = any ($1) and p.proowner <> '${MIGRATOR}'::regrole
union all
select format('alter schema %I owner to ${MIGRATOR}', nspname) from pg_namespace
 where nspname = any ($1) and nspname <> 'public' and nspowner <> '${MIGRATOR}'::regrole`;

/**
 * Makes the roles of the migrator and of each service where they are missing, gives the migrator all that is in the
 * schemas `public` and `bullmq` of this database, and each service the rights that it needs and no others. To be run as
 * a superuser, or as the owner of it all with CREATEROLE; as often as one likes, after `migrate`.
 * Throws AppError: `unavailable` when the database is away, `invalid_input` for a password that is not printable ASCII,
 * `bug` where a right is missing.
 */
export async function makeRoles(databaseUrl: string, passwords: RolePasswords): Promise<void> {
  for (const [name, password] of Object.entries(passwords))
    if (!/^[\x21-\x7e]{8,200}$/.test(password))
      throw new AppError(
        'invalid_input',
        `The password of ${name} must be 8 to 200 characters of printable ASCII.`,
      );
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'writethru-roles' });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('begin');
    await makeRole(client, MIGRATOR, passwords.migrator);
    for (const service of SERVICES) await makeRole(client, roleOf(service), passwords[service]);
    await grantQueue(client);
    await handOver(client);
    await grantRights(client);
    await client.query('commit');
  } catch (error) {
    throw translatePgError(error);
  } finally {
    await client.end().catch(() => {});
  }
}

async function makeRole(client: pg.Client, role: string, password: string | undefined): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  if (rowCount === 0) await client.query(`create role ${role} login`);
  // Whoever hands over to a role must be able to act as it.
  await client.query(`grant ${role} to current_user`);
  if (password !== undefined)
    await client.query(`alter role ${role} password ${client.escapeLiteral(makeScramVerifier(password))}`);
}

async function handOver(client: pg.Client): Promise<void> {
  const { rows: facts } = await client.query<{ database: string; may_monitor: boolean }>(
    `select quote_ident(current_database()) as database, pg_has_role('pg_read_all_stats', 'member') as may_monitor`,
  );
  const { database, may_monitor: mayMonitor } = facts[0]!;
  await client.query(`grant create, connect, temporary on database ${database} to ${MIGRATOR}`);
  await client.query(`grant usage, create on schema public to ${MIGRATOR}`);
  const { rows } = await client.query<{ sql: string }>(LIST_OWNED, [['public', QUEUE_SCHEMA]]);
  for (const { sql } of rows) await client.query(sql);
  await client.query(`revoke all on database ${database} from public`);
  for (const service of SERVICES)
    await client.query(`grant connect on database ${database} to ${roleOf(service)}`);
  // How long others' transactions are open, for the ops page.
  if (mayMonitor) await client.query(`grant pg_read_all_stats to ${roleOf('ops')}`);
}
