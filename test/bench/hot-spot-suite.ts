import { makeCorpus, makeRandom, makeSentences, makeVocabulary, type MadeArticle } from './corpus.ts';
import { runEndToEnd, type RunResult } from './end-to-end.ts';
import { runRounds, toRow, withServers } from './rounds.ts';
import { median, roundFigure } from './statistics.ts';
import { scaleCount, type Suite, type SuiteResult } from './suite.ts';

const HOT_COUNT = 3_000;
const ARTICLES_PER_POST = 20;
/** Who usually carries a fifth of what the machine can sees ten times as much. */
const BURST_TIMES = 2;
const BURST_SECONDS = 10;

/** What a crowd in one place costs, against the usual mix. */
export const hotSpotSuite: Suite = {
  name: 'hot-spots',
  async run(say, share): Promise<SuiteResult> {
    const startMs = Date.now();
    const usual = makeCorpus({ seed: 21, count: scaleCount(HOT_COUNT, share), startMs });
    const corpora: Record<string, MadeArticle[]> = {
      'the usual mix': usual,
      'one story of 500 copies': makeCopies(usual, scaleCount(500, share)),
      'a key that 2,000 share': makeShared(usual, scaleCount(2_000, share)),
    };
    const plans = Object.entries(corpora).map(([name, corpus]) => ({
      name,
      options: {
        design: 'writethru' as const,
        count: corpus.length,
        corpus,
        articlesPerPost: ARTICLES_PER_POST,
        lanes: 8,
      },
    }));
    const results = await runRounds(say, plans);
    const rate = (name: string): number[] => results.get(name)!.map((result) => result.articlesPerSecond);
    const burst = await runBurst(median(rate('the usual mix')), BURST_SECONDS * share, say);
    const shareOf = (name: string): number =>
      roundFigure(median(rate(name).map((value, at) => value / rate('the usual mix')[at]!)));
    return {
      title: 'Hot spots',
      about: `${HOT_COUNT} articles, ${ARTICLES_PER_POST} a POST: the usual mix; the same with 500 slightly different copies of one text in it; the same with one paragraph that 2,000 of them share; and articles that come for ${BURST_SECONDS} s at ${BURST_TIMES} times the rate of the usual mix, until the last is clustered.`,
      rows: [
        ...plans.map(({ name }) => toRow(name, results.get(name)!)),
        toRow(`${BURST_SECONDS} s of ${BURST_TIMES} × full load`, [burst]),
      ],
      goals: {
        copiesShareOfUsual: shareOf('one story of 500 copies'),
        sharedKeyShareOfUsual: shareOf('a key that 2,000 share'),
        burstShareOfUsual: roundFigure(burst.articlesPerSecond / median(rate('the usual mix'))),
      },
    };
  },
};

async function runBurst(
  usualRate: number,
  seconds: number,
  say: (message: string) => void,
): Promise<RunResult> {
  say('a burst');
  const rate = usualRate * BURST_TIMES;
  return withServers((servers) =>
    runEndToEnd(servers, {
      design: 'writethru',
      count: Math.ceil(rate * seconds),
      articlesPerPost: ARTICLES_PER_POST,
      postsPerSecond: rate / ARTICLES_PER_POST,
      round: 1,
    }),
  );
}

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
