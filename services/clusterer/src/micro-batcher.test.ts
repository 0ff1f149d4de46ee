import { afterEach, describe, expect, jest, test } from '@jest/globals';

import { makeMicroBatcher } from './micro-batcher.ts';

function recordBatches(): {
  batches: string[][];
  run: (items: string[]) => Promise<void>;
  release: () => void;
} {
  const batches: string[][] = [];
  let release: () => void = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  return {
    batches,
    run: async (items) => {
      batches.push(items);
      await gate;
    },
    release: () => release(),
  };
}

describe('a micro-batch', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  test('starts as soon as it is full', async () => {
    const recorded = recordBatches();
    const batcher = makeMicroBatcher(recorded.run, { maxItems: 2, maxWaitMs: 3_600_000, maxUnderWay: 4 });
    const all = Promise.all(['a', 'b', 'c', 'd'].map((item) => batcher.add(item)));
    expect(recorded.batches).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    recorded.release();
    await all;
  });

  test('starts after the wait where it is not full, and ends its callers together', async () => {
    const recorded = recordBatches();
    recorded.release();
    const batcher = makeMicroBatcher(recorded.run, { maxItems: 64, maxWaitMs: 1, maxUnderWay: 1 });
    await Promise.all([batcher.add('a'), batcher.add('b')]);
    expect(recorded.batches).toEqual([['a', 'b']]);
  });

  test('holds an item once, however often it is given', async () => {
    const recorded = recordBatches();
    recorded.release();
    const batcher = makeMicroBatcher(recorded.run, { maxItems: 3, maxWaitMs: 1, maxUnderWay: 1 });
    await Promise.all([batcher.add('a'), batcher.add('a'), batcher.add('b')]);
    expect(recorded.batches).toEqual([['a', 'b']]);
  });

  test('no more than the given number run at once; the rest gathers and loses nothing', async () => {
    const recorded = recordBatches();
    const batcher = makeMicroBatcher(recorded.run, { maxItems: 1, maxWaitMs: 1, maxUnderWay: 2 });
    const all = Promise.all(['a', 'b', 'c', 'd', 'e'].map((item) => batcher.add(item)));
    expect(recorded.batches).toEqual([['a'], ['b']]);
    recorded.release();
    await all;
    expect(recorded.batches.flat()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('is put together when there is room for it, and gives the room back when it has ended', async () => {
    const steps: string[] = [];
    let open: () => void = () => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    const batcher = makeMicroBatcher(
      (items) => {
        steps.push(items.join('+'));
        return items.includes('b') ? Promise.reject(new Error('bad')) : Promise.resolve();
      },
      {
        maxItems: 2,
        maxWaitMs: 1,
        maxUnderWay: 1,
        enter: async () => {
          steps.push('enter');
          await opened;
          return {
            leave() {
              steps.push('leave');
              return Promise.resolve();
            },
          };
        },
      },
    );
    const all = Promise.allSettled(['a', 'b', 'c'].map((item) => batcher.add(item)));
    expect(steps).toEqual(['enter']);
    open();
    await all;
    await batcher.close();
    expect(steps).toEqual(['enter', 'a+b', 'leave', 'enter', 'c', 'leave']);
  });

  test('waits for more after one of several, and not after one of one', async () => {
    jest.useFakeTimers();
    const recorded = recordBatches();
    recorded.release();
    const options = { maxItems: 64, maxWaitMs: 1, minGapMs: 100, maxUnderWay: 1 };
    const batcher = makeMicroBatcher(recorded.run, options);
    for (const items of [['a'], ['b', 'c'], ['d']]) {
      for (const item of items) void batcher.add(item);
      await jest.advanceTimersByTimeAsync(2);
    }
    expect(recorded.batches).toEqual([['a'], ['b', 'c']]);
    void batcher.add('e');
    await jest.advanceTimersByTimeAsync(100);
    expect(recorded.batches).toEqual([['a'], ['b', 'c'], ['d', 'e']]);
  });

  test('that fails rejects its own callers only', async () => {
    const batcher = makeMicroBatcher(
      (items) => (items.includes('bad') ? Promise.reject(new Error('bad')) : Promise.resolve()),
      { maxItems: 1, maxWaitMs: 1, maxUnderWay: 1 },
    );
    const results = await Promise.allSettled([batcher.add('good'), batcher.add('bad'), batcher.add('fine')]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('closing waits for what is under way, and lets go of what waits and what still comes', async () => {
    const recorded = recordBatches();
    const batcher = makeMicroBatcher(recorded.run, { maxItems: 1, maxWaitMs: 3_600_000, maxUnderWay: 1 });
    const underWay = batcher.add('a');
    const waiting = batcher.add('b');
    const closed = batcher.close();
    await waiting;
    await batcher.add('c');
    recorded.release();
    await Promise.all([closed, underWay]);
    expect(recorded.batches).toEqual([['a']]);
    expect(batcher.letGo()).toEqual(['b', 'c']);
  });
});
