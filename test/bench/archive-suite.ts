import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { migrate } from '@writethru/store';
import pg from 'pg';

import { makeCorpus, type MadeArticle } from './corpus.ts';
import { measureLoad } from './end-to-end.ts';
import { readTreeCpuMs } from './process-cpu.ts';
import { readPartition } from './read-partition.ts';
import { startBenchServers, type BenchServers } from './servers.ts';
import { median, roundFigure } from './statistics.ts';
import { startSubject } from './subjects.ts';
import { scaleCount, type Row, type Suite, type SuiteResult } from './suite.ts';

const ROUNDS = 3;
/** So many that the start of the import's processes does not decide. */
const ARTICLES = 60_000;
/** Far back: no article of the archive is news. */
const AGE_MS = 400 * 86_400_000;
const BIN = path.resolve(import.meta.dirname, '../../packages/cli/bin/writethru.mjs');

/** Stands for the file of the articles among the arguments of an import. */
const FILE = 'FILE';

interface Way {
  articlesPerSecond: number;
  /** Microseconds an article, by what ran. */
  cpuUs: { ours: number; redis: number; postgres: number };
  partition: string;
  /** Of the database, beyond an empty one, an article: texts, indexes and all. */
  bytes: number;
}

/**
 * The same articles as a feed sends them and as an archive, at once and in two steps, in turn: from the first byte until the
 * last is clustered.
 */
export const archiveSuite: Suite = {
  name: 'archive',
  isOnlyByName: true,
  async run(say, share): Promise<SuiteResult> {
    const count = scaleCount(ARTICLES, share);
    const corpus = makeCorpus({ seed: 47, count, startMs: Date.now() - AGE_MS });
    const ways: Record<'live' | 'archive' | 'taking' | 'clustering', Way[]> = {
      live: [],
      archive: [],
      taking: [],
      clustering: [],
    };
    const servers = await startBenchServers();
    try {
      for (let round = 1; round <= ROUNDS; round++) {
        say(`live: round ${round} of ${ROUNDS}`);
        ways.live.push(await runLive(servers, corpus));
        say(`archive: round ${round} of ${ROUNDS}`);
        ways.archive.push(...(await runArchive(servers, corpus, [[FILE]])));
        say(`archive in two steps: round ${round} of ${ROUNDS}`);
        const [taking, clustering] = await runArchive(servers, corpus, [['--take-only', FILE], []]);
        ways.taking.push(taking!);
        ways.clustering.push(clustering!);
      }
    } finally {
      await servers.stop();
    }
    const ends = [...ways.live, ...ways.archive, ...ways.clustering];
    const partitions = new Set(ends.map(({ partition }) => partition));
    const middle = (of: Way[], read: (way: Way) => number): number => median(of.map(read));
    const rate = ({ articlesPerSecond }: Way): number => articlesPerSecond;
    return {
      title: 'Archive',
      about: `${count} articles, 20 a POST, to one intake and one clusterer, until all are clustered; the same as a file of JSON lines by \`writethru import\`; and in two steps, taken in by \`writethru import --take-only\` and clustered by another import. The start and the end of each import are included. In turn, each into an empty store.`,
      rows: [
        toRow('live', ways.live),
        toRow('archive', ways.archive),
        toRow('archive: taken in alone', ways.taking),
        toRow('archive: clustered afterwards', ways.clustering),
      ],
      goals: {
        archivePartitions: partitions.size,
        clusteringTimesLive: roundFigure(middle(ways.clustering, rate) / middle(ways.live, rate)),
        clusteringTimesLiveByCpu: roundFigure(middle(ways.live, cpuOf) / middle(ways.clustering, cpuOf)),
        archiveTimesLive: roundFigure(middle(ways.archive, rate) / middle(ways.live, rate)),
        archiveTimesLiveByCpu: roundFigure(middle(ways.live, cpuOf) / middle(ways.archive, cpuOf)),
      },
      ...(partitions.size > 1 && { faults: ['the archive was clustered otherwise than the feed'] }),
    };
  },
};

function cpuOf({ cpuUs }: Way): number {
  return cpuUs.ours + cpuUs.redis + cpuUs.postgres;
}

