import { startLoop, type Loop } from '@writethru/runtime';
import { advanceActions, type Pool } from '@writethru/store';

/** Fifty articles a second: what is released must not push out what comes in. */
const ARTICLES_A_TURN = 25;
const TURN_EVERY_MS = 500;

/** Starts working off the actions that run. Any number of processes may; each turn is one transaction. */
export function runActions(pool: Pool, onError: (error: unknown) => void): Loop {
  const turn = (): Promise<boolean> => advanceActions(pool, ARTICLES_A_TURN).then(() => false);
  return startLoop(turn, { everyMs: TURN_EVERY_MS, onError });
}
