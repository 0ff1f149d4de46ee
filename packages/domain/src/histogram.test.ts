import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
  addCounts,
  bucketOf,
  countLonger,
  emptyCounts,
  LAG_BOUNDS_SECONDS,
  quantileOf,
  totalOf,
} from './histogram.ts';

function countsOf(...seconds: number[]): number[] {
  const counts = emptyCounts();
  for (const one of seconds) counts[bucketOf(one)]!++;
  return counts;
}

test('a quantile lies in the bucket of the value that it stands for', () => {
  const value = fc.double({ min: 0, max: 80_000, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 50 }),
      fc.integer({ min: 1, max: 100 }),
      (seconds, percent) => {
        const sorted = [...seconds].sort((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]!;
        const told = quantileOf(countsOf(...seconds), percent / 100)!;
        const high = LAG_BOUNDS_SECONDS.find((bound) => exact < bound)!;
        const low = LAG_BOUNDS_SECONDS[LAG_BOUNDS_SECONDS.indexOf(high) - 1] ?? 0;
        expect(told).toBeGreaterThanOrEqual(low);
        expect(told).toBeLessThanOrEqual(high);
      },
    ),
  );
});

test('nothing counted has no quantile, and what is past the last bound is told as that', () => {
  expect(quantileOf(emptyCounts(), 0.5)).toBeNull();
  expect(quantileOf(countsOf(1e9), 0.5)).toBe(86_400);
});

test('histograms add up, and tell how many were late', () => {
  const sum = addCounts(countsOf(1, 59), countsOf(60, 61, 1e9));
  expect([totalOf(sum), countLonger(sum, 60), countLonger(sum, 86_400)]).toEqual([5, 3, 1]);
});