async function runLive(servers: BenchServers, corpus: readonly MadeArticle[]): Promise<Way> {
  const [way] = await onDatabase(servers, corpus.length, [
    async (databaseUrl) => {
      const subject = await startSubject(servers, 'writethru', databaseUrl);
      try {
        const load = { design: 'writethru', articlesPerPost: 20, lanes: 8 } as const;
        const { articlesPerSecond, cpuUs } = await measureLoad(servers, subject, load, corpus);
        const { intake, worker, redis, postgres } = cpuUs;
        return { articlesPerSecond, cpuUs: { ours: intake + worker, redis, postgres } };
      } finally {
        await subject.stop();
      }
    },
  ]);
  return way!;
}

/** Imports one after the other, each with arguments of its own; one that is `FILE` stands for the articles. */
async function runArchive(
  servers: BenchServers,
  corpus: readonly MadeArticle[],
  imports: readonly (readonly string[])[],
): Promise<Way[]> {
  const file = path.join(os.tmpdir(), `writethru-archive-${process.pid}.jsonl`);
  const lines = corpus.map((article) => JSON.stringify({ provider: 'bench', version: 0, ...article }));
  writeFileSync(file, `${lines.join('\n')}\n`);
  const steps = imports.map((given): Step => async (databaseUrl) => {
    const [oursBefore, postgresBefore] = [readEndedCpuMs(), readTreeCpuMs(servers.postgres.pid)];
    const startedMs = performance.now();
    await runImport(
      given.map((argument) => (argument === FILE ? file : argument)),
      databaseUrl,
    );
    const seconds = (performance.now() - startedMs) / 1_000;
    const perArticle = (ms: number): number => (ms * 1_000) / corpus.length;
    const ours = perArticle(readEndedCpuMs() - oursBefore);
    const postgres = perArticle(readTreeCpuMs(servers.postgres.pid) - postgresBefore);
    return { articlesPerSecond: corpus.length / seconds, cpuUs: { ours, redis: 0, postgres } };
  });
  try {
    return await onDatabase(servers, corpus.length, steps);
  } finally {
    rmSync(file, { force: true });
  }
}

type Step = (databaseUrl: string) => Promise<Omit<Way, 'partition' | 'bytes'>>;

/** Runs steps one after the other on one database, and answers how it stands after each. */
async function onDatabase(servers: BenchServers, count: number, steps: readonly Step[]): Promise<Way[]> {
  const name = 'bench_archive';
  await servers.flushRedis();
  await servers.dropDatabase(name);
  const databaseUrl = await servers.createDatabase(name);
  try {
    await migrate(databaseUrl);
    const emptyBytes = await readBytes(databaseUrl);
    const ways: Way[] = [];
    for (const step of steps) {
      const way = await step(databaseUrl);
      const bytes = ((await readBytes(databaseUrl)) - emptyBytes) / count;
      ways.push({ ...way, partition: await readPartition(databaseUrl), bytes });
    }
    return ways;
  } finally {
    await servers.dropDatabase(name);
  }
}

async function readBytes(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ bytes: string }>(
      'select pg_database_size(current_database()) as bytes',
    );
    return Number(rows[0]!.bytes);
  } finally {
    await client.end();
  }
}

function runImport(given: readonly string[], databaseUrl: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, 'import', ...given], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', DATABASE_URL: databaseUrl },
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`import ended with ${code}`))));
  });
}

/** CPU milliseconds of all children of this process that have ended, with theirs. Linux alone; 0 elsewhere. */
function readEndedCpuMs(): number {
  try {
    const text = readFileSync('/proc/self/stat', 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) * 10;
  } catch {
    return 0;
  }
}

function toRow(name: string, ways: readonly Way[]): Row {
  const middle = (read: (way: Way) => number): number => roundFigure(median(ways.map(read)));
  return {
    name,
    figures: {
      'articles/s': middle(({ articlesPerSecond }) => articlesPerSecond),
      'our processes µs': middle(({ cpuUs }) => cpuUs.ours),
      'Redis µs': middle(({ cpuUs }) => cpuUs.redis),
      'Postgres µs': middle(({ cpuUs }) => cpuUs.postgres),
      'CPU µs in all': middle(cpuOf),
      'bytes an article': middle(({ bytes }) => bytes),
      partition: ways[0]!.partition,
    },
  };
}
