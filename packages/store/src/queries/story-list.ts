import { queryMaybeOne, queryRows, type Db } from '../pool.ts';
import { chooseSearchWay, type SearchWay } from '../search/search-way.ts';
import { Parameters } from './parameters.ts';
import { STORY_COLUMNS, toSummary, type StoryRow, type StorySummary } from './stories.ts';
import { writeConditions, writeStanding, type StoryConditions } from './story-conditions.ts';

export type StorySort = 'updated' | 'created' | 'size' | 'relevance';

/** Where a page ended, and what the reading saw when it began. */
export interface StoryPosition {
  /** The sort key of the last story: microseconds since the epoch, a count or a rank. */
  key: string;
  id: string;
  /** As Postgres writes a snapshot. */
  snapshot: string;
}

export interface StoryListQuery extends StoryConditions {
  sort: StorySort;
  after: StoryPosition | null;
  limit: number;
}

export interface StoryList {
  stories: (StorySummary & { key: string })[];
  /** What this statement saw. */
  snapshot: string;
  /** The last change that had its position then: whatever changed since comes after it. */
  position: number;
}

/** Of a search by relevance, so many matches are ranked: those that changed last. */
const MAX_RANKED = 1_000;

const micros = (column: string): string => `(extract(epoch from ${column}) * 1000000)::bigint`;
const fromMicros = (p: string): string =>
  `timestamptz 'epoch' + make_interval(secs => ${p}::bigint / 1000000) + ${p}::bigint % 1000000 * interval '1 microsecond'`;

/** By what a list is ordered, downwards; how its key is written in a cursor, and read from one. */
const ORDERS: Record<
  Exclude<StorySort, 'relevance'>,
  { by: string; key: string; read: (p: string) => string }
> = {
  updated: { by: 's.updated_at', key: micros('s.updated_at'), read: fromMicros },
  created: { by: 's.created_at', key: micros('s.created_at'), read: fromMicros },
  size: { by: 's.version_count', key: 's.version_count', read: (p) => `${p}::int` },
};

/**
 * A page of stories, `limit` at most. With `after`, a story that changed since the reading began is left out: so each
 * is seen once at most, and none that stood still is missed.
 */
export async function listStories(db: Db, query: StoryListQuery): Promise<StoryList> {
  const parameters = new Parameters();
  const isRanked = query.sort === 'relevance';
  const way = query.search && (await chooseSearchWay(db, query.search, isRanked ? MAX_RANKED : query.limit));
  const page = isRanked ? writeRanked(query, way, parameters) : writeOrdered(query, way, parameters);
  const text = `
with page as materialized (${page}), seen as (
  select pg_current_snapshot()::text as snapshot, (select coalesce(max(position), 0) from events)::float8 as position
)
select seen.snapshot, seen.position, page.key::text as key, ${STORY_COLUMNS}
  right join page on page.id = s.id
  right join seen on true
 order by page.at`;
  const rows = await queryRows<StoryRow & { snapshot: string; position: number; key: string }>(
    db,
    text,
    parameters.values,
  );
  return {
    snapshot: rows[0]?.snapshot ?? '',
    position: rows[0]?.position ?? 0,
    // Without stories there is one row, which says what was seen.
    stories: rows.filter((row) => row.key !== null).map((row) => ({ ...toSummary(row), key: row.key })),
  };
}

function writeFrom(query: StoryListQuery, way: SearchWay | null, parameters: Parameters): string {
  const stood =
    query.after &&
    ` and pg_visible_in_snapshot(s.changed_in, ${parameters.add(query.after.snapshot)}::pg_snapshot)`;
  return `from stories s where ${writeConditions(query, parameters, way ?? 'index')}${stood ?? ''}`;
}

function writeOrdered(query: StoryListQuery, way: SearchWay | null, parameters: Parameters): string {
  const { by, key, read } = ORDERS[query.sort === 'relevance' ? 'updated' : query.sort];
  const from = writeFrom(query, way, parameters);
  const after = query.after
    ? ` and (${by}, s.id) < (${read(parameters.add(query.after.key))}, ${parameters.add(query.after.id)}::uuid)`
    : '';
  const order = `order by ${by} desc, s.id desc`;
  const limit = `limit ${parameters.add(query.limit)}`;
  const page = `select s.id, ${key} as key, row_number() over (${order}) as at`;
  if (way !== 'index') {
    // One level with its limit, or the planner would sort all that there is.
    const stands = way === 'walk' ? ` and ${writeStanding(query)}` : '';
    return `${page} ${from}${after}${stands} ${order} ${limit}`;
  }
  return `${page} from (select s.* ${from}${after} ${order} offset 0) s where ${writeStanding(query)} ${order} ${limit}`;
}

function writeRanked(query: StoryListQuery, way: SearchWay | null, parameters: Parameters): string {
  const text = parameters.add(query.search?.text ?? '');
  const from = writeFrom(query, way, parameters);
  const after = query.after
    ? `where (key, id) < (${parameters.add(query.after.key)}::bigint, ${parameters.add(query.after.id)}::uuid)`
    : '';
  return `
select id, key, row_number() over (order by key desc, id desc) as at
  from (select s.id, (ts_rank_cd(d.document, websearch_to_tsquery(d.config::regconfig, ${text}), 1) * 1000000)::bigint as key
          from (select s.* ${from} order by s.updated_at desc, s.id desc limit ${MAX_RANKED}) s
          join story_texts d on d.story_id = s.id
         where ${writeStanding(query)}) ranked
 ${after} order by key desc, id desc limit ${parameters.add(query.limit)}`;
}

/** How many stories meet the conditions, by the planner's estimate: it costs the same at any size. */
export async function estimateStories(db: Db, conditions: StoryConditions): Promise<number> {
  const parameters = new Parameters();
  const row = await queryMaybeOne<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    db,
    `explain (format json) select 1 from stories s where ${writeConditions(conditions, parameters)}`,
    parameters.values,
  );
  return row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
}
