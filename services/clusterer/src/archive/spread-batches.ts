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

export interface SpreadOptions {
  /** Lanes at most. */
  count: number;
  openLane: (at: number) => LanePort;
  report: (step: TakenStep) => void;
}

/**
 * Runs batches by `count` lanes side by side: read and united at once, but taken one after the other, in order, so that
 * what stands earlier in an archive is judged earlier. The first lane starts at once, the others when there is a second
 * batch, and none is waited for. Throws AppError `unavailable` once a lane has failed, with its reason: the others are
 * ended, and what they have committed stays.
 */
export async function spreadBatches(batches: AsyncIterable<Batch>, options: SpreadOptions): Promise<void> {
  const crew = new Crew(options);
  try {
    crew.open();
    const source = batches[Symbol.asyncIterator]();
    for (let at = 0; ; at++) {
      const next = await crew.unlessFailed(source.next());
      if (next.done === true) break;
      if (at === 1) for (let lane = 1; lane < options.count; lane++) crew.open();
      await crew.give(next.value);
    }
    await crew.end();
  } finally {
    await crew.close();
  }
}

class Crew {
  private readonly lanes: Lane[] = [];
  /** Who has the batches, in order. */
  private readonly owners: Lane[] = [];
  private taken = 0;
  private wake: () => void = () => {};
  private failure: AppError | null = null;
  /** Tells whoever waits for something of a failure. */
  private readonly onFailure = new Set<(error: AppError) => void>();
  private readonly options: SpreadOptions;

  constructor(options: SpreadOptions) {
    this.options = options;
  }

  open(): void {
    const port = this.options.openLane(this.lanes.length);
    const lane: Lane = { port, isReady: false, isEnded: false, batches: 0 };
    port.onMessage((message) => this.hear(lane, message));
    this.lanes.push(lane);
  }

  /** A race with one promise of failure would keep the result of every race, each a batch, for as long as none fails. */
  async unlessFailed<Result>(work: Promise<Result>): Promise<Result> {
    if (this.failure !== null) throw this.failure;
    let tell: (error: AppError) => void = () => {};
    const failed = new Promise<never>((_, reject) => (tell = reject));
    this.onFailure.add(tell);
    try {
      return await Promise.race([work, failed]);
    } finally {
      this.onFailure.delete(tell);
    }
  }

  /** Gives a batch to the lane that has least to do, when one has room; a page of leftovers to that of its stretch. */
  async give(batch: Batch): Promise<void> {
    const findFree = (): Lane | undefined =>
      this.lanes
        .filter((each) => each.isReady && each.batches < BATCHES_OF_A_LANE)
        .sort((a, b) => a.batches - b.batches)[0];
    const findOwn = (): Lane | undefined => {
      const own = 'stretch' in batch ? this.lanes[batch.stretch % this.lanes.length] : undefined;
      if (own?.isReady !== true) return findFree();
      return own.batches < BATCHES_OF_A_LANE ? own : undefined;
    };
    await this.until(() => findOwn() !== undefined);
    const lane = findOwn()!;
    const packed = packBatch(batch);
    lane.port.postMessage({ kind: 'batch', batch: packed }, 'bytes' in packed ? [packed.bytes.buffer] : []);
    lane.batches++;
    this.owners.push(lane);
    if (this.owners.length === this.taken + 1) lane.port.postMessage({ kind: 'turn' });
  }

  /** Resolves when everything given is taken and united. */
  async end(): Promise<void> {
    for (const { port } of this.lanes) port.postMessage({ kind: 'end' });
    await this.until(() => this.lanes.every(({ isEnded }) => isEnded));
  }

  async close(): Promise<void> {
    await Promise.all(this.lanes.map(({ port }) => port.close()));
  }

  private hear(lane: Lane, message: FromLane): void {
    if (message.kind === 'failed') this.fail(new AppError('unavailable', message.message));
    else if (message.kind === 'ready') lane.isReady = true;
    else if (message.kind === 'ended') lane.isEnded = true;
    else {
      lane.batches--;
      this.taken++;
      this.owners[this.taken]?.port.postMessage({ kind: 'turn' });
      this.options.report(message.step);
    }
    this.wake();
  }

  private fail(error: AppError): void {
    this.failure ??= error;
    for (const tell of this.onFailure) tell(this.failure);
  }

  private async until(condition: () => boolean): Promise<void> {
    while (!condition()) await this.unlessFailed(new Promise<void>((resolve) => (this.wake = resolve)));
  }
}
