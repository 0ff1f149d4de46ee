import { queryRows, type Client, type Pool } from '../pool.ts';

/** The room of one batch among those of all clusterers. Nothing of it throws. */
export interface Lane {
  /** Waits until the batch of the lane beside this one does not unite, and keeps it from that until this one leaves. */
  uniteAlone(): Promise<void>;
  /** The batch has ended. */
  leave(): Promise<void>;
}

/** Waits for room, and answers it. Never throws. */
export type EnterLane = () => Promise<Lane>;

// Any number will do, so long as every clusterer uses the same: a class of advisory locks. Lanes are its positive numbers,
// who unites those from 0 down.
const LOCK_CLASS = 72_031_150;
/** With fewer connections than this none is spared for a lane. */
const MIN_CONNECTIONS = 4;
const NO_LANE: Lane = { uniteAlone: () => Promise.resolve(), leave: () => Promise.resolve() };

/**
 * Makes the entry of one process to the lanes of all: `count` batches run at once, and of every two one unites. The next
 * one waits, and gathers meanwhile. It guards nothing: where the store does not answer, or no lane comes free within the
 * lock timeout, the batch goes ahead, and component locks keep it right. A lane is an idle transaction that holds
 * advisory locks: it ends with its session, so with its process, and by the idle timeout where that hangs.
 */
export function makeLanes(pool: Pool, count: number): EnterLane {
  if ((pool.options.max ?? 0) < MIN_CONNECTIONS) return () => Promise.resolve(NO_LANE);
  return async () => {
    const client = await pool.connect().catch(() => null);
    if (client === null) return NO_LANE;
    let broken: Error | undefined;
    const onError = (error: Error): void => {
      broken = error;
    };
    client.on('error', onError);
    const lane = await takeOne(client, count).catch((error: Error) => {
      onError(error);
      return 1;
    });
    const unites = Math.max(1, Math.floor(count / 2));
    return {
      async uniteAlone() {
        if (broken === undefined) await lock(client, -(lane % unites)).catch(onError);
      },
      async leave() {
        // Whatever went wrong: a session that is closed holds nothing.
        if (broken === undefined) await queryRows(client, 'commit').catch(onError);
        client.off('error', onError);
        client.release(broken);
      },
    };
  };
}

/** The number of the lane, from 1. */
async function takeOne(client: Client, count: number): Promise<number> {
  const first = Math.floor(Math.random() * count);
  await queryRows(client, 'begin');
  for (let tried = 0; tried < count; tried++) {
    const lane = 1 + ((first + tried) % count);
    const [row] = await queryRows<{ is_had: boolean }>(
      client,
      'select pg_try_advisory_xact_lock($1, $2) as is_had',
      [LOCK_CLASS, lane],
    );
    if (row?.is_had === true) return lane;
  }
  await lock(client, 1 + first);
  return 1 + first;
}

async function lock(client: Client, key: number): Promise<void> {
  await queryRows(client, 'select pg_advisory_xact_lock($1, $2)', [LOCK_CLASS, key]);
}
