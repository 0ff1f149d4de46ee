import path from 'node:path';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';

import type { FromLane } from './lane-messages.ts';
import type { LanePort } from './spread-batches.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const ENTRY = 'services/clusterer/src/import-lane-main.ts';

/** A lane in a thread of its own. */
export function openThread(workerData: unknown): LanePort {
  let isEnded = false;
  const worker = new Worker(path.join(ROOT, 'scripts/run.mjs'), { argv: [ENTRY], workerData });
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  return {
    postMessage: (message, transferred = []) => worker.postMessage(message, transferred),
    onMessage(listener) {
      worker.on('message', (message: FromLane) => {
        isEnded ||= message.kind === 'ended';
        listener(message);
      });
      worker.on('error', ({ message }) => listener({ kind: 'failed', message }));
      worker.on('exit', (code) => listener({ kind: 'failed', message: `A thread ended with ${code}.` }));
    },
    async close() {
      // One that has ended takes leave of Postgres, and is gone then.
      if (isEnded) await gone;
      else await worker.terminate();
    },
  };
}

/** A lane that `run` runs in this very thread. */
export function openHere(run: (port: MessagePort) => Promise<void>): LanePort {
  const { port1, port2 } = new MessageChannel();
  return {
    postMessage: (message, transferred = []) => port1.postMessage(message, transferred),
    onMessage(listener) {
      port1.on('message', (message: FromLane) => listener(message));
      void run(port2);
    },
    close() {
      port1.close();
      return Promise.resolve();
    },
  };
}
