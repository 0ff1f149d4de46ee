import pg from 'pg';

import { readTreeCpuMs } from './process-cpu.ts';
import { startBenchServers, type BenchServers } from './servers.ts';
import { median, roundFigure } from './statistics.ts';
import { scaleCount, type Row, type Suite, type SuiteResult } from './suite.ts';

const ROUNDS = 3;
const TEXTS = 200_000;
const KEYS_OF_A_TEXT = 48;
const TEXTS_AT_ONCE = 1_000;

const GIN = 'create index made_keys on made using gin (keys)';
/** Kilobytes: more than comes together. */
const ENDLESS_LIST = 2_000_000;

/** A way to get texts into a table and its index: what it does first, and when all are in. */
interface Way {
  name: string;
  first?: string;
  last?: string;
}

const WAYS: readonly Way[] = [
  { name: 'no index' },
  { name: 'index kept up', first: `${GIN} with (fastupdate = off)` },
  { name: 'index built afterwards', last: `${GIN} with (fastupdate = off)` },
  {
    name: 'pending list, cleaned once',
    first: `${GIN} with (fastupdate = on, gin_pending_list_limit = ${ENDLESS_LIST})`,
    last: `select gin_clean_pending_list('made_keys')`,
  },
];

/** What the index of keys costs Postgres as texts come in, and afterwards: of keys alone, without all else of an article. */
export const keyIndexSuite: Suite = {
  name: 'key-index',
  isOnlyByName: true,
  async run(say, share): Promise<SuiteResult> {
    const count = scaleCount(TEXTS, share, TEXTS_AT_ONCE);
    const servers = await startBenchServers({ shared_buffers: '2GB', max_wal_size: '8GB' });
    try {
      const client = new pg.Client({ connectionString: await servers.createDatabase('bench_key_index') });
      await client.connect();
      try {
        await makeTexts(client, count);
        const costs = new Map(WAYS.map(({ name }) => [name, [] as number[]]));
        for (let round = 1; round <= ROUNDS; round++) {
          say(`key-index: round ${round} of ${ROUNDS}`);
          for (const way of WAYS) costs.get(way.name)!.push(await measureWay(servers, client, way, count));
        }
        return toResult(count, costs);
      } finally {
        await client.end();
      }
    } finally {
      await servers.stop();
    }
  },
};

async function makeTexts(client: pg.Client, count: number): Promise<void> {
  await client.query(
    `create table source as
     select id, array(select (random() * 4294967295 - 2147483648)::int from generate_series(1, $1::int) where id > 0) as keys
       from generate_series(1, $2::int) id`,
    [KEYS_OF_A_TEXT, count],
  );
  await client.query('create index on source (id)');
  await client.query('vacuum analyze source');
  await client.query(`set maintenance_work_mem = '1GB'`);
}

/** CPU microseconds of Postgres a text. */
async function measureWay(
  servers: BenchServers,
  client: pg.Client,
  { first, last }: Way,
  count: number,
): Promise<number> {
  await client.query('drop table if exists made');
  await client.query('create table made (like source)');
  await client.query('checkpoint');
  const beforeMs = readTreeCpuMs(servers.postgres.pid);
  if (first !== undefined) await client.query(first);
  for (let from = 0; from < count; from += TEXTS_AT_ONCE)
    await client.query('insert into made select * from source where id > $1 and id <= $2', [
      from,
      from + TEXTS_AT_ONCE,
    ]);
  if (last !== undefined) await client.query(last);
  return ((readTreeCpuMs(servers.postgres.pid) - beforeMs) * 1_000) / count;
}

function toResult(count: number, costs: ReadonlyMap<string, readonly number[]>): SuiteResult {
  const rows = [...costs].map(([name, us]): Row => ({
    name,
    figures: { 'Postgres µs a text': roundFigure(median([...us])) },
  }));
  return {
    title: 'The index of keys',
    about: `${count} texts of ${KEYS_OF_A_TEXT} keys each, nearly every key one of its own, ${TEXTS_AT_ONCE} a statement, into a table with nothing but them. CPU of Postgres until all are in the index; in turn, medians of ${ROUNDS} rounds.`,
    rows,
    goals: {},
  };
}
