/** Gathers single items from many callers into batches. */
export interface MicroBatcher {
  /** Resolves when the batch that took the item has ended, or when the item is let go; rejects as that batch did. */
  add(item: string): Promise<void>;
  /** Begins no more batches: lets go what waits and what still comes. Resolves when those under way have ended. */
  close(): Promise<void>;
  /** What was let go: nothing has been done with it. */
  letGo(): string[];
}

interface Waiting {
  item: string;
  /** Milliseconds of `performance.now`. */
  since: number;
  resolve: () => void;
  reject: (error: unknown) => void;
}

interface BatcherOptions<Room> {
  maxItems: number;
  maxWaitMs: number;
  /** Default 0. */
  minGapMs?: number;
  maxUnderWay: number;
  /** Answers when there is room for a batch: it is put together then. Neither this nor leaving may throw. */
  enter?: () => Promise<Room>;
}

/**
 * A batch starts when `maxItems` have gathered, or `maxWaitMs` after the first and, where the batch before it was of
 * several, `minGapMs` after that one: so what comes alone waits for little, and where items keep coming many share what a
 * batch costs. At most `maxUnderWay` run at once; what comes meanwhile gathers. An item that waits already is not put in
 * twice: both callers get the one result.
 */
export function makeMicroBatcher<Room extends { leave(): Promise<void> }>(
  run: (items: string[], room: Room | undefined) => Promise<void>,
  options: BatcherOptions<Room>,
): MicroBatcher {
  const waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;
  const underWay = new Set<Promise<void>>();
  const letGo = new Set<string>();
  let isClosed = false;
  const pace = makePace(options);

  const startWhenDue = (): void => {
    if (waiting.length === 0 || underWay.size >= options.maxUnderWay) return;
    if (waiting.length >= options.maxItems) startBatch();
    else timer ??= setTimeout(startBatch, pace.pauseMs(waiting[0]!.since));
  };

  const startBatch = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0 || underWay.size >= options.maxUnderWay) return;
    const done = runNext().finally(() => {
      underWay.delete(done);
      startWhenDue();
    });
    underWay.add(done);
    startWhenDue();
  };

  const runNext = async (): Promise<void> => {
    if (options.enter === undefined) return runBatch(run, takeBatch(), undefined);
    const room = await options.enter();
    // What came while it waited for room goes along.
    await runBatch(run, takeBatch(), room);
    await room.leave();
  };

  const takeBatch = (): Waiting[] => {
    const batch = waiting.splice(0, options.maxItems);
    pace.noteBatch(batch.length);
    return batch;
  };

  return {
    add(item) {
      if (isClosed) {
        letGo.add(item);
        return Promise.resolve();
      }
      return new Promise<void>((resolve, reject) => {
        waiting.push({ item, since: performance.now(), resolve, reject });
        startWhenDue();
      });
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      for (const { item, resolve } of waiting.splice(0)) {
        letGo.add(item);
        resolve();
      }
      await Promise.allSettled(underWay);
    },
    letGo: () => [...letGo],
  };
}

/** How long a batch waits that is not full. */
function makePace({ maxWaitMs, minGapMs = 0 }: Pick<BatcherOptions<unknown>, 'maxWaitMs' | 'minGapMs'>): {
  noteBatch: (size: number) => void;
  /** Until it may start, its first item having come at `sinceMs`. */
  pauseMs: (sinceMs: number) => number;
} {
  let notBeforeMs = -Infinity;
  return {
    noteBatch(size) {
      notBeforeMs = size > 1 ? performance.now() + minGapMs : -Infinity;
    },
    pauseMs: (sinceMs) =>
      Math.max(0, sinceMs + maxWaitMs - performance.now(), notBeforeMs - performance.now()),
  };
}

async function runBatch<Room>(
  run: (items: string[], room: Room | undefined) => Promise<void>,
  batch: readonly Waiting[],
  room: Room | undefined,
): Promise<void> {
  if (batch.length === 0) return;
  try {
    await run([...new Set(batch.map(({ item }) => item))], room);
    for (const { resolve } of batch) resolve();
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
