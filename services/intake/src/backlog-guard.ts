import { AppError } from '@writethru/domain';

const CHECK_EVERY_MS = 2_000;

export interface BacklogGuard {
  /** Throws AppError `unavailable` while more is unfinished than the limit. */
  refuseWhereFull(): Promise<void>;
  /** Whether it would. Throws AppError `unavailable` while the store is away. */
  isFull(): Promise<boolean>;
}

/**
 * Keeps a backlog from growing past `limit` articles. Counts at most once in two seconds, whatever the traffic, so the
 * limit may be passed by what comes in that time.
 */
export function makeBacklogGuard(
  countUnfinished: (limit: number) => Promise<number>,
  limit: number,
): BacklogGuard {
  let checkedAtMs = -Infinity;
  let isOver = false;
  let checking: Promise<void> | null = null;
  const check = async (): Promise<void> => {
    isOver = (await countUnfinished(limit + 1)) > limit;
    checkedAtMs = performance.now();
  };
  const isFull = async (): Promise<boolean> => {
    if (performance.now() - checkedAtMs > CHECK_EVERY_MS) {
      checking ??= check().finally(() => (checking = null));
      await checking;
    }
    return isOver;
  };
  return {
    isFull,
    async refuseWhereFull() {
      if (!(await isFull())) return;
      throw new AppError(
        'unavailable',
        `More than ${limit} articles wait to be clustered. Send this one again later.`,
      );
    },
  };
}
