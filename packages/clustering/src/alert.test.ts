import { expect, test } from '@jest/globals';

import { ALERT_RULE, matchAlert } from './alert.ts';

const HOUR_MS = 3_600_000;
const alert = { words: Uint32Array.of(1, 2, 3, 4), numbers: Uint32Array.of(4), effectiveAtMs: 10 * HOUR_MS };
const told = {
  words: Uint32Array.of(1, 2, 9),
  top: Uint32Array.of(4, 20, 21, 22),
  effectiveAtMs: 10 * HOUR_MS,
};

test('agreement is the mean of what each has of the other', () => {
  // Three of the alert's four words are in the article, two of its headline's three in the alert.
  expect(matchAlert(alert, told)).toBe(Math.floor(5_000 * (3 / 4 + 2 / 3)));
  expect(matchAlert({ ...alert, words: told.words, numbers: new Uint32Array(0) }, told)).toBe(10_000);
});

test('an article agrees from an hour before the alert until two hours after, to the millisecond', () => {
  const at = (laterMs: number): number | null =>
    matchAlert(alert, { ...told, effectiveAtMs: alert.effectiveAtMs + laterMs });
  expect(at(-ALERT_RULE.beforeMs)).not.toBeNull();
  expect(at(-ALERT_RULE.beforeMs - 1)).toBeNull();
  expect(at(ALERT_RULE.afterMs)).not.toBeNull();
  expect(at(ALERT_RULE.afterMs + 1)).toBeNull();
});

test('one number that the article has not is enough to part the two', () => {
  expect(matchAlert(alert, { ...told, top: Uint32Array.of(3, 20, 21, 22) })).toBeNull();
});

test('one word in both headlines is too little, however much of the text agrees', () => {
  const lonely = { ...told, words: Uint32Array.of(1), top: Uint32Array.of(2, 3, 4) };
  expect(matchAlert(alert, lonely)).toBeNull();
});

test('below the bound there is no match', () => {
  const other = { ...told, words: Uint32Array.of(1, 2, 9, 10, 11, 12) };
  expect(matchAlert(alert, other)).toBeNull();
});
