import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { migrate } from '@writethru/store';
import pg from 'pg';

import { until } from '../support/until.ts';
import { makeCorpus } from './corpus.ts';
import { listTree, readTreeCpuMs, readTreeProportionalMib } from './process-cpu.ts';
import { startBenchServers, type BenchServers } from './servers.ts';
import { roundFigure } from './statistics.ts';
import { scaleCount, type Row, type Suite, type SuiteResult } from './suite.ts';

const ARTICLES = 1_000_000;
/** The table's rows. */
const PARTS = 10;
const MADE_AT_ONCE = 10_000;
/** A million are a year. */
const BETWEEN_MS = 30_000;
/** Where the import is killed, of all articles: in the middle of a part. */
const KILLED_AT = 0.45;
const LOOK_EVERY_MS = 1_000;
const ALONE_TIMEOUT_MS = 60_000;
const BIN = path.resolve(import.meta.dirname, '../../packages/cli/bin/writethru.mjs');

/** How far an import was, when, and what CPU it and Postgres had used by then. */
interface Look {
  done: number;
  atMs: number;
  oursMs: number;
  postgresMs: number;
  /** Memory of the import's processes. */
  mib: number;
}

/** A long archive by `writethru import`, killed on its way, and gone on with by the same command. */
export const longArchiveSuite: Suite = {
  name: 'long-archive',
  isOnlyByName: true,
  async run(say, share): Promise<SuiteResult> {
    const count = scaleCount(ARTICLES, share, 50_000);
    const file = path.join(os.tmpdir(), `writethru-long-archive-${process.pid}.jsonl`);
    const servers = await startBenchServers({
      shared_buffers: `${Math.floor(os.totalmem() / 4 / 2 ** 20)}MB`,
      max_wal_size: '8GB',
    });
    try {
      say(`long-archive: makes ${count} articles`);
      await writeArchive(file, count);
      return await measure(servers, file, count, say);
    } finally {
      rmSync(file, { force: true });
      await servers.stop();
    }
  },
};

async function measure(
  servers: BenchServers,
  file: string,
  count: number,
  say: (message: string) => void,
): Promise<SuiteResult> {
  const databaseUrl = await servers.createDatabase('bench_long_archive');
  await migrate(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const killed = await runImport(client, servers, { file, databaseUrl, killAt: count * KILLED_AT, say });
    const again = await runImport(client, servers, { file, databaseUrl, say });
    const stored = await client.query<{ held: number; clustered: number; versions: number; bytes: string }>(
      `select count(distinct guid)::int as held, count(*) filter (where state = 'clustered')::int as clustered,
              (select count(*)::int from versions) as versions, pg_database_size(current_database()) as bytes
         from article_identities`,
    );
    const { held, clustered, versions, bytes } = stored.rows[0]!;
    const rows = listParts([killed.looks, again.looks], count);
    const seconds = [killed, again].reduce((sum, { tookMs }) => sum + tookMs / 1_000, 0);
    return {
      title: 'A long archive',
      about: `${count.toLocaleString('en-US')} made articles, one every half a minute (a file of ${roundFigure(statSync(file).size / 2 ** 30)} GiB), by \`writethru import\`. It was killed (kill -9, all its processes) when ${killed.done.toLocaleString('en-US')} were in, and the same command was given again, which had the next ones in after ${Math.round(untilGoingOn(again) / 1_000)} s. In ${Math.round(seconds)} s altogether, both starts included, ${clustered.toLocaleString('en-US')} articles were clustered, each once. ${roundFigure(Number(bytes) / held)} bytes an article. MiB are what the import's processes held at most. Postgres has a quarter of the machine's memory as \`shared_buffers\`, and \`max_wal_size\` of 8 GB.`,
      rows,
      goals: {
        longArchiveArticlesPerSecond: roundFigure(count / seconds),
        longArchiveLastPartTimesFirst: roundFigure(
          Number(rows.at(-1)!.figures['articles/s']) / Number(rows[0]!.figures['articles/s']),
        ),
      },
      ...((held !== count || clustered !== count || versions !== count) && {
        faults: [`of ${count} articles ${held} are held, ${clustered} clustered, with ${versions} versions`],
      }),
    };
  } finally {
    await client.end();
    await servers.dropDatabase('bench_long_archive');
  }
}

