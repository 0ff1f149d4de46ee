import { readHeadPosition, type Pool } from '@writethru/store';

/** Tells many waiting streams of new changes by one look at the store. */
export interface HeadWatch {
  /** Resolves when there is a change after `position`, after `timeoutMs`, or when `signal` says so. */
  waitPast(position: number, timeoutMs: number, signal: AbortSignal): Promise<void>;
}

const LOOK_EVERY_MS = 200;

interface Waiting {
  position: number;
  untilMs: number;
  signal: AbortSignal;
  resolve: () => void;
}

/** Makes the watch of a process. It looks only while someone waits; while the store is away it goes on looking. */
export function makeHeadWatch(pool: Pool): HeadWatch {
  let waiting: Waiting[] = [];
  let isLooking = false;
  const look = async (): Promise<void> => {
    while (waiting.length > 0) {
      const head = await readHeadPosition(pool).catch(() => 0);
      const nowMs = performance.now();
      const done = waiting.filter((one) => one.position < head || one.untilMs <= nowMs || one.signal.aborted);
      waiting = waiting.filter((one) => !done.includes(one));
      for (const one of done) one.resolve();
      if (waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    isLooking = false;
  };
  return {
    waitPast: (position, timeoutMs, signal) =>
      new Promise((resolve) => {
        waiting.push({ position, untilMs: performance.now() + timeoutMs, signal, resolve });
        if (isLooking) return;
        isLooking = true;
        void look();
      }),
  };
}
