import { queryMaybeOne, type Pool } from './pool.ts';

/** How long a read waits for a replica that lags; then it goes to the primary. */
const CATCH_UP_MS = 50;
const POLL_MS = 2;
/** A check that takes longer failed: what stands still answers nothing. */
const CHECK_TIMEOUT_MS = 250;
/** For how long a replica that did not answer is not asked again. */
const REST_MS = 1_000;

/** A streaming replica beside its primary. */
export interface Replica {
  pool: Pool;
  /**
   * Whether what is read from `pool` from now on shows everything whose commit was answered before the call. Never
   * throws: a replica that lags, stands still or is away says false, within 250 ms, and at once for a second thereafter.
   */
  isCaughtUp(): Promise<boolean>;
}

/**
 * Watches how far a replica has come. Asked many times at once it looks once: a look that begins after the question
 * answers it. With synchronous_commit off on the primary, what is not flushed yet may be missed.
 */
export function watchReplica(primary: Pool, pool: Pool): Replica {
  let underWay: Promise<boolean> | null = null;
  let next: Promise<boolean> | null = null;
  let restsUntilMs = 0;

  async function look(): Promise<boolean> {
    try {
      return await within(hasReplayed(primary, pool), CHECK_TIMEOUT_MS);
    } catch {
      restsUntilMs = Date.now() + REST_MS;
      return false;
    }
  }

  function begin(): Promise<boolean> {
    const begun = look().finally(() => {
      if (underWay === begun) underWay = null;
    });
    underWay = begun;
    return begun;
  }

  return {
    pool,
    isCaughtUp() {
      if (Date.now() < restsUntilMs) return Promise.resolve(false);
      if (underWay === null) return begin();
      next ??= underWay.then(() => {
        next = null;
        return begin();
      });
      return next;
    },
  };
}

async function hasReplayed(primary: Pool, replica: Pool): Promise<boolean> {
  const flushed = await queryMaybeOne<{ lsn: string }>(
    primary,
    'select pg_current_wal_flush_lsn()::text as lsn',
  );
  const end = Date.now() + CATCH_UP_MS;
  for (;;) {
    // One that was promoted replays nothing any more, and goes its own way.
    const found = await queryMaybeOne<{ has: boolean }>(
      replica,
      'select pg_is_in_recovery() and pg_last_wal_replay_lsn() >= $1::pg_lsn as has',
      [flushed!.lsn],
    );
    if (found!.has) return true;
    if (Date.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function within<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
