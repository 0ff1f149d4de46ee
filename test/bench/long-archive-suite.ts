import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { migrate } from '@writethru/store';
import pg from 'pg';

import { makeCorpus } from './corpus.ts';
import { readTreeCpuMs, readTreeProportionalMib } from './process-cpu.ts';
import { startBenchServers, type BenchServers } from './servers.ts';
import { roundFigure } from './statistics.ts';
import { scaleCount, type Row, type Suite, type SuiteResult } from './suite.ts';

const ARTICLES = 1_000_000;
/** The table's rows. */
const PARTS = 10;
const MADE_AT_ONCE = 10_000;
/** A year, for a million. */
const BETWEEN_MS = 30_000;
/** Where the import is killed, of all articles: in the middle of a part. */
const KILLED_AT = 0.45;
const LOOK_EVERY_MS = 1_000;
const BIN = path.resolve(import.meta.dirname, '../../packages/cli/bin/writethru.mjs');

/** How far an import was, when, and what CPU it and Postgres had used by then. */
interface Look {
  done: number;
  atMs: number;
  oursMs: number;
  postgresMs: number;
}

/** A year of archive by `writethru import`, killed on its way, and gone on with by the same command. */
export const longArchiveSuite: Suite = {
  name: 'long-archive',
  isOnlyByName: true,
  async run(say, share): Promise<SuiteResult> {
    const count = scaleCount(ARTICLES, share, 20_000);
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
    const doneWhenKilled = killed.looks.at(-1)!.done;
    const seconds = [killed, again].reduce((sum, { tookMs }) => sum + tookMs / 1_000, 0);
    return {
      title: 'A long archive',
      about: `${count.toLocaleString('en-US')} made articles of a year (a file of ${roundFigure(statSync(file).size / 2 ** 30)} GiB), by \`writethru import\`. It was killed (kill -9, all its processes) when ${doneWhenKilled.toLocaleString('en-US')} were in, and the same command was given again; the part of the table in which that happened is measured from the looks of both. In ${Math.round(seconds)} s altogether ${clustered.toLocaleString('en-US')} articles were clustered, each once. ${roundFigure(Number(bytes) / held)} bytes an article; the import's processes held ${roundFigure(Math.max(killed.mostMib, again.mostMib))} MiB at most. Postgres has a quarter of the machine's memory as \`shared_buffers\`, and \`max_wal_size\` of 8 GB.`,
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
  looks: Look[];
  tookMs: number;
  mostMib: number;
}

/** Runs the import to its end, or until so many articles are in. */
async function runImport(
  client: pg.Client,
  servers: BenchServers,
  options: { file: string; databaseUrl: string; killAt?: number; say: (message: string) => void },
): Promise<ImportRun> {
  const { file, databaseUrl, killAt = Infinity, say } = options;
  const beganMs = performance.now();
  // A group of its own, so that all of it can be killed.
  const child = spawn(process.execPath, [BIN, 'import', file], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', DATABASE_URL: databaseUrl },
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const run: ImportRun = { looks: [], tookMs: 0, mostMib: 0 };
  let isKilled = false;
  for (let isOver = false; !isOver;) {
    run.looks.push(await look(client, servers, child));
    run.mostMib = Math.max(run.mostMib, readTreeProportionalMib(child.pid!));
    const { done } = run.looks.at(-1)!;
    if (run.looks.length % 60 === 0) say(`long-archive: ${done} articles are in`);
    if (done >= killAt && !isKilled) isKilled = process.kill(-child.pid!, 'SIGKILL');
    const pause = new Promise<false>((resolve) => setTimeout(() => resolve(false), LOOK_EVERY_MS));
    isOver = await Promise.race([ended.then(() => true), pause]);
  }
  const [code] = await ended;
  if (code !== 0 && killAt === Infinity) throw new Error(`the import ended with ${code}`);
  run.looks.push(await look(client, servers, child));
  run.tookMs = performance.now() - beganMs;
  return run;
}

async function look(client: pg.Client, servers: BenchServers, child: ChildProcess): Promise<Look> {
  const { rows } = await client.query<{ done: number }>(
    'select coalesce(sum(pieces_done), 0)::int as done from archive_imports',
  );
  return {
    done: rows[0]!.done,
    atMs: performance.now(),
    oursMs: readTreeCpuMs(child.pid!),
    postgresMs: readTreeCpuMs(servers.postgres.pid),
  };
}

/** The rate and the CPU of each part of the archive. Only spans within one run count: between two nothing ran. */
function listParts(runs: readonly (readonly Look[])[], count: number): Row[] {
  const size = count / PARTS;
  return Array.from({ length: PARTS }, (_, part) => {
    const [from, to] = [part * size, (part + 1) * size];
    const spent = { articles: 0, ms: 0, oursMs: 0, postgresMs: 0 };
    for (const looks of runs) {
      const inside = looks.filter(({ done }) => done >= from && done <= to);
      const [first, last] = [inside[0], inside.findLast(({ oursMs }) => oursMs > 0)];
      if (first === undefined || last === undefined || last.done <= first.done) continue;
      spent.articles += last.done - first.done;
      spent.ms += last.atMs - first.atMs;
      spent.oursMs += last.oursMs - first.oursMs;
      spent.postgresMs += last.postgresMs - first.postgresMs;
    }
    return {
      name: `${Math.round(from).toLocaleString('en-US')} to ${Math.round(to).toLocaleString('en-US')}`,
      figures: {
        'articles/s': roundFigure((spent.articles * 1_000) / spent.ms),
        'our processes µs': roundFigure((spent.oursMs * 1_000) / spent.articles),
        'Postgres µs': roundFigure((spent.postgresMs * 1_000) / spent.articles),
      },
    };
  });
}
