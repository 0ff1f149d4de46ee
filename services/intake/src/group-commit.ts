import { AppError } from '@writethru/domain';

/** Puts items of many requests into few transactions. */
export interface GroupCommit<Item, Result> {
  /**
   * Resolves with one result an item, in order, once all of them are committed. Rejects as the transaction did, or
   * with AppError `unavailable` where too much waits already: then nothing of it was taken in.
   */
  add(items: readonly Item[]): Promise<Result[]>;
}

interface Waiting<Item, Result> {
  items: readonly Item[];
  resolve: (results: Result[]) => void;
  reject: (error: unknown) => void;
}

/**
 * While `maxUnderWay` commits are under way, what comes meanwhile gathers; the next one takes all of it, up to `maxItems`.
 * Where requests come side by side, a commit starts `minGapMs` (default 0) after the one before it, unless it is full. So a
 * quiet service and a client that waits for each answer commit at once, and a busy service pays for a commit once for many.
 */
export function makeGroupCommit<Item, Result>(
  commit: (items: readonly Item[]) => Promise<Result[]>,
  options: { maxItems: number; maxUnderWay: number; maxWaiting: number; minGapMs?: number },
): GroupCommit<Item, Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let waitingItems = 0;
  let underWay = 0;

  const takeGroup = (): Waiting<Item, Result>[] => {
    const group: Waiting<Item, Result>[] = [];
    let size = 0;
    while (waiting.length > 0 && (size === 0 || size + waiting[0]!.items.length <= options.maxItems)) {
      const next = waiting.shift()!;
      size += next.items.length;
      group.push(next);
    }
    waitingItems -= size;
    return group;
  };

  /** Of `performance.now`: before it only a full commit starts. */
  let notBefore = -Infinity;
  let timer: NodeJS.Timeout | undefined;

  const startCommits = (): void => {
    while (underWay < options.maxUnderWay && waiting.length > 0) {
      const pauseMs = notBefore - performance.now();
      if (pauseMs > 0 && waitingItems < options.maxItems) {
        timer ??= setTimeout(() => {
          timer = undefined;
          startCommits();
        }, pauseMs);
        return;
      }
      clearTimeout(timer);
      timer = undefined;
      const group = takeGroup();
      const isBusy = group.length > 1 || underWay > 0;
      notBefore = isBusy ? performance.now() + (options.minGapMs ?? 0) : -Infinity;
      underWay++;
      void commitGroup(group, commit).finally(() => {
        underWay--;
        startCommits();
      });
    }
  };

  return {
    add(items) {
      if (items.length === 0) return Promise.resolve([]);
      if (waitingItems + items.length > options.maxWaiting) {
        return Promise.reject(
          new AppError('unavailable', 'Too many articles wait to be stored. Send them again soon.'),
        );
      }
      return new Promise((resolve, reject) => {
        waitingItems += items.length;
        waiting.push({ items, resolve, reject });
        startCommits();
      });
    },
  };
}

async function commitGroup<Item, Result>(
  group: readonly Waiting<Item, Result>[],
  commit: (items: readonly Item[]) => Promise<Result[]>,
): Promise<void> {
  try {
    const results = await commit(group.flatMap(({ items }) => items));
    let start = 0;
    for (const { items, resolve } of group) {
      resolve(results.slice(start, start + items.length));
      start += items.length;
    }
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}
