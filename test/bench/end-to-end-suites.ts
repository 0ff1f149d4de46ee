import { runEndToEnd, type RunResult } from './end-to-end.ts';
import { runRounds, toRow, withServers } from './rounds.ts';
import { median, roundFigure } from './statistics.ts';
import type { Design } from './subjects.ts';
import { scaleCount, type Suite, type SuiteResult } from './suite.ts';

/** How many articles each design gets in a round: the slow ones fewer, so that a round ends. */
const COUNTS: Record<Design, Record<'single' | 'batch', number>> = {
  writethru: { single: 5_000, batch: 8_000 },
  floor: { single: 3_000, batch: 3_000 },
  naive: { single: 400, batch: 400 },
};
const ARTICLES_PER_POST = 100;
const HALF_LOAD_SECONDS = 30;
/** Before those: fresh processes compile for some seconds, and that is not what they cost for months. */
const WARM_UP_SECONDS = 10;
const LATENCY_ROUNDS = 3;

const SINGLE = 'one article a POST';
const BATCH = `${ARTICLES_PER_POST} articles a POST`;

/** End to end against the naive peer and the floor, in turn. */
export const endToEndSuite: Suite = {
  name: 'end-to-end',
  async run(say, share): Promise<SuiteResult> {
    const plan = (design: Design, articlesPerPost: number) => ({
      name: `${design}, ${articlesPerPost === 1 ? SINGLE : BATCH}`,
      options: {
        design,
        articlesPerPost,
        count: scaleCount(COUNTS[design][articlesPerPost === 1 ? 'single' : 'batch'], share),
        lanes: articlesPerPost === 1 ? 64 : 4,
      },
    });
    const plans = [
      plan('writethru', 1),
      plan('floor', 1),
      plan('naive', 1),
      plan('writethru', ARTICLES_PER_POST),
      plan('naive', ARTICLES_PER_POST),
    ];
    const results = await runRounds(say, plans);
    const rate = (name: string): number[] => results.get(name)!.map((result) => result.articlesPerSecond);
    // Round by round, so that a machine that drifts does not favour anyone.
    const ratio = (a: string, b: string): number =>
      roundFigure(median(rate(a).map((value, at) => value / rate(b)[at]!)));
    const cpu = (name: string): number[] =>
      results.get(name)!.map(({ cpuUs }) => Object.values(cpuUs).reduce((sum, us) => sum + us, 0));
    const ratioByCpu = (a: string, b: string): number =>
      roundFigure(median(cpu(a).map((value, at) => cpu(b)[at]! / value)));
    return {
      title: 'End to end',
      about: `Made articles, three in ten a copy of a recent one, with fsync and an append-only file, load generator on the same machine; from the first POST until every one is stored and clustered (the peers: stored and its job done). CPU is microseconds an article by process. The naive peer is Express, a BullMQ job an article, npm \`minhash\` with 32 × 4 bands, look up, then insert; the floor is Express, one insert and a job that does nothing.`,
      rows: plans.map(({ name }) => toRow(name, results.get(name)!)),
      goals: {
        singleTimesNaive: ratio(`writethru, ${SINGLE}`, `naive, ${SINGLE}`),
        singleTimesNaiveByCpu: ratioByCpu(`writethru, ${SINGLE}`, `naive, ${SINGLE}`),
        singleTimesFloor: ratio(`writethru, ${SINGLE}`, `floor, ${SINGLE}`),
        singleTimesFloorByCpu: ratioByCpu(`writethru, ${SINGLE}`, `floor, ${SINGLE}`),
        batchTimesNaive: ratio(`writethru, ${BATCH}`, `naive, ${BATCH}`),
        batchTimesNaiveByCpu: ratioByCpu(`writethru, ${BATCH}`, `naive, ${BATCH}`),
      },
    };
  },
};

/** Latency at half of full load: each round takes the rate from a run at full load just before. */
export const latencySuite: Suite = {
  name: 'latency',
  async run(say, share): Promise<SuiteResult> {
    const full: RunResult[] = [];
    const half: RunResult[] = [];
    await withServers(async (servers) => {
      for (let round = 1; round <= LATENCY_ROUNDS; round++) {
        say(`latency: full load, round ${round} of ${LATENCY_ROUNDS}`);
        const atFull = await runEndToEnd(servers, {
          design: 'writethru',
          count: scaleCount(4_000, share),
          articlesPerPost: 1,
          round: round * 2 - 1,
        });
        const rate = atFull.articlesPerSecond / 2;
        say(`latency: half of it, ${Math.round(rate)} a second`);
        const atHalf = await runEndToEnd(servers, {
          design: 'writethru',
          count: Math.ceil(rate * (WARM_UP_SECONDS + HALF_LOAD_SECONDS) * share),
          articlesPerPost: 1,
          postsPerSecond: rate,
          timedFromMs: WARM_UP_SECONDS * 1_000 * share,
          round: round * 2,
        });
        full.push(atFull);
        half.push(atHalf);
      }
    });
    const middle = (read: (result: RunResult) => number): number => roundFigure(median(half.map(read)));
    return {
      title: 'Latency',
      about: `One article a POST: as fast as they are answered, then from a fixed timetable at half of that rate for ${HALF_LOAD_SECONDS} s, after ${WARM_UP_SECONDS} s in which the fresh processes get warm and acks do not count; medians of ${LATENCY_ROUNDS} rounds. An ack is timed from when its request was due; lag is received to clustered.`,
      rows: [toRow('full load', full), toRow('half of it', half)],
      goals: {
        ackP99MsAtHalfLoad: middle((result) => result.ackP99Ms),
        lagP99MsAtHalfLoad: middle((result) => result.lagP99Ms),
      },
    };
  },
};
