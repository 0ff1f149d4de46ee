import { countProcesses, type Pool } from '@writethru/store';

import { startLoop, type Loop } from './loop.ts';

/** How many clusterers live, as of ten seconds ago. */
export interface Peers extends Loop {
  /**
   * A pause for what any one of them may do for all: each does it the less often, the more they are, so that together
   * they ask as often as one. By chance, lest they ask all at once.
   */
  share(everyMs: number): () => number;
}

const COUNT_EVERY_MS = 10_000;

/** Starts counting. While the store is away the last answer holds. */
export function watchPeers(pool: Pool, onError: (error: unknown) => void): Peers {
  let count = 1;
  const look = async (): Promise<boolean> => {
    count = Math.max(1, await countProcesses(pool, 'clusterer'));
    return false;
  };
  const loop = startLoop(look, { everyMs: COUNT_EVERY_MS, onError });
  return {
    share: (everyMs) => () => (count === 1 ? everyMs : everyMs * count * (0.5 + Math.random())),
    stop: () => loop.stop(),
  };
}
