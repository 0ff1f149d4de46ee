import { queryRows, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { tryLock } from '../try-lock.ts';

// Any number will do, so long as every sequencer uses the same one.
const LOCK = 7_203_115_002;

// Begun after the lock was had, so it sees every event committed before, and the last position given.
const SEQUENCE = `
with base as (
  select coalesce(max(position), 0) as last from events
), waiting as (
  select id, row_number() over (order by id) as place from (
    select id from events where position is null order by id limit $1
  ) e
)
update events e set position = base.last + waiting.place
  from base, waiting where e.id = waiting.id
returning e.id`;

/**
 * Gives the next positions to committed events, without a gap, in the order of their ids, up to `limit`. One sequencer
 * works at a time; any other answers 0 at once. Answers how many events got a position.
 */
export async function sequenceEvents(pool: Pool, limit: number): Promise<number> {
  return inTransaction(pool, async (client) => {
    if (!(await tryLock(client, LOCK))) return 0;
    const rows = await queryRows(client, SEQUENCE, [limit]);
    return rows.length;
  });
}
