import { openProducer } from '@writethru/queue';

import { makeRandom, shuffleItems } from '../support/made-text.ts';
import { checkCounters } from './checks/counters.ts';
import { Mirror } from './checks/feed.ts';
import { runEpisode, type Outcome } from './episode.ts';
import { Load } from './load.ts';
import type { Row } from './row.ts';
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

/** Runs rows of the fault matrix one after the other, each while articles come in. Nothing of it is left afterwards. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const startMs = performance.now();
  const { seed } = options;
  const stage = await openStage({
    seed,
    withSmallDisk: options.only?.includes('postgres-disk-full') ?? true,
  });
  const producer = openProducer({ backend: { kind: 'redis', redisUrl: stage.redis.url }, onError: () => {} });
  try {
    const load = new Load({
      urls: stage.intakeUrls,
      key: stage.key,
      seed,
      articlesPerSecond: options.articlesPerSecond ?? ARTICLES_PER_SECOND,
    });
    const run = { seed, stage, load, producer, mirror: new Mirror(stage.queryUrl, stage.key) };
    const outcomes: Outcome[] = [];
    for (const row of listRows(options)) {
      if (performance.now() - startMs > options.seconds * 1_000) break;
      const obstacle = row.findObstacle?.(stage) ?? null;
      const outcome = obstacle === null ? await runEpisode(run, row, outcomes.length) : skip(row, obstacle);
      outcomes.push(outcome);
      options.onOutcome?.(outcome);
    }
    const counters = await checkCounters(stage.pool);
    return {
      seed,
      seconds: Math.round((performance.now() - startMs) / 1_000),
      outcomes,
      counters,
      isSound: counters.length === 0 && outcomes.every(({ verdict }) => verdict !== 'violated'),
    };
  } finally {
    await producer.close();
    await stage.close();
  }
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
    drainedSeconds: 0,
    lost: 0,
    twice: 0,
    split: 0,
    mixed: 0,
  };
  return { row: row.name, verdict: 'skipped', ...none, findings: [obstacle] };
}
