/**
 * npm run bench:growth [-- --sizes 10000,100000,1000000] [--reads 5000000] [--write]
 * What an article costs as the store grows. The first size is sent through the services; up to each other one the
 * database copies their rows, see fill-store.ts. `--reads` then fills it up to so many with rows that only look-ups and
 * lists read, and measures those. For the row in huge pages reserve a quarter of the memory and a tenth of that more before:
 * `sysctl vm.nr_hugepages=3380` on a machine of 24 GB. The last line is JSON; `--write` puts the tables into
 * docs/benchmarks.md, those of the reads as a part of their own.
 */
import os from 'node:os';
import { parseArgs } from 'node:util';

import { openPool } from '@writethru/store';

import { describeMachine, describeVersions, formatTable } from '../report.ts';
import { startBenchServers } from '../servers.ts';
import { startSubject } from '../subjects.ts';
import type { SuiteResult } from '../suite.ts';
import { writePage } from '../write-page.ts';
import { checkCopies, countRows } from './check-copies.ts';
import { fillStore, keepOriginals } from './fill-store.ts';
import { measureLevel, sendOriginals, type Level } from './measure-level.ts';
import { measureRestarts } from './measure-restarts.ts';
import { readSizes, timeLookUps } from './measure-store.ts';
import { listSizes, tellGrowth, tellLookUps, toRow } from './tell-growth.ts';
import { timeReads } from './time-reads.ts';

const SIZES = '10000,100000,1000000';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    sizes: { type: 'string', default: SIZES },
    reads: { type: 'string' },
    write: { type: 'boolean' },
  },
});
const beganMs = performance.now();
const say = (message: string): void =>
  console.error(`${Math.round((performance.now() - beganMs) / 1_000)} s: ${message}`);
const sizes = values.sizes.split(',').map(Number);
const [originals] = sizes;
if (sizes.some((size, at) => !(size > (sizes[at - 1] ?? 0)) || size % originals! !== 0)) {
  console.error('--sizes takes numbers that grow, each a multiple of the first');
  process.exit(2);
}
/** What Postgres' documentation advises for a server of its own; 128 MB, the default of ours, are for a laptop. */
const sharedBuffersMib = Math.floor(os.totalmem() / 4 / 2 ** 20);
const servers = await startBenchServers({ shared_buffers: `${sharedBuffersMib}MB` });
const databaseUrl = await servers.createDatabase('growth');
const subject = await startSubject(servers, 'writethru', databaseUrl);
const pool = openPool(databaseUrl, {
  maxConnections: 2,
  applicationName: 'growth',
  statementTimeoutMs: 3_600_000,
  onIdleError: () => {},
});
const levels: Level[] = [];
const results: SuiteResult[] = [];
/** Writes what was made by this command, as its reader would type it. */
const write = (options: readonly string[], some: readonly SuiteResult[]): void => {
  const given = values.sizes === SIZES ? options : [`--sizes ${values.sizes}`, ...options];
  if (values.write === true) writePage(['npm run bench:growth --', ...given, '--write'].join(' '), some);
};
try {
  await sendOriginals({ servers, subject, pool }, originals!);
  await keepOriginals(pool);
  let copies = 0;
  for (const size of sizes) {
    const wanted = size / originals! - 1;
    if (wanted > 0) {
      const before = copies === 0 ? await countRows(pool) : null;
      await fillStore(pool, copies + 1, wanted, say);
      if (before !== null) await checkCopies(pool, before, wanted);
      copies = wanted;
    }
    levels.push(await measureLevel({ servers, subject, pool }, size));
    say(formatTable(levels.map(toRow)));
  }
  const restarted = await measureRestarts({ servers, subject, pool }, sizes.at(-1)!, sharedBuffersMib, say);
  const env = { DATABASE_URL: databaseUrl, REDIS_URL: servers.redis.url };
  results.push(
    ...tellGrowth(levels, restarted),
    listSizes(levels),
    await timeReads(pool, sizes.at(-1)!, env),
  );
  say(formatTable(restarted.map(toRow)));
  if (values.reads === undefined || values.sizes === SIZES) write([], results);
  if (values.reads !== undefined) {
    const size = Number(values.reads);
    await fillStore(pool, copies + 1, size / originals! - 1, say, { isSlim: true });
    const lookUps = tellLookUps(size, await timeLookUps(pool), await readSizes(pool));
    say(formatTable(lookUps.rows));
    const ofReads = [lookUps, await timeReads(pool, size, env, { isSlim: true })];
    results.push(...ofReads);
    write([`--reads ${values.reads}`], ofReads);
  }
} finally {
  await subject.stop();
  await pool.end();
  await servers.stop();
}
for (const { title, rows } of results) console.log(`\n${title}\n\n${formatTable(rows)}`);
console.log(JSON.stringify({ machine: describeMachine(), versions: describeVersions(), suites: results }));
