import { makeCorpus } from './corpus.ts';
import { measureLoad } from './end-to-end.ts';
import { readResidentMib, readTreeProportionalMib } from './process-cpu.ts';
import { withServers } from './rounds.ts';
import { roundFigure } from './statistics.ts';
import { startSubject } from './subjects.ts';
import { scaleCount, type Row, type Suite, type SuiteResult } from './suite.ts';

/** What the world's online news brings in an hour, at ten a second. */
const HOUR = 36_000;
const PARTS = 6;
const ARTICLES_PER_POST = 100;

interface Memory {
  intake: number;
  clusterer: number;
  redis: number;
  postgres: number;
}

/** Memory of every process while an hour's worth of articles goes through, as fast as it goes. */
export const memorySuite: Suite = {
  name: 'memory',
  async run(say, share): Promise<SuiteResult> {
    const part = scaleCount(HOUR / PARTS, share);
    const seen = await withServers(async (servers) => {
      await servers.flushRedis();
      await servers.dropDatabase('bench_memory');
      const subject = await startSubject(servers, 'writethru', await servers.createDatabase('bench_memory'));
      try {
        const memory: Memory[] = [];
        for (let at = 1; at <= PARTS; at++) {
          say(`memory: part ${at} of ${PARTS}`);
          const corpus = makeCorpus({ seed: 100 + at, count: part, startMs: Date.now() });
          await measureLoad(
            servers,
            subject,
            { design: 'writethru', articlesPerPost: ARTICLES_PER_POST, lanes: 4 },
            corpus,
          );
          memory.push({
            intake: readResidentMib(subject.intake.pid),
            clusterer: readResidentMib(subject.workers[0]!.pid),
            redis: readResidentMib(servers.redis.pid),
            postgres: readTreeProportionalMib(servers.postgres.pid),
          });
        }
        return memory;
      } finally {
        await subject.stop();
        await servers.dropDatabase('bench_memory');
      }
    });
    const services = (memory: Memory): number[] => [memory.intake, memory.clusterer, memory.redis];
    const [last, before] = [services(seen.at(-1)!), services(seen[PARTS - PARTS / 3 - 1]!)];
    return {
      title: 'Memory',
      about: `${part * PARTS} articles, an hour's worth at ten a second, ${ARTICLES_PER_POST} a POST, as fast as they are taken. Resident memory in MiB, of Postgres all its processes, what they share counted once. About 170 MiB of each service are there before the first article: Node, its packages, and what translates TypeScript.`,
      rows: seen.map((memory, at): Row => ({
        name: `after ${((at + 1) * part).toLocaleString('en-US')} articles`,
        figures: {
          'intake MiB': roundFigure(memory.intake),
          'clusterer MiB': roundFigure(memory.clusterer),
          'Redis MiB': roundFigure(memory.redis),
          'Postgres MiB': roundFigure(memory.postgres),
        },
      })),
      goals: {
        largestMibAfterAnHour: roundFigure(Math.max(...seen.flatMap(services))),
        memoryGrowthMib: roundFigure(Math.max(...last.map((value, at) => value - before[at]!))),
      },
    };
  },
};
