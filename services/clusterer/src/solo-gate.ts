/** Lets any number of batches run at once, or one article alone. */
export interface SoloGate {
  /** Runs `work` beside others of its kind. */
  together<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Runs `work` while nothing else runs. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>;
}

/**
 * What runs alone may take the process down, and whatever ran beside it would be suspected along with it. First come,
 * first served, so neither kind can keep the other waiting for ever. Not to be nested.
 */
export function makeSoloGate(): SoloGate {
  const waiting: { isAlone: boolean; start: () => void }[] = [];
  let running = 0;
  let isAloneRunning = false;

  const startNext = (): void => {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      if (isAloneRunning || (first.isAlone && running > 0)) return;
      waiting.shift();
      running++;
      isAloneRunning = first.isAlone;
      first.start();
    }
  };

  const run = async <Result>(isAlone: boolean, work: () => Promise<Result>): Promise<Result> => {
    await new Promise<void>((start) => {
      waiting.push({ isAlone, start });
      startNext();
    });
    try {
      return await work();
    } finally {
      running--;
      isAloneRunning = false;
      startNext();
    }
  };

  return { together: (work) => run(false, work), alone: (work) => run(true, work) };
}
