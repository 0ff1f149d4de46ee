import type pg from 'pg';

import { MIGRATOR, roleOf } from './service-roles.ts';

/** The schema that BullMQ keeps to where the queue is on Postgres. It holds hints, never truth. */
export const QUEUE_SCHEMA = 'bullmq';

/**
 * Lets the services that use the queue work in its schema, which the migrator owns. BullMQ makes a sequence at the first
 * job of a queue, so they may create there, and what one of them makes the others may use. It adds jobs by way of a
 * temporary table.
 * To be run by a member of all of the roles, in a transaction. Throws the driver's error.
 */
export async function grantQueue(client: pg.Client): Promise<void> {
  const users = (['intake', 'clusterer', 'ops'] as const).map(roleOf).join(', ');
  await client.query(`create schema if not exists ${QUEUE_SCHEMA} authorization ${MIGRATOR}`);
  await client.query(`grant usage, create on schema ${QUEUE_SCHEMA} to ${users}`);
  const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name');
  await client.query(`grant temporary on database ${rows[0]!.name} to ${users}`);
  for (const [kind, rights] of [
    ['tables', 'select, insert, update, delete'],
    ['sequences', 'usage, select, update'],
  ] as const) {
    await client.query(`grant ${rights} on all ${kind} in schema ${QUEUE_SCHEMA} to ${users}`);
    await client.query(
      `alter default privileges for role ${MIGRATOR}, ${users} in schema ${QUEUE_SCHEMA} grant ${rights} on ${kind} to ${users}`,
    );
  }
}
