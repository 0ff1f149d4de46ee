import os from 'node:os';
import path from 'node:path';

import { createApiKey, migrate, openPool, type Pool } from '@writethru/store';

import { fillStore } from './lists/fill-store.ts';
import { formatListsPage, toRow } from './lists/lists-page.ts';
import { makeStories } from './lists/made-stories.ts';
import { measureAll, ROUNDS } from './lists/measure-requests.ts';
import { countSequentialScans, findSequentialScans } from './lists/plans.ts';
import { startBenchServers, type BenchServers } from './servers.ts';
import { scaleCount, type Suite, type SuiteResult } from './suite.ts';

const STORIES = 100_000;
const DAYS = 60;
const PAGE = path.resolve(import.meta.dirname, '../../docs/list-plans.md');

/** Every list, filter, sort, search and look-up of a large store, and the plans of their statements. */
export const listsSuite: Suite = {
  name: 'lists',
  isOnlyByName: true,
  async run(say, share): Promise<SuiteResult> {
    const servers = await startBenchServers();
    try {
      return await measureLists(servers, say, share);
    } finally {
      await servers.stop();
    }
  },
};

async function measureLists(
  servers: BenchServers,
  say: (message: string) => void,
  share: number,
): Promise<SuiteResult> {
  const databaseUrl = await servers.createDatabase('bench_lists');
  await migrate(databaseUrl);
  const pool = openPool(databaseUrl, {
    maxConnections: 2,
    applicationName: 'bench',
    statementTimeoutMs: 600_000,
    onIdleError: () => {},
  });
  try {
    const endMs = Date.now();
    const span = { startMs: endMs - DAYS * 86_400_000, endMs };
    const stories = makeStories({ seed: 5, count: scaleCount(STORIES, share, 2_000), endMs, days: DAYS });
    const articleCount = await fillStore(pool, stories, span, (text) => say(`lists: ${text}`));
    const { key } = await createApiKey(pool, { holder: 'bench', holderKind: 'system', scopes: ['admin'] });
    const before = await countSequentialScans(pool);
    const measured = await measureAll(pool, databaseUrl, key, span, say);
    const after = await countSequentialScans(pool);
    const large = new Set(after.keys());
    const faults = [
      ...[...after].filter(([table, scans]) => scans > before.get(table)!).map(([table]) => table),
      ...measured.flatMap(({ name, plans }) =>
        plans.flatMap(({ plan }) => findSequentialScans(plan, large).map((table) => `${table}, by ${name}`)),
      ),
    ];
    const page = formatListsPage(
      {
        ...(await readSize(pool)),
        day: new Date().toISOString().slice(0, 10),
        articleCount,
        rounds: ROUNDS,
        loadAverage: os.loadavg()[2]!,
      },
      measured,
    );
    return {
      title: 'Lists, searches and look-ups',
      about: `${STORIES} made stories; each request ${ROUNDS} times over HTTP, one at a time.`,
      rows: measured.map(toRow),
      goals: Object.fromEntries(
        ['Filters', 'Sorts and pages', 'Search', 'Look-ups', 'Changes'].map((group) => [
          `worstP95Ms ${group}`,
          Math.max(...measured.filter((one) => one.group === group).map(({ p95Ms }) => p95Ms)),
        ]),
      ),
      page: { path: PAGE, text: page },
      // A small table may well be read from end to end.
      faults: (share < 1 ? [] : faults).map((table) => `read from end to end: ${table}`),
    };
  } finally {
    await pool.end();
    await servers.dropDatabase('bench_lists');
  }
}

async function readSize(
  pool: Pool,
): Promise<{ storyCount: number; databaseMib: number; postgresVersion: string }> {
  const { rows } = await pool.query<{ stories: number; mib: number; version: string }>(
    `select (select count(*) from stories) as stories, pg_database_size(current_database()) / 1048576 as mib,
            current_setting('server_version') as version`,
  );
  const { stories, mib, version } = rows[0]!;
  return { storyCount: stories, databaseMib: mib, postgresVersion: version };
}
