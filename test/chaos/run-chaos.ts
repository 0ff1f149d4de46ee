import { openProducer } from '@writethru/queue';

import { makeRandom, shuffleItems } from '../support/made-text.ts';
import { checkCounters } from './checks/counters.ts';
import { Mirror } from './checks/feed.ts';
import { UndoStack } from '../../services/standalone/src/undo-stack.ts';
import { runEpisode, type Outcome, type Run } from './episode.ts';
import { Load } from './load.ts';
import { findObstacle, type Row } from './row.ts';
import { ALL_ROWS } from './rows/all-rows.ts';
import { openStage } from './stage.ts';

export interface ChaosOptions {
  /** Decides which rows come in which order, and what each of them does. */
  seed: number;
  /** No row begins after so many seconds. */
  seconds: number;
  /** These alone, in this order, once each. Left out: all of them in a random order, over and over. */
  only?: readonly string[];
  articlesPerSecond?: number;
  onOutcome?: (outcome: Outcome) => void;
  signal?: AbortSignal;
}

export interface ChaosResult {
  seed: number;
  seconds: number;
  outcomes: Outcome[];
  /** What the counters of ops say that the rows do not, at the end. */
  counters: string[];
  isSound: boolean;
}

const ARTICLES_PER_SECOND = 40;

/**
 * Runs rows of the fault matrix one after the other, each while articles come in. Nothing of it is left afterwards.
 * Rejects where `signal` tells it to stop, when all is cleaned up.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const startMs = performance.now();
  const { seed, signal } = options;
  const undo = new UndoStack();
  const stopped = new Promise<never>((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('The run was told to stop.')), { once: true });
  });
  stopped.catch(() => {});
  try {
    const run = await openRun(options, undo);
    const rows = runRows(run, options, startMs);
    rows.catch(() => {});
    const outcomes = await Promise.race([rows, stopped]);
    const counters = await Promise.race([checkCounters(run.stage.pool), stopped]);
    return {
      seed,
      seconds: Math.round((performance.now() - startMs) / 1_000),
      outcomes,
      counters,
      isSound: counters.length === 0 && outcomes.every(({ verdict }) => verdict !== 'violated'),
    };
  } finally {
    await undo.run();
  }
}

async function openRun(options: ChaosOptions, undo: UndoStack): Promise<Run> {
  const { seed } = options;
  const withSmallDisk = (options.only?.map(findRow) ?? ALL_ROWS).some((row) => row.needsDisk);
  const stage = await openStage(undo, { seed, withSmallDisk });
  const producer = openProducer({ backend: { kind: 'redis', redisUrl: stage.redis.url }, onError: () => {} });
  undo.push(() => producer.close());
  const load = new Load({
    urls: stage.intakeUrls,
    key: stage.key,
    seed,
    articlesPerSecond: options.articlesPerSecond ?? ARTICLES_PER_SECOND,
  });
  return { seed, stage, load, producer, mirror: new Mirror(stage.queryUrl, stage.key) };
}

async function runRows(run: Run, options: ChaosOptions, startMs: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const row of listRows(options)) {
    const isTimeUp = performance.now() - startMs > options.seconds * 1_000;
    if (isTimeUp || options.signal?.aborted === true) break;
    const obstacle = findObstacle(row, run.stage);
    const outcome = obstacle === null ? await runEpisode(run, row, outcomes.length) : skip(row, obstacle);
    outcomes.push(outcome);
    options.onOutcome?.(outcome);
  }
  return outcomes;
}

function* listRows({ seed, only }: ChaosOptions): Generator<Row> {
  if (only !== undefined) {
    for (const name of only) yield findRow(name);
    return;
  }
  const random = makeRandom(seed);
  for (;;) yield* shuffleItems(ALL_ROWS, Math.floor(random() * 1e9));
}

function findRow(name: string): Row {
  const row = ALL_ROWS.find((one) => one.name === name);
  if (row === undefined)
    throw new Error(`There is no row ${name}. There are: ${ALL_ROWS.map((one) => one.name).join(' ')}`);
  return row;
}

function skip(row: Row, obstacle: string): Outcome {
  const none = {
    seconds: 0,
    accepted: 0,
    refused: 0,
    deaths: 0,
    crashes: 0,
    drainedSeconds: 0,
    queueSeconds: 0,
    lost: 0,
    twice: 0,
    split: 0,
    mixed: 0,
  };
  return { row: row.name, verdict: 'skipped', ...none, findings: [obstacle] };
}
