import { translatePgError } from '../pg-errors.ts';
import { queryRows, type Client, type Pool } from '../pool.ts';
import { BEGIN_BY_INDEX } from '../transaction.ts';

/** A connection of its own. */
export interface HeldSession {
  /**
   * Runs `work` in a READ COMMITTED transaction that reads tables by their indexes and plans a prepared statement once.
   * Throws AppError as `queryRows` does; then the session is to be closed.
   */
  run: <Result>(work: (client: Client) => Promise<Result>) => Promise<Result>;
  /** Ends it. May be called twice. */
  close: () => void;
}

/**
 * Takes a connection of the pool until it is closed, which has to be before the pool ends. One that breaks says so at its
 * next statement. Throws AppError `unavailable` where none can be had.
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
  return {
    async run(work) {
      await queryRows(client, BEGIN_BY_INDEX);
      const result = await work(client);
      await queryRows(client, 'commit');
      return result;
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      client.off('error', onError);
      client.release(true);
    },
  };
}
