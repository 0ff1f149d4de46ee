import { AppError } from '@writethru/domain';

const CHECK_EVERY_MS = 2_000;

/** Throws AppError `unavailable` while more is unfinished than the limit. */
export type BacklogGuard = () => Promise<void>;

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
  return async () => {
    if (performance.now() - checkedAtMs > CHECK_EVERY_MS) {
      checking ??= check().finally(() => (checking = null));
      await checking;
    }
    if (isOver) {
      throw new AppError(
        'unavailable',
        `More than ${limit} articles wait to be clustered. Send this one again later.`,
      );
    }
  };
}
