import { ensurePartitions, expireTexts, sequenceEvents, shrinkMonths, type Pool } from '@writethru/store';

import { indexTexts } from './index-texts.ts';
import { startLoop, type Loop } from './loop.ts';
import type { Peers } from './peers.ts';

const SEQUENCE_EVERY_MS = 200;
const SEQUENCE_LIMIT = 2_000;
const INDEX_EVERY_MS = 250;
const EXPIRE_EVERY_MS = 60_000;
const EXPIRE_LIMIT = 200;
const PARTITIONS_EVERY_MS = 3_600_000;
const SHRINK_EVERY_MS = 3_600_000;

/**
 * Starts what the store needs beside the clustering: positions of events, texts in the search index, retention,
 * partitions ahead, and the disk of those that are spent. `warn` makes the reporter of what failed.
 */
export function startHousekeeping(
  pool: Pool,
  peers: Peers,
  warn: (what: string) => (error: unknown) => void,
): Loop[] {
  return [
    startLoop(() => sequence(pool), {
      everyMs: peers.share(SEQUENCE_EVERY_MS),
      onError: warn('the sequencer'),
    }),
    startLoop(() => indexTexts(pool), {
      everyMs: peers.share(INDEX_EVERY_MS),
      onError: warn('indexing for search'),
    }),
    startLoop(() => expireTexts(pool, EXPIRE_LIMIT), {
      everyMs: EXPIRE_EVERY_MS,
      onError: warn('retention'),
    }),
    startLoop(() => ensurePartitions(pool, new Date()).then(() => false), {
      everyMs: PARTITIONS_EVERY_MS,
      onError: warn('making partitions'),
    }),
    startLoop(() => shrinkMonths(pool).then(() => false), {
      everyMs: SHRINK_EVERY_MS,
      onError: warn('giving back the disk of old months'),
    }),
  ];
}

/** Gives waiting events their positions. Answers whether there may be more. */
export async function sequence(pool: Pool): Promise<boolean> {
  return (await sequenceEvents(pool, SEQUENCE_LIMIT)) === SEQUENCE_LIMIT;
}
