import { readSnapshot, type ComponentSnapshot } from '../clusterer/snapshot.ts';
import { queryRows, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

const READ_COMPONENTS = `select distinct component_id from component_members where fingerprint_id = any ($1::bigint[])`;

/**
 * All that is known of the components of the given fingerprints, as it stood at one moment, without any lock: for
 * explaining a decision, never for making one.
 */
export async function readComponents(
  pool: Pool,
  fingerprintIds: readonly number[],
  fingerprintVersion: number,
): Promise<ComponentSnapshot[]> {
  return inTransaction(pool, async (client) => {
    await queryRows(client, 'set transaction isolation level repeatable read, read only');
    const rows = await queryRows<{ component_id: number }>(client, READ_COMPONENTS, [fingerprintIds]);
    const ids = rows.map((row) => row.component_id).sort((a, b) => a - b);
    return ids.length === 0
      ? []
      : readSnapshot(client, ids, { articleIds: [], links: [], fingerprintVersion });
  });
}
