import { readPause, type Pool } from '@writethru/store';

import { startLoop, type Loop } from './loop.ts';

/** Whether operators have paused clustering, as of a second ago at most. */
export interface PauseWatch extends Loop {
  isOn(): boolean;
}

const LOOK_EVERY_MS = 1_000;

/** Starts looking. While the store is away the last answer holds. */
export function watchPause(pool: Pool, onError: (error: unknown) => void): PauseWatch {
  let isOn = false;
  const look = async (): Promise<boolean> => {
    isOn = (await readPause(pool)) !== null;
    return false;
  };
  const loop = startLoop(look, { everyMs: LOOK_EVERY_MS, onError });
  return { isOn: () => isOn, stop: () => loop.stop() };
}
