import { expect, test } from '@jest/globals';

import { firstOfMonth, lastOfMonth } from './month-days.ts';

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
