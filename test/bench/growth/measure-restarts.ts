import { existsSync, readFileSync } from 'node:fs';

import { until } from '../../support/until.ts';
import { makeCorpus } from '../corpus.ts';
import { measureLoad } from '../end-to-end.ts';
import { countPagesOf } from './count-pages.ts';
import {
  measureLevel,
  PROBE,
  settle,
  SETTLE_TIMEOUT_MS,
  WAY,
  type Bench,
  type Level,
} from './measure-level.ts';

/** Linux's, which alone tells of huge pages. */
const MEMORY = '/proc/meminfo';

/**
 * The same store once more, with Postgres started anew without and with its memory in huge pages; only without where the
 * machine has not got `sharedBuffersMib` of them.
 */
export async function measureRestarts(
  bench: Bench,
  size: number,
  sharedBuffersMib: number,
  say: (message: string) => void,
): Promise<Level[]> {
  const levels: Level[] = [];
  for (const hugePages of hasHugePages(sharedBuffersMib) ? ['off', 'on'] : ['off']) {
    await bench.servers.restartPostgres({ huge_pages: hugePages });
    await until(
      () =>
        bench.pool.query('create extension if not exists pg_prewarm').then(
          () => true,
          () => false,
        ),
      SETTLE_TIMEOUT_MS,
    );
    // What comes first reads what is in no memory yet.
    const corpus = makeCorpus({
      seed: size + levels.length + 1,
      count: PROBE,
      startMs: Date.now() - PROBE * 1_000,
    });
    const { pages: coldPages } = await countPagesOf(bench.pool, PROBE, async () => {
      await measureLoad(bench.servers, bench.subject, WAY, corpus);
      await settle(bench.pool);
    });
    await bench.pool.query(
      `select pg_prewarm(oid) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'i'`,
    );
    const note = hugePages === 'on' ? 'started anew, in huge pages' : 'started anew';
    levels.push({ ...(await measureLevel(bench, size, size + levels.length + 11)), coldPages, note });
    say(`${note}: measured`);
  }
  return levels;
}

function hasHugePages(sharedBuffersMib: number): boolean {
  if (!existsSync(MEMORY)) return false;
  const text = readFileSync(MEMORY, 'utf8');
  const read = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  // A twentieth more: shared memory is more than its buffers.
  return (read('HugePages_Free') * read('Hugepagesize')) / 1_024 >= sharedBuffersMib * 1.05;
}