/** A file of JSON lines, made and written piece by piece: all of it would not fit into memory. */
async function writeArchive(file: string, count: number): Promise<void> {
  const startMs = Date.now() - count * BETWEEN_MS - 86_400_000;
  const stream = createWriteStream(file);
  for (let from = 0; from < count; from += MADE_AT_ONCE) {
    const made = makeCorpus({ seed: 1_000 + from, count: Math.min(MADE_AT_ONCE, count - from), startMs });
    const lines = made.map((article, at) => {
      const publishedAt = new Date(startMs + (from + at) * BETWEEN_MS).toISOString();
      return `${JSON.stringify({ provider: 'bench', version: 0, ...article, publishedAt })}\n`;
    });
    if (!stream.write(lines.join(''))) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

interface ImportRun {
  /** While it ran. */
  looks: Look[];
  /** How far it was at its end. */
  done: number;
  tookMs: number;
}

/** From the second start until articles are in that the first run had not got: it starts, and reads over what is in. */
function untilGoingOn({ looks, tookMs }: ImportRun): number {
  const next = looks.find(({ done }) => done > looks[0]!.done);
  return next === undefined ? tookMs : next.atMs - looks[0]!.atMs + LOOK_EVERY_MS;
}

interface ImportOptions {
  file: string;
  databaseUrl: string;
  /** Articles after which it is killed. Left out: it runs to its end. */
  killAt?: number;
  say: (message: string) => void;
}

/** Runs the import. Throws where it ends otherwise than it is to. */
async function runImport(
  client: pg.Client,
  servers: BenchServers,
  { file, databaseUrl, killAt, say }: ImportOptions,
): Promise<ImportRun> {
  const beganMs = performance.now();
  const child = spawn(process.execPath, [BIN, 'import', file], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', DATABASE_URL: databaseUrl },
  });
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const looks: Look[] = [];
  try {
    for (;;) {
      const pause = new Promise<'goes on'>((resolve) => setTimeout(() => resolve('goes on'), LOOK_EVERY_MS));
      if ((await Promise.race([ended, pause])) !== 'goes on') break;
      looks.push({
        done: await readDone(client),
        atMs: performance.now(),
        oursMs: readTreeCpuMs(child.pid!),
        postgresMs: readTreeCpuMs(servers.postgres.pid),
        mib: readTreeProportionalMib(child.pid!),
      });
      if (looks.length % 60 === 0) say(`long-archive: ${looks.at(-1)!.done} articles are in`);
      if (killAt !== undefined && looks.at(-1)!.done >= killAt) break;
    }
  } finally {
    killTree(child);
  }
  const [code, signal] = await ended;
  if (killAt === undefined ? code !== 0 : signal !== 'SIGKILL')
    throw new Error(`the import ended with ${code ?? signal}`);
  const tookMs = performance.now() - beganMs;
  await waitUntilAlone(client);
  return { looks, done: await readDone(client), tookMs };
}

/** The importing process too, which would else notice that nobody is left, and end in order. */
function killTree(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  for (const pid of listTree(child.pid!)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended with the one before it.
    }
  }
}

async function readDone(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ done: number }>(
    'select coalesce(sum(pieces_done), 0)::int as done from archive_imports',
  );
  return rows[0]!.done;
}

/** What a killed process had sent may still be committed. */
async function waitUntilAlone(client: pg.Client): Promise<void> {
  await until(async () => {
    const { rows } = await client.query<{ others: number }>(
      `select count(*)::int as others from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );
    return rows[0]!.others === 0;
  }, ALONE_TIMEOUT_MS);
}

/**
 * The rate and the CPU of each part of the archive, from when each run has its first articles in: what it takes to start, or
 * to read over what is in, is no part of it.
 */
function listParts(runs: readonly (readonly Look[])[], count: number): Row[] {
  const parts = Array.from({ length: PARTS }, () => ({
    articles: 0,
    ms: 0,
    oursMs: 0,
    postgresMs: 0,
    mib: 0,
  }));
  const size = count / PARTS;
  for (const looks of runs) {
    const first = looks.findIndex(({ done }) => done > looks[0]!.done);
    for (let at = Math.max(1, first + 1); first >= 0 && at < looks.length; at++) {
      const [before, after] = [looks[at - 1]!, looks[at]!];
      // A span that ends in another part than it began counts for the one that it ends in: a second of minutes.
      const part = parts[Math.min(PARTS - 1, Math.floor(after.done / size))]!;
      part.articles += after.done - before.done;
      part.ms += after.atMs - before.atMs;
      part.oursMs += after.oursMs - before.oursMs;
      part.postgresMs += after.postgresMs - before.postgresMs;
      part.mib = Math.max(part.mib, after.mib);
    }
  }
  return parts.map(({ articles, ms, oursMs, postgresMs, mib }, at) => ({
    name: `${Math.round(at * size).toLocaleString('en-US')} to ${Math.round((at + 1) * size).toLocaleString('en-US')}`,
    figures: {
      'articles/s': roundFigure((articles * 1_000) / ms),
      'our processes µs': roundFigure((oursMs * 1_000) / articles),
      'Postgres µs': roundFigure((postgresMs * 1_000) / articles),
      MiB: roundFigure(mib),
    },
  }));
}
