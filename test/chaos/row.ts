import type { RedisGroup } from '../support/own-redis-group.ts';
import type { Stage } from './stage.ts';

/** What a row works on. */
export interface Scenery {
  stage: Stage;
  /** What `openQueue` of the row has opened, which all services work with; null where the queue is the stage's. */
  queue: RedisGroup | null;
  /** Seeded: the same seed makes the same choices. */
  random: () => number;
  /** Articles that were answered 202 in this episode so far. */
  accepted: () => number;
  /** Starts every guid of this episode, of the row's own articles too. */
  prefix: string;
  /** Posts one more article, of the row's own, and waits for its 202. Answers its id. */
  post(guid: string, body: string): Promise<string>;
}

/** One row of the fault matrix: something that goes wrong while articles come in, and what must hold. */
export interface Row {
  name: string;
  /** What goes wrong, in words. */
  fault: string;
  /** What a client and an operator see meanwhile. */
  expected: string;
  /** Whether intake may refuse meanwhile. Where it may not, one refusal is a violation. */
  mayRefuse: boolean;
  /** Guids, after the prefix, that must end in quarantine. Any other that does is a violation. */
  quarantined?: readonly string[];
  /** Whether it fills a disk up. */
  needsDisk?: boolean;
  /** What else it can't run here for; null where it can. */
  findObstacle?: (stage: Stage) => string | null;
  /** Opens a Redis that the queue is in for this row alone, in place of the stage's. */
  openQueue?: (undo: Stage['undo']) => Promise<RedisGroup>;
  /** Does it, and undoes it. */
  run(scenery: Scenery): Promise<void>;
}

/** Why a row can't run here; null where it can. */
export function findObstacle(row: Row, stage: Stage): string | null {
  if (row.needsDisk === true && stage.smallDisk === null)
    return 'no disk of its own can be mounted here (not root)';
  return row.findObstacle?.(stage) ?? null;
}

/** Waits so long: a fault has to last. */
export function last(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** One of them. */
export function pick<Item>(items: readonly Item[], random: () => number): Item {
  return items[Math.floor(random() * items.length)]!;
}
