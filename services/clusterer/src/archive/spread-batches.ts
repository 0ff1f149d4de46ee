import { AppError } from '@writethru/domain';

import type { Batch } from './gather-batches.ts';
import { packBatch, type FromLane, type ToLane } from './lane-messages.ts';
import type { TakenStep } from './run-batches.ts';

/** Where a lane is reached: the port of a thread, or of this one. */
export interface LanePort {
  postMessage: (message: ToLane, transferred?: ArrayBuffer[]) => void;
  onMessage: (listener: (message: FromLane) => void) => void;
  /** Ends it at once, whatever it is at. */
  close: () => Promise<void>;
}

interface Lane {
  port: LanePort;
  isReady: boolean;
  isEnded: boolean;
  /** Given and not taken. */
  batches: number;
}

/** One is read while another is taken. */
const BATCHES_OF_A_LANE = 2;

/**
 * Runs batches by `count` lanes side by side: read and united at once, but taken one after the other, in order, so that
 * what stands earlier in an archive is judged earlier. The first lane starts at once, the others when there is a second
 * batch, and none is waited for. Throws AppError `unavailable` once a lane has failed, with its reason: the others are
 * ended, and what they have committed stays.
 */
export async function spreadBatches(
  batches: AsyncIterable<Batch>,
  {
    count,
    openLane,
    report,
  }: { count: number; openLane: (at: number) => LanePort; report: (step: TakenStep) => void },
): Promise<void> {
  const lanes: Lane[] = [];
  const owners: Lane[] = [];
  let taken = 0;
  let wake: () => void = () => {};
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => {});
  const hear = (lane: Lane, message: FromLane): void => {
    if (message.kind === 'failed') fail(new AppError('unavailable', message.message));
    else if (message.kind === 'ready') lane.isReady = true;
    else if (message.kind === 'ended') lane.isEnded = true;
    else {
      lane.batches--;
      taken++;
      owners[taken]?.port.postMessage({ kind: 'turn' });
      report(message.step);
    }
    wake();
  };
  const open = (): void => {
    const lane: Lane = { port: openLane(lanes.length), isReady: false, isEnded: false, batches: 0 };
    lane.port.onMessage((message) => hear(lane, message));
    lanes.push(lane);
  };
  const until = async <Found>(find: () => Found | undefined): Promise<Found> => {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      await Promise.race([new Promise<void>((resolve) => (wake = resolve)), failed]);
    }
  };
  const findFree = (): Lane | undefined =>
    lanes
      .filter((lane) => lane.isReady && lane.batches < BATCHES_OF_A_LANE)
      .sort((a, b) => a.batches - b.batches)[0];
  try {
    open();
    const source = batches[Symbol.asyncIterator]();
    for (;;) {
      const next = await Promise.race([source.next(), failed]);
      if (next.done === true) break;
      while (owners.length === 1 && lanes.length < count) open();
      const lane = await until(findFree);
      const packed = packBatch(next.value);
      lane.port.postMessage({ kind: 'batch', batch: packed }, [packed.bytes.buffer]);
      lane.batches++;
      if (owners.push(lane) === taken + 1) lane.port.postMessage({ kind: 'turn' });
    }
    for (const lane of lanes) lane.port.postMessage({ kind: 'end' });
    await until(() => lanes.every(({ isEnded }) => isEnded) || undefined);
  } finally {
    await Promise.all(lanes.map(({ port }) => port.close()));
  }
}
