import { countRoundTrip, type Client, type Pool } from './pool.ts';
import { isConnectionLost, isDatabaseError, sqlState, translatePgError } from './pg-errors.ts';

const DEADLOCK = '40P01';
const MAX_TRIES = 8;
const BEGIN = 'begin';
/** Begins a transaction as `isByIndex` has it. */
export const BEGIN_BY_INDEX =
  'begin; set local enable_seqscan = off; set local plan_cache_mode = force_generic_plan';
/** What is looked up in an index of keys from here on is looked up there: see `isByKeys`. */
export const BY_KEYS = 'set local enable_indexscan = off';

export interface TransactionOptions {
  /**
   * Tables are read by their indexes, and a prepared statement is planned once. For statements that look up few rows: on
   * a table that is young, or was when they were planned, the planner would read all of it; and to plan a long one takes
   * longer than to run it.
   */
  isByIndex?: boolean;
  /**
   * As `isByIndex`, and an index is read by what is looked for in it alone. Of how many rows share a key with others the
   * planner has no idea, and on a table of some ten thousand it would walk all of another index instead, which takes
   * minutes.
   */
  isByKeys?: boolean;
}

/**
 * Runs `work` in a READ COMMITTED transaction and commits it. A deadlock is rolled back and tried again, up to
 * eight times, with a random pause: locks are taken in order, so one can only come from outside.
 * Throws AppError as `queryRows` does, and whatever `work` throws; in both cases nothing was written.
 */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: Client) => Promise<Result>,
  options: TransactionOptions = {},
): Promise<Result> {
  const begin =
    options.isByKeys === true
      ? `${BEGIN_BY_INDEX}; ${BY_KEYS}`
      : options.isByIndex === true
        ? BEGIN_BY_INDEX
        : BEGIN;
  for (let tried = 1; ; tried++) {
    try {
      return await runOnce(pool, work, begin);
    } catch (error) {
      if (sqlState(error) !== DEADLOCK || tried === MAX_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * tried));
    }
  }
}

async function runOnce<Result>(
  pool: Pool,
  work: (client: Client) => Promise<Result>,
  begin: string,
): Promise<Result> {
  let client: Client;
  try {
    client = await pool.connect();
  } catch (error) {
    throw translatePgError(error);
  }
  let broken: Error | undefined;
  // A connection that breaks between two statements reports here; without a listener it would end the process.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    countRoundTrip();
    await client.query(begin);
    const result = await work(client);
    countRoundTrip();
    await client.query('commit');
    return result;
  } catch (error) {
    broken = (await rollBack(client, error)) ?? broken;
    // The cause alone tells a deadlock from other refusals, so it is kept either way.
    throw isDatabaseError(error) ? translatePgError(error) : error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** Answers why the connection can't be used again; undefined where it can. */
async function rollBack(client: Client, error: unknown): Promise<Error | undefined> {
  if (isConnectionLost(error)) return new Error('The connection is lost.', { cause: error });
  try {
    countRoundTrip();
    await client.query('rollback');
    return undefined;
  } catch (rollbackError) {
    return rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError));
  }
}
