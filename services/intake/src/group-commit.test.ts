import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { makeGroupCommit, type GroupCommit } from './group-commit.ts';

const ROOMY = { maxItems: 100, maxWaiting: 1_000 };
const FOR_EVER_MS = 3_600_000;

interface Recorded {
  commits: string[][];
  group: GroupCommit<string, string>;
  /** Ends the oldest commit that is under way. */
  end: () => Promise<void>;
}

function record(options: { maxUnderWay: number; maxItems?: number; minGapMs?: number }): Recorded {
  const commits: string[][] = [];
  const ends: (() => void)[] = [];
  const commit = async (items: readonly string[]): Promise<string[]> => {
    commits.push([...items]);
    await new Promise<void>((resolve) => ends.push(resolve));
    return items.map((item) => `stored ${item}`);
  };
  const end = async (): Promise<void> => {
    ends.shift()!();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { commits, group: makeGroupCommit(commit, { ...ROOMY, ...options }), end };
}

describe('a group commit', () => {
  // Between two requests on the real clock any gap may pass: the machine may do something else there.
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('stores at once what comes alone, one after the other too', async () => {
    const { commits, group, end } = record({ maxUnderWay: 2, minGapMs: FOR_EVER_MS });
    for (const item of ['a', 'b', 'c']) {
      const stored = group.add([item]);
      await end();
      expect(await stored).toEqual([`stored ${item}`]);
    }
    expect(commits).toEqual([['a'], ['b'], ['c']]);
  });

  test('gathers what comes while as many commits as may be are under way', async () => {
    const { commits, group, end } = record({ maxUnderWay: 1 });
    const all = Promise.all(['a', 'b', 'c'].map((item) => group.add([item])));
    await end();
    await end();
    expect(await all).toEqual([['stored a'], ['stored b'], ['stored c']]);
    expect(commits).toEqual([['a'], ['b', 'c']]);
  });

  test('waits for more where requests come side by side, but not once it is full', async () => {
    const { commits, group } = record({ maxUnderWay: 3, maxItems: 2, minGapMs: FOR_EVER_MS });
    for (const item of ['a', 'b', 'c']) void group.add([item]);
    expect(commits).toEqual([['a'], ['b']]);
    void group.add(['d']);
    expect(commits).toEqual([['a'], ['b'], ['c', 'd']]);
  });

  test('starts after the gap where it is not full', async () => {
    const { commits, group, end } = record({ maxUnderWay: 3, minGapMs: 20 });
    const all = Promise.all(['a', 'b', 'c', 'd'].map((item) => group.add([item])));
    jest.advanceTimersByTime(19);
    expect(commits).toEqual([['a'], ['b']]);
    jest.advanceTimersByTime(1);
    expect(commits).toEqual([['a'], ['b'], ['c', 'd']]);
    await end();
    await end();
    await end();
    expect(await all).toEqual([['stored a'], ['stored b'], ['stored c'], ['stored d']]);
  });
});
