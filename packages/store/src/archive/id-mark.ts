import { queryRows, type Db } from '../pool.ts';

/** What was known of the ids of fingerprints at one moment. */
export interface IdMark {
  /** The last id that anybody had taken; 0 where nobody ever had. */
  lastId: number;
  /** The transactions, by virtual id, that may hold an id up to `lastId` and had not ended. */
  writers: ReadonlySet<string>;
  /** The session that it was read by, as the server knows it: another one's ids may have been given before. */
  server: string;
}

// With a cache a session takes ids in advance, before it locks anything.
const LAST_ID = `
select coalesce(pg_sequence_last_value('fingerprint_ids'), 0) as last_id,
       pg_backend_pid() || ' ' || pg_postmaster_start_time() as server,
       (select seqcache = 1 from pg_sequence where seqrelid = 'fingerprint_ids'::regclass) as is_plain`;

const WRITERS = `
select distinct virtualtransaction as writer from pg_locks
 where locktype = 'relation' and relation = 'fingerprints'::regclass and mode = 'RowExclusiveLock' and granted
   and database = (select oid from pg_database where datname = current_database())`;

/**
 * Marks the present moment. An INSERT locks the table before it takes an id, for a sequence without a cache, and keeps
 * the lock until its transaction has ended and can be seen by every later snapshot. The id is read first, so whoever had
 * taken one up to it is among the writers or has ended. No transaction may be prepared for two phases, which changes its
 * name on the way. Who only updates or deletes is among the writers, too. Null where the sequence has a cache.
 * Needs no right but to use the sequence. Throws AppError as `queryRows` does.
 */
export async function readIdMark(db: Db): Promise<IdMark | null> {
  const [last] = await queryRows<{ last_id: number; server: string; is_plain: boolean }>(db, LAST_ID);
  const rows = await queryRows<{ writer: string }>(db, WRITERS);
  const { last_id: lastId, server, is_plain: isPlain } = last!;
  return isPlain ? { lastId, writers: new Set(rows.map(({ writer }) => writer)), server } : null;
}
