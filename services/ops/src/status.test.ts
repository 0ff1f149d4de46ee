import { expect, test } from '@jest/globals';

import type { Sample } from './sample.ts';
import { judge, type Status } from './status.ts';

const START_MS = Date.UTC(2026, 2, 1);

const NOTHING = { quarantined: [], snapshot: null, pause: null, throttling: null, actions: [] };

interface Given {
  atSeconds?: number;
  unfinished?: number;
  queued?: number | null;
  oldestAgeSeconds?: number;
  isStoreAway?: boolean;
  quarantined?: number;
}

function sampleOf(given: Given): Sample {
  const { atSeconds = 0, unfinished = 0, queued = 0, oldestAgeSeconds = 0, isStoreAway = false } = given;
  const { quarantined = 0 } = given;
  const backlog = {
    accepted: unfinished,
    published: 0,
    quarantined,
    oldestAgeSeconds,
    quarantinedSince: null,
    leftToImport: 0,
  };
  return {
    takenAt: new Date(START_MS + atSeconds * 1_000),
    store: isStoreAway ? null : { backlog, ...NOTHING },
    queue: queued === null ? null : { kind: 'redis', counts: { waiting: queued }, redis: null },
  };
}

/** What a run of samples means at its end. */
function judgeAll(...givens: Given[]): Status {
  return givens.reduce<Status | null>((before, given) => judge(sampleOf(given), before), null)!;
}

test.each([
  ['work and no jobs', { unfinished: 3, queued: 0 }],
  ['jobs and no work', { unfinished: 0, queued: 3 }],
])('a minute of %s is DEGRADED, and one second less is not', (_name, given) => {
  expect(judgeAll({ ...given, atSeconds: 0 }, { ...given, atSeconds: 59 }).health).toBe('HEALTHY');
  const status = judgeAll({ ...given, atSeconds: 0 }, { ...given, atSeconds: 60 });
  expect(status).toMatchObject({ health: 'DEGRADED', since: new Date(START_MS + 60_000) });
  expect(status.cause).toContain('disagree');
});

test('one moment of agreement begins the minute anew', () => {
  const apart = { unfinished: 3, queued: 0 };
  const status = judgeAll(
    { ...apart, atSeconds: 0 },
    { unfinished: 3, queued: 3, atSeconds: 30 },
    { ...apart, atSeconds: 60 },
    { ...apart, atSeconds: 100 },
  );
  expect(status.health).toBe('HEALTHY');
});

test('two accounts that differ in number agree that there is work', () => {
  const status = judgeAll(
    { unfinished: 9, queued: 2, atSeconds: 0 },
    { unfinished: 9, queued: 2, atSeconds: 90 },
  );
  expect(status.health).toBe('HEALTHY');
});

test('a silent queue is DEGRADED at once, late news too, and a silent Postgres is DOWN', () => {
  expect(judgeAll({ queued: null }).health).toBe('DEGRADED');
  expect(judgeAll({ unfinished: 1, queued: 1, oldestAgeSeconds: 121 })).toMatchObject({
    health: 'DEGRADED',
    cause: 'News is late: the oldest article has waited 2 min for its story.',
  });
  expect(judgeAll({ isStoreAway: true, queued: null }).health).toBe('DOWN');
});

test('articles in quarantine leave it HEALTHY, and the first line names them', () => {
  expect(judgeAll({ quarantined: 3 })).toMatchObject({
    health: 'HEALTHY',
    cause: 'News becomes stories as it comes; 3 articles are in quarantine.',
  });
  expect(judgeAll({ quarantined: 1 }).cause).toContain('1 article is in quarantine');
  expect(judgeAll({ quarantined: 3, queued: null }).cause).not.toContain('quarantine');
});

test('the time since when counts from the first sample of the same health', () => {
  const status = judgeAll({ queued: null, atSeconds: 0 }, { queued: null, atSeconds: 30 });
  expect(status.since).toEqual(new Date(START_MS));
  expect(judgeAll({ queued: null, atSeconds: 0 }, { atSeconds: 30 }).since).toEqual(
    new Date(START_MS + 30_000),
  );
});
