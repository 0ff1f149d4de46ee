/**
 * npm run bench:growth [-- --sizes 10000,100000] [--reads 0] [--write]
 * What an article costs as the store grows: for each size the database fills the window by itself, then articles are
 * sent as ever. `--sizes` ascending, `--reads N` makes it up to N articles and asks what readers ask. The last line is
 * JSON; `--write` makes docs/benchmarks-growth.md.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { openPool } from '@writethru/store';

import { makeCorpus } from '../corpus.ts';
import { measureLoad } from '../end-to-end.ts';
import { describeMachine, formatPage, formatTable } from '../report.ts';
import { startBenchServers } from '../servers.ts';
import { roundFigure } from '../statistics.ts';
import { startSubject } from '../subjects.ts';
import type { Row, SuiteResult } from '../suite.ts';
import { fillStore } from './fill-store.ts';
import { readSize, timeLookUps } from './measure-store.ts';
import { timeReads } from './time-reads.ts';

const PAGE = path.resolve(import.meta.dirname, '../../../docs/benchmarks-growth.md');
const PROBE = 3_000;
const FILL_TIMEOUT_MS = 3_600_000;

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000' },
    reads: { type: 'string', default: '0' },
    write: { type: 'boolean' },
  },
});
const say = (message: string): void => console.error(message);
const sizes = values.sizes.split(',').map(Number);
const readSizeAt = Number(values.reads);
const servers = await startBenchServers();
const databaseUrl = await servers.createDatabase('growth');
const env = { DATABASE_URL: databaseUrl, REDIS_URL: servers.redis.url };
const subject = await startSubject(servers, 'writethru', databaseUrl);
const pool = openPool(databaseUrl, {
  maxConnections: 1,
  applicationName: 'growth',
  statementTimeoutMs: FILL_TIMEOUT_MS,
  onIdleError: () => {},
});
const growth: Row[] = [];
const reads: Row[] = [];
let held = 0;
try {
  for (const size of sizes) {
    await fillStore(pool, held, size, say);
    held = size;
    growth.push(await measureAt(size, size + PROBE * growth.length));
    say(formatTable(growth));
  }
  if (readSizeAt > 0) {
    if (readSizeAt > held) await fillStore(pool, held, readSizeAt, say);
    const { waits, residentMib } = await timeReads(pool, env);
    for (const [name, { p50, p99 }] of Object.entries(waits))
      reads.push({ name, figures: { 'p50 ms': roundFigure(p50), 'p99 ms': roundFigure(p99) } });
    reads.push({ name: 'memory of query, MiB', figures: { 'p50 ms': roundFigure(residentMib) } });
  }
} finally {
  await subject.stop();
  await pool.end();
  await servers.stop();
}
const results: SuiteResult[] = [
  {
    title: 'Growth',
    about: `The database made the articles of the window by itself, each a story of its own; then ${PROBE} articles of the usual mix were sent, 100 a POST. A look-up is a search for one stored text, one at a time. CPU is microseconds an article by process; bytes are those of everything stored, by the articles of the window.`,
    rows: growth,
    goals: tellGrowth(),
  },
  ...(reads.length === 0
    ? []
    : [
        {
          title: `Readers at ${readSizeAt.toLocaleString('en-US')} articles`,
          about: 'One request at a time to the query service, each for another article or story.',
          rows: reads,
          goals: {},
        },
      ]),
];
for (const { title, rows } of results) console.log(`\n${title}\n\n${formatTable(rows)}`);
if (values.write === true) {
  const page = formatPage(results, new Date().toISOString().slice(0, 10), 'npm run bench:growth -- --write');
  writeFileSync(PAGE, page);
}
console.log(JSON.stringify({ machine: describeMachine(), suites: results }));

/** `stored`: with what earlier measurements sent. */
async function measureAt(size: number, stored: number): Promise<Row> {
  const lookUp = await timeLookUps(pool);
  const before = await readSize(pool);
  const corpus = makeCorpus({ seed: size, count: PROBE, startMs: Date.now() - PROBE * 1_000 });
  const run = await measureLoad(
    servers,
    subject,
    { design: 'writethru', articlesPerPost: 100, lanes: 4 },
    corpus,
  );
  return {
    name: `${size.toLocaleString('en-US')} articles`,
    figures: {
      'look-up p50 ms': roundFigure(lookUp.p50Ms),
      'look-up p99 ms': roundFigure(lookUp.p99Ms),
      'look-up CPU µs': roundFigure(lookUp.cpuUs),
      'articles/s': roundFigure(run.articlesPerSecond),
      'intake µs': roundFigure(run.cpuUs.intake),
      'clusterer µs': roundFigure(run.cpuUs.worker),
      'Redis µs': roundFigure(run.cpuUs.redis),
      'Postgres µs': roundFigure(run.cpuUs.postgres),
      'table bytes': roundFigure(before.tables / stored),
      'index bytes': roundFigure(before.indexes / stored),
      'key index bytes': roundFigure(before.keyIndex / stored),
      'intake MiB': roundFigure(run.residentMib.intake),
      'clusterer MiB': roundFigure(run.residentMib.worker),
    },
  };
}

function tellGrowth(): Record<string, number> {
  const at = (size: number, figure: string): number =>
    Number(growth[sizes.indexOf(size)]?.figures[figure] ?? Number.NaN);
  const [small, large] = [sizes.includes(100_000) ? 100_000 : sizes[0]!, sizes.at(-1)!];
  return {
    lookUpP50LargeTimesSmall: roundFigure(at(large, 'look-up p50 ms') / at(small, 'look-up p50 ms')),
    lookUpCpuLargeTimesSmall: roundFigure(at(large, 'look-up CPU µs') / at(small, 'look-up CPU µs')),
    keyIndexBytesAnArticle: at(large, 'key index bytes'),
  };
}
