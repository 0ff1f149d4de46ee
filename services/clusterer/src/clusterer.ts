import { isTransient, type LeadPolicy } from '@writethru/domain';
import { readShingleSeed } from '@writethru/fingerprint';
import { openConsumer, type Producer, type QueueBackend } from '@writethru/queue';
import { startHeart } from '@writethru/runtime';
import {
  getActiveAlgorithm,
  makeHeartStore,
  makeLanes,
  makeTakeTurns,
  sweepDueArticles,
  type Lane,
  type Pool,
  type TakeTurns,
} from '@writethru/store';

import type { ClustererMeter } from './clusterer-meter.ts';
import { sequence, startHousekeeping } from './housekeeping.ts';
import { makeMicroBatcher, type MicroBatcher } from './micro-batcher.ts';
import { processBatch, type BatchDeps, type ClustererLog } from './process-batch.ts';
import { startLoop, type Loop } from './loop.ts';
import { runReplay } from './replay/run-replay.ts';
import { makeSoloGate } from './solo-gate.ts';
import { reuniteDue } from './reunite.ts';
import { watchPause, type PauseWatch } from './watch-pause.ts';
import { watchPeers } from './peers.ts';
import { TextCache } from './text-cache.ts';

export interface ClustererDeps {
  pool: Pool;
  backend: QueueBackend;
  /** Announces what the sweeper finds, and counts what waits. */
  producer: Producer;
  log: ClustererLog;
  maxAttempts: number;
  batchMaxArticles: number;
  batchMaxWaitMs: number;
  /** Batches that all clusterers together work on at once. Default 2. */
  batchesAtOnce?: number;
  /** Default `latest_full`. */
  leadPolicy?: LeadPolicy;
  /** Default 30,000. */
  leaseMs?: number;
  /** For how long a job is a dead worker's. Default: the consumer's own. */
  queueLockMs?: number;
  /** Default 1,000. */
  sweepEveryMs?: number;
  /** Pause until an unfinished article is announced again, doubling. Default 15,000. */
  sweepPauseMs?: number;
  /** How often a replay is looked for. Default 1,000. */
  replayEveryMs?: number;
  observe?: NonNullable<BatchDeps['observe']>;
  meter?: ClustererMeter;
}

export interface Clusterer {
  /** Takes no more articles, ends those under way, gives the others back to the queue, and stops. */
  stop(): Promise<void>;
}

const SWEEP_LIMIT = 500;
/** With so many jobs waiting the queue has lost nothing, and more hints would only multiply them. */
const MAX_QUEUE_DEPTH = 2_000;
/** How late an embargo may lift, and an editor wait. */
const REUNITE_EVERY_MS = 500;
/** Two would meet in a component more often than not: they wait for each other, and gather less meanwhile. */
const MAX_BATCHES_UNDER_WAY = 1;
/** Between batches that are not full: at half of full load many articles share what a batch costs, a third of it in all. */
const MIN_GAP_MS = 250;
const STORE_TRIES = 5;
/** Added to a batch: sixteen articles at the most. */
const TURNS = { providers: 8, perProvider: 2 };

/**
 * Starts a clusterer: takes hints from the queue in micro-batches, sweeps up what the queue lost, gives events their
 * position, and keeps partitions ahead. Any number may run. Throws AppError `unavailable` where the store is away.
 */
