import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { openPool } from '@writethru/store';

import { makeCorpus } from '../corpus.ts';
import { measureLoad, type RunResult } from '../end-to-end.ts';
import { startBenchServers, type BenchServers } from '../servers.ts';
import { roundFigure } from '../statistics.ts';
import { startSubject } from '../subjects.ts';
import { scaleCount, type Row, type Suite, type SuiteResult } from '../suite.ts';
import { sumByPart, type Span } from './cpu-profile.ts';
import { forgetStatements, readStatements, type StatementCost } from './statements.ts';

/** First so many, while the processes compile; then those that are measured. */
const WARM_UP = 4_000;
const MEASURED = 8_000;
const ARTICLES_PER_POST = 100;
const LANES = 4;
/** Below that a part is left out: microseconds an article. */
const LEAST_US = 4;

/** Where the time of an article goes: statements by what they write, processes by what they run. */
export const profileSuite: Suite = {
  name: 'profile',
  isOnlyByName: true,
  async run(say, share): Promise<SuiteResult> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-profile-'));
    const folders = { intake: path.join(folder, 'intake'), clusterer: path.join(folder, 'clusterer') };
    const servers = await startBenchServers({
      shared_preload_libraries: 'pg_stat_statements',
      'pg_stat_statements.track_planning': 'on',
    });
    try {
      const measured = scaleCount(MEASURED, share);
      const { result, span, statements } = await measure(servers, folders, measured, share, say);
      const { cpuUs } = result;
      const rows: Row[] = [
        ...listParts('intake', folders.intake, span, cpuUs.intake, measured),
        ...listParts('clusterer', folders.clusterer, span, cpuUs.worker, measured),
        toRow('Redis, CPU', cpuUs.redis),
        toRow('Postgres, CPU of all its processes', cpuUs.postgres),
        ...statements
          .map(({ name, calls, totalMs }) => ({
            name,
            calls: calls / measured,
            us: (totalMs * 1_000) / measured,
          }))
          .filter(({ us }) => us >= LEAST_US)
          .map(({ name, calls, us }) => toRow(`Postgres: ${name}`, us, calls * 1_000)),
      ];
      return {
        title: 'Where the time goes',
        about: `${MEASURED} articles, ${ARTICLES_PER_POST} a POST, after ${WARM_UP} that got the processes warm: ${roundFigure(result.articlesPerSecond)} a second. Microseconds an article: of a process its CPU, and in its parts the time that \`--cpu-prof\` saw them run themselves, by package; of statements what \`pg_stat_statements\` says that they took, planning and waits included, but not commits and the protocol. Both cost something themselves. What is below ${LEAST_US} is left out.`,
        rows,
        goals: {},
      };
    } finally {
      await servers.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Measured {
  result: RunResult;
  span: Span;
  statements: StatementCost[];
}

async function measure(
  servers: BenchServers,
  folders: { intake: string; clusterer: string },
  count: number,
  share: number,
  say: (message: string) => void,
): Promise<Measured> {
  const databaseUrl = await servers.createDatabase('profile');
  const pool = openPool(databaseUrl, {
    maxConnections: 1,
    applicationName: 'profile',
    onIdleError: () => {},
  });
  await pool.query('create extension pg_stat_statements');
  const flags = { intake: profileInto(folders.intake), worker: profileInto(folders.clusterer) };
  // Stopped before anything is read: profiles are written when a process ends.
  const subject = await startSubject(servers, 'writethru', databaseUrl, 1, flags).catch(async (error) => {
    await pool.end();
    throw error;
  });
  const send = (seed: number, articles: number): Promise<RunResult> =>
    measureLoad(
      servers,
      subject,
      { design: 'writethru', articlesPerPost: ARTICLES_PER_POST, lanes: LANES },
      makeCorpus({ seed, count: articles, startMs: Date.now() }),
    );
  try {
    say(`profile: ${WARM_UP} articles to get warm`);
    await send(1, scaleCount(WARM_UP, share));
    await forgetStatements(pool);
    say(`profile: ${count} articles`);
    const fromUs = readClockUs();
    const result = await send(2, count);
    const span = { fromUs, untilUs: readClockUs() };
    return { result, span, statements: await readStatements(pool) };
  } finally {
    await subject.stop();
    await pool.end();
  }
}

function profileInto(folder: string): string[] {
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

/** The clock that profiles are written by. */
function readClockUs(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

function listParts(name: string, folder: string, span: Span, cpuUs: number, articles: number): Row[] {
  const parts = [...sumByPart(folder, span)].map(([part, us]) => ({ part, us: us / articles }));
  return [
    toRow(`${name}, CPU of all its threads`, cpuUs),
    ...parts
      .filter(({ us }) => us >= LEAST_US)
      .sort((a, b) => b.us - a.us)
      .map(({ part, us }) => toRow(`${name}: ${part}`, us)),
  ];
}

function toRow(name: string, us: number, callsPerThousand?: number): Row {
  return {
    name,
    figures: {
      'µs an article': roundFigure(us),
      ...(callsPerThousand !== undefined && { 'calls for 1,000 articles': roundFigure(callsPerThousand) }),
    },
  };
}
