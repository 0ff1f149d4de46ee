import { describe, expect, test } from '@jest/globals';

import { isTimeZone, readTime } from './read-time.ts';

describe('times as feeds write them', () => {
  test.each([
    ['2026-02-09T09:17:00+03:00', '2026-02-09T06:17:00.000Z'],
    ['2026-02-09T09:17:00.5Z', '2026-02-09T09:17:00.500Z'],
    ['20260209T091700-0500', '2026-02-09T14:17:00.000Z'],
    ['20260209T091700Z', '2026-02-09T09:17:00.000Z'],
    ['Mon, 09 Feb 2026 09:17:00 GMT', '2026-02-09T09:17:00.000Z'],
    ['9 Feb 26 09:17 EST', '2026-02-09T14:17:00.000Z'],
    ['Tue, 9 February 2026 09:17:00 +0100', '2026-02-09T08:17:00.000Z'],
  ])('%s has its own zone', (text, iso) => {
    expect(readTime(text, 'Asia/Tokyo')).toEqual({ iso, isZoneAssumed: false });
  });

  test.each([
    ['2026-07-01T12:00:00', 'Europe/Berlin', '2026-07-01T10:00:00.000Z'],
    ['2026-01-01T12:00:00', 'Europe/Berlin', '2026-01-01T11:00:00.000Z'],
    ['20260101', 'America/New_York', '2026-01-01T05:00:00.000Z'],
    ['Thu, 01 Jan 2026 12:00:00', 'Asia/Kolkata', '2026-01-01T06:30:00.000Z'],
    ['Thu, 01 Jan 2026 12:00:00 XYZ', 'UTC', '2026-01-01T12:00:00.000Z'],
    // The hour after the clock was set forward, and the one that does not exist.
    ['2026-03-29T03:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29T01:30:00', 'Europe/Berlin', '2026-03-29T00:30:00.000Z'],
  ])('%s is taken in %s, and says so', (text, zone, iso) => {
    expect(readTime(text, zone)).toEqual({ iso, isZoneAssumed: true });
  });

  test.each([
    '',
    'yesterday',
    '2026-02-30T00:00:00Z',
    '2026-13-01',
    'Mon, 32 Feb 2026 09:17:00 GMT',
    '1.1.2026',
  ])('what is no time is none: %s', (text) => {
    expect(readTime(text, 'UTC')).toBeNull();
  });

  test('a zone is one that exists', () => {
    expect(isTimeZone('Europe/Berlin')).toBe(true);
    expect(isTimeZone('Europe/Nowhere')).toBe(false);
    expect(isTimeZone('')).toBe(false);
  });
});
