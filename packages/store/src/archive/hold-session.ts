import { translatePgError } from '../pg-errors.ts';
import { queryRows, type Client, type Pool } from '../pool.ts';

/** A connection of its own. */
export interface HeldSession {
  client: Client;
  /** Ends it. May be called twice. */
  close(): void;
}

/**
 * Takes a connection of the pool until it is closed, which has to be before the pool ends. Tables are read by their
 * indexes, and a prepared statement is planned once. While it answers, the server has neither crashed nor given way to a
 * standby since. One that breaks says so at its next statement.
 * Throws AppError `unavailable` where none can be had.
 */
export async function holdSession(pool: Pool): Promise<HeldSession> {
  let client: Client;
  try {
    client = await pool.connect();
  } catch (error) {
    throw translatePgError(error);
  }
  // Without a listener it would end the process.
  const onError = (): void => {};
  client.on('error', onError);
  let isClosed = false;
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    client.off('error', onError);
    client.release(true);
  };
  try {
    await queryRows(client, 'set enable_seqscan = off; set plan_cache_mode = force_generic_plan');
  } catch (error) {
    close();
    throw error;
  }
  return { client, close };
}
