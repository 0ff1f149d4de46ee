import { makeCorpus, makeRandom, makeSentences, makeVocabulary, type MadeArticle } from './corpus.ts';
import { runEndToEnd, type Design, type RunOptions, type RunResult } from './end-to-end.ts';
import { startBenchServers, type BenchServers } from './servers.ts';
import { median, roundFigure } from './statistics.ts';
import type { Row, Suite, SuiteResult } from './suite.ts';

const ROUNDS = 3;
/** How many articles each design gets in a round: the slow ones fewer, so that a round ends. */
const COUNTS: Record<Design, Record<'single' | 'batch', number>> = {
  writethru: { single: 6_000, batch: 12_000 },
  floor: { single: 4_000, batch: 4_000 },
  naive: { single: 400, batch: 400 },
};
const ARTICLES_PER_POST = 100;

async function withServers<Result>(work: (servers: BenchServers) => Promise<Result>): Promise<Result> {
  const servers = await startBenchServers();
  try {
    return await work(servers);
  } finally {
    await servers.stop();
  }
}

async function runRounds(
  say: (message: string) => void,
  plans: readonly { name: string; options: Omit<RunOptions, 'round'> }[],
): Promise<Map<string, RunResult[]>> {
  return withServers(async (servers) => {
    const results = new Map(plans.map((plan) => [plan.name, [] as RunResult[]]));
    for (let round = 1; round <= ROUNDS; round++) {
      for (const { name, options } of plans) {
        say(`${name}: round ${round} of ${ROUNDS}`);
        results.get(name)!.push(await runEndToEnd(servers, { ...options, round }));
      }
    }
    return results;
  });
}

function toRow(name: string, results: readonly RunResult[]): Row {
  const middle = (read: (result: RunResult) => number): number => roundFigure(median(results.map(read)));
  return {
    name,
    figures: {
      'articles/s': middle((result) => result.articlesPerSecond),
      'ack p50 ms': middle((result) => result.ackP50Ms),
      'ack p99 ms': middle((result) => result.ackP99Ms),
      ...(Number.isNaN(results[0]!.lagP50Ms)
        ? {}
        : {
            'lag p50 ms': middle((result) => result.lagP50Ms),
            'lag p99 ms': middle((result) => result.lagP99Ms),
          }),
      'intake µs': middle((result) => result.cpuUs.intake),
      'worker µs': middle((result) => result.cpuUs.worker),
      'Redis µs': middle((result) => result.cpuUs.redis),
      'Postgres µs': middle((result) => result.cpuUs.postgres),
      'intake MiB': middle((result) => result.residentMib.intake),
      'worker MiB': middle((result) => result.residentMib.worker),
    },
  };
}

const SINGLE = 'one article a POST';
const BATCH = `${ARTICLES_PER_POST} articles a POST`;

/** End to end against the naive peer and the floor, in turn. */
export const endToEndSuite: Suite = {
  name: 'end-to-end',
  async run(say): Promise<SuiteResult> {
    const plan = (design: Design, articlesPerPost: number) => ({
      name: `${design}, ${articlesPerPost === 1 ? SINGLE : BATCH}`,
      options: {
        design,
        articlesPerPost,
        count: COUNTS[design][articlesPerPost === 1 ? 'single' : 'batch'],
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
    return {
      title: 'End to end',
      about: `Made articles, three in ten a copy of a recent one, with fsync and an append-only file, load generator on the same machine; from the first POST until every one is stored and clustered (the peers: stored and its job done). CPU is microseconds an article by process. The naive peer is Express, a BullMQ job an article, npm \`minhash\` with 32 × 4 bands, look up, then insert; the floor is Express, one insert and a job that does nothing.`,
      rows: plans.map(({ name }) => toRow(name, results.get(name)!)),
      goals: {
        singleTimesNaive: ratio(`writethru, ${SINGLE}`, `naive, ${SINGLE}`),
        singleTimesFloor: ratio(`writethru, ${SINGLE}`, `floor, ${SINGLE}`),
        batchTimesNaive: ratio(`writethru, ${BATCH}`, `naive, ${BATCH}`),
      },
    };
  },
};

/** Latency at half of full load: the rate is taken from a run at full load just before. */
export const latencySuite: Suite = {
  name: 'latency',
  async run(say): Promise<SuiteResult> {
    const { full, half } = await withServers(async (servers) => {
      say('latency: full load');
      const atFull = await runEndToEnd(servers, {
        design: 'writethru',
        count: 4_000,
        articlesPerPost: 1,
        round: 1,
      });
      const rate = atFull.articlesPerSecond / 2;
      say(`latency: half of it, ${Math.round(rate)} a second`);
      const atHalf = await runEndToEnd(servers, {
        design: 'writethru',
        count: Math.ceil(rate * 30),
        articlesPerPost: 1,
        postsPerSecond: rate,
        round: 2,
      });
      return { full: atFull, half: atHalf };
    });
    return {
      title: 'Latency',
      about:
        'One article a POST: as fast as they are answered, then from a fixed timetable at half of that rate for 30 s. An ack is timed from when its request was due; lag is received to clustered.',
      rows: [toRow('full load', [full]), toRow('half of it', [half])],
      goals: {
        ackP99MsAtHalfLoad: roundFigure(half.ackP99Ms),
        lagP99MsAtHalfLoad: roundFigure(half.lagP99Ms),
      },
    };
  },
};

const HOT_COUNT = 3_000;

/** What a crowd in one place costs, against the usual mix. */
export const hotSpotSuite: Suite = {
  name: 'hot-spots',
  async run(say): Promise<SuiteResult> {
    const startMs = Date.now();
    const usual = makeCorpus({ seed: 21, count: HOT_COUNT, startMs });
    const corpora: Record<string, MadeArticle[]> = {
      'the usual mix': usual,
      'one story of 500 copies': makeCopies(usual, 500),
      'a key that 2,000 share': makeShared(usual, 2_000),
    };
    const plans = Object.entries(corpora).map(([name, corpus]) => ({
      name,
      options: {
        design: 'writethru' as const,
        count: corpus.length,
        corpus,
        articlesPerPost: 20,
        lanes: 8,
      },
    }));
    const results = await runRounds(say, plans);
    const rate = (name: string): number[] => results.get(name)!.map((result) => result.articlesPerSecond);
    const share = (name: string): number =>
      roundFigure(median(rate(name).map((value, at) => value / rate('the usual mix')[at]!)));
    return {
      title: 'Hot spots',
      about: `${HOT_COUNT} articles, 20 a POST: the usual mix; the same with 500 slightly different copies of one text in it; the same with one paragraph that 2,000 of them share.`,
      rows: plans.map(({ name }) => toRow(name, results.get(name)!)),
      goals: {
        copiesShareOfUsual: share('one story of 500 copies'),
        sharedKeyShareOfUsual: share('a key that 2,000 share'),
      },
    };
  },
};

function makeCopies(usual: readonly MadeArticle[], count: number): MadeArticle[] {
  const original = usual[0]!.body;
  return usual.map((article, at) =>
    at > 0 && at <= count ? { ...article, body: `${original}\n\nCopy number ${at} of a long day.` } : article,
  );
}

function makeShared(usual: readonly MadeArticle[], count: number): MadeArticle[] {
  const furniture = makeSentences(40, makeRandom(5), makeVocabulary(makeRandom(7))).join(' ');
  return usual.map((article, at) =>
    at < count ? { ...article, body: `${article.body}\n\n${furniture}` } : article,
  );
}
