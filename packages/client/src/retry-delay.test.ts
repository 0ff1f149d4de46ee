import { describe, expect, test } from '@jest/globals';

import { retryDelayMs } from './retry-delay.ts';

const NOW_MS = Date.parse('2026-11-23T12:00:00Z');

describe('retryDelayMs', () => {
  test('waits as long as the service asks, in seconds or until a date', () => {
    const clock = { nowMs: NOW_MS, random: 0.9 };
    expect(retryDelayMs('7', 0, clock)).toBe(7_000);
    expect(retryDelayMs('0', 5, clock)).toBe(0);
    expect(retryDelayMs('Mon, 23 Nov 2026 12:00:20 GMT', 0, clock)).toBe(20_000);
    expect(retryDelayMs('Mon, 23 Nov 2026 11:00:00 GMT', 0, clock)).toBe(0);
  });

  test('never waits longer than five minutes for one answer', () => {
    expect(retryDelayMs('86400', 0, { nowMs: NOW_MS, random: 0 })).toBe(300_000);
  });

  test('doubles from 200 ms to 30 s where nothing is asked, and spreads clients over half of it', () => {
    const delays = [0, 1, 2, 30].map((attempt) => retryDelayMs(null, attempt, { nowMs: NOW_MS, random: 0 }));
    expect(delays).toEqual([200, 400, 800, 30_000]);
    expect(retryDelayMs(null, 2, { nowMs: NOW_MS, random: 0.5 })).toBe(600);
    expect(retryDelayMs('soon', 0, { nowMs: NOW_MS, random: 0 })).toBe(200);
  });
});
