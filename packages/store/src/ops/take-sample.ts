import { addCounts, emptyCounts, totalOf } from '@writethru/domain';

import { queryMaybeOne, type Client, type Pool } from '../pool.ts';
import { readBacklog, type Backlog } from '../queries/unfinished.ts';
import { inTransaction } from '../transaction.ts';
import { addToFeeds } from './add-to-feeds.ts';
import { addToCounters, type OpsCounter } from './counters.ts';
import { countFailures, pruneFailures } from './failures.ts';
import { learnFeeds } from './learn-feeds.ts';
import {
  measureEnded,
  measureReceived,
  type EndedGroup,
  type ReceivedGroup,
  type Window,
} from './measure-window.ts';
import { gatherSnapshot } from './gather-snapshot.ts';
import { pruneFeedHours } from './read-feeds.ts';
import { keepSample, type OpsSample } from './samples.ts';
import { readMeasuredTo, writeOpsSnapshot, type QueueFacts } from './snapshot.ts';
import { keepGrowth } from './story-growth.ts';

/** Any number that nothing else locks by. */
const LOCK = 7_206_014;
const STEP_MS = 10_000;
/** A transaction that has stamped a time may commit a little later: what ended just now is left to the next sample. */
const GRACE_MS = 3_000;
/** After a longer gap, and at the beginning, the time before is not made up for. */
const MAX_GAP_MS = 3_600_000;
/**
 * Measures what flowed since the last sample, keeps it in the rollups, and writes the snapshot that everybody reads.
 * Does nothing, and answers false, where the last sample is younger than ten seconds or another process is at it.
 * Throws AppError `unavailable` while the store is away.
 */
export async function takeOpsSample(pool: Pool, queue: QueueFacts | null): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const lock = await queryMaybeOne<{ is_mine: boolean; now: Date }>(
      client,
      'select pg_try_advisory_xact_lock($1) as is_mine, clock_timestamp() as now',
      [LOCK],
    );
    if (lock?.is_mine !== true) return false;
    const window = windowUpTo(lock.now, await readMeasuredTo(client));
    if (window === null) return false;
    const backlog = await readBacklog(client);
    await measure(client, window, backlog, queue);
    await writeOpsSnapshot(client, await gatherSnapshot(client, lock.now, window.to, queue));
    return true;
  });
}

function windowUpTo(now: Date, measuredTo: Date | null): Window | null {
  const toMs = Math.floor((now.getTime() - GRACE_MS) / STEP_MS) * STEP_MS;
  const fromMs = Math.max(measuredTo?.getTime() ?? 0, toMs - MAX_GAP_MS);
  return fromMs >= toMs ? null : { from: new Date(fromMs), to: new Date(toMs) };
}

async function measure(
  client: Client,
  window: Window,
  backlog: Backlog,
  queue: QueueFacts | null,
): Promise<void> {
  const ended = await measureEnded(client, window);
  const received = await measureReceived(client, window);
  const failures = await countFailures(client, window.from, window.to);
  await keepSample(client, toSample(window, { ended, received, failures, backlog, queue }));
  await addToFeeds(client, window.to, received, ended);
  await addToCounters(client, toCounters(ended, received, failures));
  await keepGrowth(client, window);
  await learnFeeds(client, window.to);
  await pruneFeedHours(client, window.to);
  await pruneFailures(client, window.to);
}

function toSample(
  window: Window,
  measured: {
    ended: readonly EndedGroup[];
    received: readonly ReceivedGroup[];
    failures: number;
    backlog: Backlog;
    queue: QueueFacts | null;
  },
): OpsSample {
  const { ended, received, failures, backlog, queue } = measured;
  const count = (...endings: EndedGroup['ending'][]): number =>
    ended.filter(({ ending }) => endings.includes(ending)).reduce((sum, group) => sum + group.count, 0);
  return {
    at: window.from,
    spanSeconds: (window.to.getTime() - window.from.getTime()) / 1000,
    received: received.reduce((sum, group) => sum + group.count, 0),
    clustered: count('new_story', 'joined', 'duplicate', 'revision'),
    quarantined: count('quarantined'),
    failures,
    newStories: count('new_story'),
    duplicates: count('duplicate'),
    candidates: ended.reduce((sum, group) => sum + group.candidates, 0),
    lagCounts: ended.reduce((counts, group) => addCounts(counts, group.lagCounts), emptyCounts()),
    oldestAgeSeconds: backlog.oldestAgeSeconds,
    backlog: backlog.accepted + backlog.published,
    quarantine: backlog.quarantined,
    queued: queue === null ? null : (queue.counts['waiting'] ?? 0) + (queue.counts['prioritized'] ?? 0),
  };
}

function toCounters(
  ended: readonly EndedGroup[],
  received: readonly ReceivedGroup[],
  failures: number,
): OpsCounter[] {
  const all = { provider: '', feed: '' };
  return [
    ...received.flatMap(({ provider, feed, count, futureDated, sourceLagCounts, sourceLagSeconds }) => [
      { name: 'received', provider, feed, label: 'accepted', value: count },
      { name: 'future_dated', provider, feed, label: '', value: futureDated },
      ...toHistogram('source_lag', { provider, feed }, sourceLagCounts, sourceLagSeconds),
    ]),
    ...ended.flatMap(({ provider, feed, ending, count, lagCounts, lagSeconds }) => [
      { name: 'ended', provider, feed, label: ending, value: count },
      ...toHistogram('lag', all, lagCounts, lagSeconds),
    ]),
    { name: 'failures', ...all, label: '', value: failures },
  ];
}

function toHistogram(
  name: string,
  feed: { provider: string; feed: string },
  counts: readonly number[],
  seconds: number,
): OpsCounter[] {
  if (totalOf(counts) === 0) return [];
  return [
    ...counts.map((value, bucket) => ({ name, ...feed, label: String(bucket), value })),
    { name, ...feed, label: 'sum', value: seconds },
  ];
}
