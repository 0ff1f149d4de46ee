/**
 * A clusterer process that does one batch at a time, as its parent says, and holds at a point until it is let go.
 * For tests alone: production's clusterer takes its work from the queue.
 */
import { readShingleSeed } from '@writethru/fingerprint';
import { getActiveAlgorithm, openPool } from '@writethru/store';

import { processBatch, type ClustererPoint } from '../../../services/clusterer/src/process-batch.ts';

export type ToChild = { type: 'run'; articleIds: string[]; holdAt: ClustererPoint } | { type: 'go' };
export type FromChild =
  | { type: 'ready' }
  | { type: 'held' }
  /** Nanoseconds of the machine's monotonic clock, the same for all processes. */
  | { type: 'done'; searchedNs: string; unitedNs: string }
  | { type: 'failed'; message: string };

const pool = openPool(process.env['DATABASE_URL']!, {
  maxConnections: 3,
  applicationName: 'clusterer-child',
  onIdleError: () => {},
});
const send = (message: FromChild): void => void process.send!(message);
let letGo: () => void = () => {};

async function run(articleIds: string[], holdAt: ClustererPoint): Promise<void> {
  const algorithm = await getActiveAlgorithm(pool);
  let searchedNs = '';
  await processBatch(
    {
      pool,
      seed: readShingleSeed(algorithm.seed),
      log: {
        warn: () => {},
        error: (facts, message) => send({ type: 'failed', message: `${message} ${String(facts['err'])}` }),
      },
      maxAttempts: 5,
      leaseMs: 60_000,
      observe: async (point) => {
        if (point === 'after_publish') searchedNs = String(process.hrtime.bigint());
        if (point !== holdAt) return;
        const gate = new Promise<void>((resolve) => (letGo = resolve));
        send({ type: 'held' });
        await gate;
      },
    },
    articleIds,
  );
  send({ type: 'done', searchedNs, unitedNs: String(process.hrtime.bigint()) });
}

process.on('message', (message: ToChild) => {
  if (message.type === 'go') letGo();
  else
    run(message.articleIds, message.holdAt).catch((error: unknown) =>
      send({ type: 'failed', message: String(error) }),
    );
});
process.on('disconnect', () => process.exit(0));
send({ type: 'ready' });
