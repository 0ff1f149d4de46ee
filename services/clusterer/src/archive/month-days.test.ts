import { expect, test } from '@jest/globals';

import { firstOfMonth, lastOfMonth, orderByUse } from './month-days.ts';

const toDay = (date: string): number => Date.parse(date) / 86_400_000;

test.each([
  ['2024-02-01', '2024-02-01', '2024-02-29'],
  ['2024-02-29', '2024-02-01', '2024-02-29'],
  ['2023-12-31', '2023-12-01', '2023-12-31'],
  ['1969-12-31', '1969-12-01', '1969-12-31'],
])('%s is of the month from %s to %s', (date, first, last) => {
  expect(firstOfMonth(toDay(date))).toBe(toDay(first));
  expect(lastOfMonth(toDay(date))).toBe(toDay(last));
});

test('days that were passed are given up first, then those far ahead, and those in use last', () => {
  const windows = [new Set([10, 11, 12]), new Set([30, 31, 32])];
  // 5 and 9 lie behind the first search, 25 behind the second; 14 and 40 are yet to come.
  expect(orderByUse([9, 5, 14, 25, 40, 31, 10], windows)).toEqual([5, 25, 9, 40, 14, 10, 31]);
});