export async function createClusterer(deps: ClustererDeps): Promise<Clusterer> {
  const algorithm = await getActiveAlgorithm(deps.pool);
  const leadPolicy = deps.leadPolicy ?? 'latest_full';
  const batch: BatchDeps = {
    pool: deps.pool,
    texts: new TextCache(),
    seed: readShingleSeed(algorithm.seed),
    log: deps.log,
    maxAttempts: deps.maxAttempts,
    leaseMs: deps.leaseMs ?? 30_000,
    gate: makeSoloGate(),
    leadPolicy,
    ...(deps.observe && { observe: deps.observe }),
    ...(deps.meter && { meter: deps.meter }),
  };
  const warn = (what: string) => (error: unknown) =>
    deps.log.warn({ err: error }, `${what} failed; it will try again`);
  const pause = watchPause(deps.pool, warn('looking for a pause'));
  const peers = watchPeers(deps.pool, warn('counting clusterers'));
  const batcher = startBatcher(deps, batch, pause);
  const onError = (error: Error): void => deps.log.warn({ err: error }, 'the queue reported a fault');
  const consumer = openConsumer({
    backend: deps.backend,
    // A job may be of several articles: enough for a batch where each is of one, and not too many to hold where not.
    concurrency: deps.batchMaxArticles,
    ...(deps.queueLockMs !== undefined && { lockMs: deps.queueLockMs }),
    onArticle: (articleId) => batcher.add(articleId),
    onError,
  });
  const heart = startHeart('clusterer', makeHeartStore(deps.pool), deps.log);
  const loops: Loop[] = [
    startLoop(() => (pause.isOn() ? Promise.resolve(false) : sweep(deps, (id) => batcher.add(id))), {
      everyMs: peers.share(deps.sweepEveryMs ?? 1_000),
      onError: warn('the sweeper'),
    }),
    startLoop(() => reuniteDue({ ...batch, leadPolicy }), {
      everyMs: peers.share(REUNITE_EVERY_MS),
      onError: warn('deciding anew'),
    }),
    ...startHousekeeping(deps.pool, peers, warn),
    startLoop(() => runReplay(batch), {
      everyMs: peers.share(deps.replayEveryMs ?? 1_000),
      onError: warn('the replay'),
    }),
  ];
  return {
    async stop() {
      // First: the sweeper and the queue wait for what they have put in.
      await Promise.all([
        batcher.close(),
        consumer.close(),
        ...[pause, peers, ...loops].map((loop) => loop.stop()),
      ]);
      await deps.producer.announce(batcher.letGo());
      await sequence(deps.pool).catch(warn('the last sequencing'));
      await heart.stop();
    },
  };
}

/** Gathers what the queue and the sweeper give, and takes it to clustered when there is room. */
function startBatcher(deps: ClustererDeps, batch: BatchDeps, pause: PauseWatch): MicroBatcher {
  const takeTurns = makeTakeTurns(deps.pool, TURNS);
  const fill = (ids: string[]): Promise<string[]> => addTurns(ids, deps.batchMaxArticles, takeTurns);
  return makeMicroBatcher<Lane>((ids, lane) => processUnlessPaused(pause, inLane(batch, lane), ids, fill), {
    maxItems: deps.batchMaxArticles,
    maxWaitMs: deps.batchMaxWaitMs,
    minGapMs: MIN_GAP_MS,
    maxUnderWay: MAX_BATCHES_UNDER_WAY,
    enter: makeLanes(deps.pool, deps.batchesAtOnce ?? 2),
  });
}

function inLane(batch: BatchDeps, lane: Lane | undefined): BatchDeps {
  return lane === undefined ? batch : { ...batch, beforeUnite: () => lane.uniteAlone() };
}

/** What is not taken while clustering is paused is swept up afterwards. */
async function processUnlessPaused(
  pause: PauseWatch,
  batch: BatchDeps,
  ids: string[],
  fill: (ids: string[]) => Promise<string[]>,
): Promise<void> {
  if (pause.isOn()) return;
  // Without turns it goes on in the queue's order.
  await processWhenStoreAnswers(batch, await fill(ids).catch(() => ids));
}

/**
 * A batch that is no small one means that more waits, and the queue is in order of arrival: then each provider gets a
 * turn before what the queue has given.
 */
async function addTurns(ids: string[], maxArticles: number, takeTurns: TakeTurns): Promise<string[]> {
  return ids.length * 4 < maxArticles ? ids : [...new Set([...(await takeTurns()), ...ids])];
}

/** A store that is away for a moment should not cost every hint that comes meanwhile: a few tries, then the sweeper. */
async function processWhenStoreAnswers(batch: BatchDeps, ids: string[]): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await processBatch(batch, ids);
      return;
    } catch (error) {
      const isWorthAnother = isTransient(error) && tried < STORE_TRIES;
      if (!isWorthAnother) {
        batch.log.warn({ err: error, articles: ids.length }, 'a batch was left to the sweeper');
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** tried));
    }
  }
}

async function sweep(deps: ClustererDeps, process: (articleId: string) => Promise<void>): Promise<boolean> {
  const depth = await deps.producer.countJobs().then(
    (counts) => (counts['waiting'] ?? 0) + (counts['prioritized'] ?? 0),
    () => null,
  );
  if (depth !== null && depth > MAX_QUEUE_DEPTH) return false;
  const { ids, overdueIds } = await sweepDueArticles(deps.pool, SWEEP_LIMIT, deps.sweepPauseMs ?? 15_000);
  // Where the queue is away, work goes on without it; and what another hint would not help is done here and now.
  const own = depth === null ? [...ids, ...overdueIds] : overdueIds;
  if (depth !== null && ids.length > 0) await deps.producer.announce(ids);
  await Promise.all(own.map((id) => process(id)));
  return ids.length + overdueIds.length === SWEEP_LIMIT;
}
