import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { expect, test } from '@jest/globals';

import type { Batch } from './gather-batches.ts';
import type { FromLane, ToLane } from './lane-messages.ts';
import { spreadBatches, type LanePort } from './spread-batches.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const STEP = { accepted: 0, repeated: 0, refused: [], leftovers: 0 };
const makeBatch = (): Batch => ({ pieces: [], spans: new Map(), receivedAt: new Date(0) });
const nextTask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A lane that takes whatever comes, and fails where `onBatch` says so. */
function openLane(onBatch: () => FromLane = () => ({ kind: 'taken', step: STEP })): LanePort {
  let tell: (message: FromLane) => void = () => {};
  const answer = (message: ToLane): void => {
    if (message.kind === 'batch') tell(onBatch());
    else if (message.kind === 'end') tell({ kind: 'ended' });
  };
  return {
    postMessage: (message) => void setImmediate(() => answer(message)),
    onMessage(listener) {
      tell = listener;
      setImmediate(() => listener({ kind: 'ready' }));
    },
    close: () => Promise.resolve(),
  };
}

test('of the batches that it has given it holds none', async () => {
  const given: WeakRef<Batch>[] = [];
  let held: number | null = null;
  await spreadBatches(
    (async function* () {
      for (let at = 0; at < 50; at++) {
        const batch = makeBatch();
        given.push(new WeakRef(batch));
        yield batch;
      }
      // What was looked at in this task is kept to its end.
      await nextTask();
      collectGarbage();
      held = given.filter((each) => each.deref() !== undefined).length;
    })(),
    { count: 2, openLane: () => openLane(), report: () => {} },
  );
  expect(held).toBeLessThan(5);
});

test('a lane that fails ends the run with its words, whatever it waits for', async () => {
  const endless = async function* (): AsyncGenerator<Batch> {
    yield makeBatch();
    await new Promise(() => {});
  };
  const options = {
    count: 1,
    openLane: () => openLane(() => ({ kind: 'failed', message: 'The lane is closed.' })),
    report: () => {},
  };
  await expect(spreadBatches(endless(), options)).rejects.toMatchObject({
    code: 'unavailable',
    message: 'The lane is closed.',
  });
});
