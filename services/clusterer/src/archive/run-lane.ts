import { Readable } from 'node:stream';

import { isTransient } from '@writethru/domain';

import type { Batch } from './gather-batches.ts';
import { unpackBatch, type FromLane, type ToLane } from './lane-messages.ts';
import { runBatches, type LaneDeps } from './run-batches.ts';

/** Where a lane hears and tells: the port of its thread, or something like it. */
export interface LaneSide {
  postMessage: (message: FromLane) => void;
  on: (event: 'message', hear: (message: ToLane) => void) => unknown;
}

/** Runs the batches that come by `port`, each taken when its turn comes, until the end is told. Never throws: it tells. */
export async function runLane(port: LaneSide, deps: Omit<LaneDeps, 'inTurn' | 'report'>): Promise<void> {
  const tell = (message: FromLane): void => port.postMessage(message);
  const [batches, turns] = [makeQueue(), makeQueue()];
  port.on('message', (message) => {
    if (message.kind === 'batch') batches.push(unpackBatch(message.batch));
    else if (message.kind === 'turn') turns.push(message);
    else batches.push(null);
  });
  tell({ kind: 'ready' });
  const turn = turns[Symbol.asyncIterator]();
  try {
    await runBatches(
      {
        ...deps,
        inTurn: async (take) => {
          await turn.next();
          return take();
        },
        report: (step) => tell({ kind: 'taken', step }),
      },
      batches as AsyncIterable<Batch>,
    );
    tell({ kind: 'ended' });
  } catch (error) {
    tell({ kind: 'failed', message: describe(error) });
  }
}

/** What a store that is away says of it itself goes along: of no other error, since that may hold what an article says. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return isTransient(error) && error.cause instanceof Error
    ? `${error.message} (${error.cause.message})`
    : error.message;
}

function makeQueue(): Readable {
  return new Readable({ objectMode: true, read: () => {} });
}
