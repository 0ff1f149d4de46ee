import type { Pool } from '@writethru/store';

import { copyColumn, FUNCTIONS, type Column } from './copy-columns.ts';

/** Every table that grows with the articles; side by side, the halves take about as long as each other. */
const HALVES: readonly (readonly string[])[] = [
  ['fingerprints', 'articles', 'chains', 'article_link_keys', 'article_sluglines'],
  [
    'story_texts',
    'article_identities',
    'versions',
    'stories',
    'events',
    'article_heads',
    'article_traits',
    'components',
    'component_members',
    'links',
    'digest_items',
    'related_articles',
    'alert_matches',
  ],
];
const TABLES = HALVES.flat();
/** What look-ups and lists read. */
const SLIM_TABLES = new Set([
  'fingerprints',
  'articles',
  'article_identities',
  'versions',
  'stories',
  'article_traits',
  'components',
  'component_members',
]);
/** What they do not read of these. */
const SLIM_COLUMNS: Readonly<Record<string, string>> = {
  body: 'null',
  shingles: `''::bytea`,
  lead_shingles: `''::bytea`,
};
/** Copies of one statement, so that it can be told how far it is. */
const STEP = 10;

// For the filling alone: what it writes is checked at its end, and a crash would only mean to begin again.
const FAST = { fsync: 'off', full_page_writes: 'off', max_wal_size: "'8GB'", autovacuum: 'off' };
const SESSION = `set synchronous_commit = off; set session_replication_role = replica;
                 set maintenance_work_mem = '2GB'; set statement_timeout = 0`;

interface Index {
  name: string;
  definition: string;
}

/**
 * Keeps what the service has stored so far as what copies are made of. To be called once, when nothing is under way.
 */
export async function keepOriginals(pool: Pool): Promise<void> {
  await pool.query(FUNCTIONS);
  for (const table of TABLES) await pool.query(`create table growth.${table} as select * from ${table}`);
}

/**
 * Fills the store with the copies `from` to `to` of the originals: their rows as the service wrote them, under other
 * names, ids, times and keys, so that the stories of a copy are those of the originals and no two copies meet. Indexes
 * are dropped meanwhile and built again. `isSlim`: only what look-ups and lists read.
 */
export async function fillStore(
  pool: Pool,
  from: number,
  to: number,
  say: (message: string) => void,
  { isSlim = false } = {},
): Promise<void> {
  await configure(pool, Object.entries(FAST));
  const work = async (tables: readonly string[]): Promise<void> => {
    const client = await pool.connect();
    try {
      await client.query(SESSION);
      for (const table of tables) {
        const statement = writeCopy(await listColumns(client, table), isSlim);
        const indexes = await listIndexes(client, table);
        for (const { name } of indexes) await client.query(`drop index ${name}`);
        for (let first = from; first <= to; first += STEP)
          await client.query(statement, [first, Math.min(to, first + STEP - 1)]);
        // ON ONLY is how Postgres writes the definition of a partitioned index; the partitions have to have it, too.
        for (const { definition } of indexes) await client.query(definition.replace(' ON ONLY ', ' ON '));
        say(`${table}: copies ${from} to ${to}`);
      }
    } finally {
      client.release(true);
    }
  };
  const halves = HALVES.map((tables) => tables.filter((table) => !isSlim || SLIM_TABLES.has(table)));
  await Promise.all(halves.map(work));
  await configure(
    pool,
    Object.keys(FAST).map((name) => [name, null]),
  );
  // As autovacuum would leave it, sooner or later; and nothing of the filling is left to be written.
  for (const statement of ['vacuum analyze', 'checkpoint']) await pool.query(statement);
}

type Db = Pick<Pool, 'query'>;

async function configure(pool: Pool, settings: readonly (readonly [string, string | null])[]): Promise<void> {
  for (const [name, value] of settings)
    await pool.query(value === null ? `alter system reset ${name}` : `alter system set ${name} = ${value}`);
  await pool.query('select pg_reload_conf()');
}

async function listColumns(db: Db, table: string): Promise<Column[]> {
  const { rows } = await db.query<Column>(
    `select table_name as "table", column_name as name, data_type as type from information_schema.columns
      where table_schema = 'public' and table_name = $1 order by ordinal_position`,
    [table],
  );
  return rows;
}

function writeCopy(columns: readonly Column[], isSlim: boolean): string {
  const names = columns.map(({ name }) => name).join(', ');
  const write = (column: Column): string => (isSlim && SLIM_COLUMNS[column.name]) || copyColumn(column);
  return `insert into ${columns[0]!.table} (${names}) overriding system value
          select ${columns.map(write).join(', ')}
            from generate_series($1::int, $2::int) as n cross join growth.${columns[0]!.table} b`;
}

/** Those that hold no constraint: they can be dropped by themselves. */
async function listIndexes(db: Db, table: string): Promise<Index[]> {
  const { rows } = await db.query<Index>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
       from pg_index i
      where i.indrelid = $1::regclass and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)
      order by 1`,
    [table],
  );
  return rows;
}
