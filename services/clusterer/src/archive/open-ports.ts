import { EventEmitter } from 'node:events';
import path from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';

import type { FindSharers } from './held-keys.ts';
import type { LaneData } from './lane-deps.ts';
import type { FromLane } from './lane-messages.ts';
import type { LaneSide } from './run-lane.ts';
import { serveSearches } from './search-port.ts';
import type { LanePort } from './spread-batches.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const ENTRY = 'services/clusterer/src/import-lane-main.ts';

/** A lane in a thread of its own, whose searches are answered by `findSharers`. */
export function openThread(data: Omit<LaneData, 'searchPort'>, findSharers: FindSharers): LanePort {
  let isEnded = false;
  const { port1: own, port2: searchPort } = new MessageChannel();
  serveSearches(own, findSharers);
  const workerData: LaneData = { ...data, searchPort };
  const worker = new Worker(path.join(ROOT, 'scripts/run.mjs'), {
    argv: [ENTRY],
    workerData,
    transferList: [searchPort],
  });
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  return {
    postMessage: (message, transferred = []) => worker.postMessage(message, transferred),
    onMessage(listener) {
      worker.on('message', (message: FromLane) => {
        isEnded ||= message.kind === 'ended';
        listener(message);
      });
      worker.on('error', ({ message }) => listener({ kind: 'failed', message }));
      worker.on('exit', (code) => {
        if (!isEnded) listener({ kind: 'failed', message: `A thread ended with ${code}.` });
      });
    },
    async close() {
      // One that has ended takes leave of Postgres, and is gone then.
      if (isEnded) await gone;
      else await worker.terminate();
      own.close();
    },
  };
}

/** A lane that `run` runs in this very thread. */
export function openHere(run: (port: LaneSide) => Promise<void>): LanePort {
  const [toLane, fromLane] = [new EventEmitter(), new EventEmitter()];
  return {
    postMessage: (message) => void setImmediate(() => toLane.emit('message', message)),
    onMessage(listener) {
      fromLane.on('message', listener);
      void run({
        postMessage: (message) => void setImmediate(() => fromLane.emit('message', message)),
        on: (event, hear) => toLane.on(event, hear),
      });
    },
    // What it is at goes on, and is told to nobody.
    close: () => Promise.resolve(),
  };
}
