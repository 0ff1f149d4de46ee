export interface Loop {
  /** Resolves when the turn under way has ended; no other begins. */
  stop(): Promise<void>;
}

/**
 * Runs `turn` again and again, `everyMs` after the last one ended, or at once where it answers that there is more.
 * Where `everyMs` is a function it is asked each time. A turn that throws is reported and does not end the loop.
 */
export function startLoop(
  turn: () => Promise<boolean>,
  options: { everyMs: number | (() => number); onError: (error: unknown) => void },
): Loop {
  const { everyMs } = options;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let wake: () => void = () => {};
  const run = async (): Promise<void> => {
    while (!isStopped) {
      let isMore = false;
      try {
        isMore = await turn();
      } catch (error) {
        options.onError(error);
      }
      if (isMore || isStopped) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, typeof everyMs === 'number' ? everyMs : everyMs());
      });
    }
  };
  const ended = run();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      wake();
      await ended;
    },
  };
}
