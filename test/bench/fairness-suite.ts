import { until } from '../support/until.ts';
import { makeCorpus } from './corpus.ts';
import { sendLoad } from './load.ts';
import { withServers } from './rounds.ts';
import { percentile, roundFigure } from './statistics.ts';
import { startSubject, type Subject } from './subjects.ts';
import { scaleCount, type Suite, type SuiteResult } from './suite.ts';

/** So many that some wait all the while: how long the last of them takes is another question. */
const FLOOD = 100_000;
const FLOOD_ARTICLES_PER_POST = 200;
const SMALL = 100;
const SMALL_PER_SECOND = 5;
const DRAIN_TIMEOUT_MS = 900_000;

/** What a provider that sends little feels of one that sends much. */
export const fairnessSuite: Suite = {
  name: 'fairness',
  async run(say, share): Promise<SuiteResult> {
    const figures = await withServers(async (servers) => {
      await servers.dropDatabase('bench_fairness');
      const subject = await startSubject(
        servers,
        'writethru',
        await servers.createDatabase('bench_fairness'),
      );
      try {
        say('fairness: alone');
        await sendSmall(subject, 'alone', 1);
        await drain(subject, 0);
        const flood = scaleCount(FLOOD, share, FLOOD_ARTICLES_PER_POST);
        say(`fairness: ${flood} of another provider`);
        await sendFlood(subject, flood);
        await sendSmall(subject, 'beside', 2);
        await until(async () => (await subject.readLagMs('beside')).length === SMALL, DRAIN_TIMEOUT_MS);
        const ended = await subject.readLagMs('bench');
        if (ended.length >= flood) throw new Error('None of the flood waited any more: it was too small.');
        return {
          alone: await subject.readLagMs('alone'),
          beside: await subject.readLagMs('beside'),
          flood: ended,
        };
      } finally {
        await subject.stop();
        await servers.dropDatabase('bench_fairness');
      }
    });
    const row = (name: string, lagMs: readonly number[]) => ({
      name,
      figures: {
        articles: lagMs.length,
        'lag p50 ms': roundFigure(percentile(lagMs, 0.5)),
        'lag p95 ms': roundFigure(percentile(lagMs, 0.95)),
      },
    });
    return {
      title: 'Fairness',
      about: `${SMALL} articles of one provider, ${SMALL_PER_SECOND} a second, received to clustered: alone, and while ${FLOOD} of another provider wait that were sent before as fast as intake took them. One clusterer, the queue on Redis.`,
      rows: [
        row('alone', figures.alone),
        row('beside the flood', figures.beside),
        row('those of the flood that had ended by then', figures.flood),
      ],
      goals: {
        p95RiseMs: roundFigure(percentile(figures.beside, 0.95) - percentile(figures.alone, 0.95)),
      },
    };
  },
};

async function sendFlood(subject: Subject, count: number): Promise<void> {
  const items = makeCorpus({ seed: 31, count, startMs: Date.now() }).map((article) => ({
    provider: 'bench',
    version: 0,
    ...article,
  }));
  const bodies = Array.from({ length: Math.ceil(count / FLOOD_ARTICLES_PER_POST) }, (_one, at) =>
    JSON.stringify(items.slice(at * FLOOD_ARTICLES_PER_POST, (at + 1) * FLOOD_ARTICLES_PER_POST)),
  );
  await send(subject, '/v1/articles/batch', bodies, { lanes: 4 });
}

async function sendSmall(subject: Subject, provider: string, seed: number): Promise<void> {
  const corpus = makeCorpus({ seed, count: SMALL, startMs: Date.now() });
  const bodies = corpus.map((article) => JSON.stringify({ provider, version: 0, ...article }));
  await send(subject, '/v1/articles', bodies, { lanes: 8, ratePerSecond: SMALL_PER_SECOND });
}

async function send(
  subject: Subject,
  path: string,
  bodies: readonly string[],
  pace: { lanes: number; ratePerSecond?: number },
): Promise<void> {
  const { statuses } = await sendLoad({
    url: subject.intake.url,
    headers: subject.headers,
    path,
    bodies,
    ...pace,
  });
  const refused = [...statuses.keys()].filter((status) => status >= 300);
  if (refused.length > 0) throw new Error(`Intake refused: ${refused.join(', ')}`);
}

function drain(subject: Subject, floodCount: number): Promise<void> {
  return until(() => subject.isDrained(floodCount), DRAIN_TIMEOUT_MS);
}
