import { countLonger, totalOf } from '@writethru/domain';

import type { Db } from '../pool.ts';
import { readSizes } from '../queries/sizes.ts';
import { listCounters } from './counters.ts';
import { readFailures } from './failures.ts';
import { readPostgresFacts } from './postgres-facts.ts';
import { listProcesses } from './processes.ts';
import { readFeeds } from './read-feeds.ts';
import { sumSamples, type FlowTotals, type Resolution } from './samples.ts';
import type { QueueFacts, SloFacts, StoredSnapshot } from './snapshot.ts';
import { readSkippedKeys } from './skipped-keys.ts';
import { readGrowth } from './story-growth.ts';

const FAILURE_REASONS = 50;
const GROWING_STORIES = 10;
/** Enough for a share, and few enough to be looked up every ten seconds. */
const LOOKED_AT_FOR_KEYS = 200;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

/** 99 of 100 live articles have their story within a minute of receipt, over thirty days. */
const SLO = { target: 0.99, withinSeconds: 60, days: 30 } as const;

/** Everything that the snapshot holds, read from the rollups as they stand. Flows are measured up to `measuredTo`. */
export async function gatherSnapshot(
  db: Db,
  now: Date,
  measuredTo: Date,
  queue: QueueFacts | null,
): Promise<StoredSnapshot> {
  const sum = (resolution: Resolution, fromSecondsAgo: number, toSecondsAgo = 0): Promise<FlowTotals> =>
    sumSamples(db, resolution, {
      from: new Date(measuredTo.getTime() - fromSecondsAgo * 1000),
      to: new Date(measuredTo.getTime() - toSecondsAgo * 1000),
    });
  const lastHour = await sum(10, HOUR_SECONDS);
  return {
    takenAt: now.toISOString(),
    measuredTo: measuredTo.toISOString(),
    lastMinute: await sum(10, 60),
    lastFiveMinutes: await sum(10, 300),
    lastTenMinutes: await sum(10, 600),
    lastHour,
    lastDay: await sum(60, DAY_SECONDS),
    twoWeeksBefore: await sum(3600, 15 * DAY_SECONDS, DAY_SECONDS),
    slo: toSlo(await sum(3600, SLO.days * DAY_SECONDS), lastHour),
    feeds: await readFeeds(db, now),
    failures: await readFailures(db, now, FAILURE_REASONS),
    growth: await readGrowth(db, now, GROWING_STORIES),
    skippedKeys: await readSkippedKeys(db, LOOKED_AT_FOR_KEYS),
    processes: await listProcesses(db),
    queue,
    postgres: await readPostgresFacts(db),
    counters: await listCounters(db),
    ...(await readSizes(db)),
  };
}

function toSlo(period: FlowTotals, lastHour: FlowTotals): SloFacts {
  const lateLastHour = countLonger(lastHour.lagCounts, SLO.withinSeconds);
  const shareLastHour = lateLastHour / Math.max(1, totalOf(lastHour.lagCounts));
  return {
    ...SLO,
    articles: totalOf(period.lagCounts),
    late: countLonger(period.lagCounts, SLO.withinSeconds),
    burnRateLastHour: shareLastHour / (1 - SLO.target),
  };
}
