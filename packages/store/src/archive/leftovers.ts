import type { FingerprintRef } from '../clusterer/components.ts';
import { queryPrepared, queryRows, type Client, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

/** An imported article that is published and not united. */
export interface Leftover {
  articleId: string;
  fingerprint: FingerprintRef;
}

// What is tried alone is left out: it failed before. The first condition is that of the index, and not only of its use.
const IS_LEFTOVER = `state in ('accepted', 'published') and state = 'published' and import_id is not null
       and attempt_started_at is null and attempts = 0`;

const COUNT = `select count(*)::int as count from article_identities where ${IS_LEFTOVER}`;

const PLACE = `
select next_try_at::text as due_at, id from article_identities where ${IS_LEFTOVER}
 order by next_try_at, id offset $1 limit 1`;

const LIST = `
select i.id, i.next_try_at::text as due_at, m.fingerprint_id, m.day
  from (
    select id, next_try_at, fingerprint_id from article_identities
     where ${IS_LEFTOVER}
       and next_try_at >= $1::timestamptz and (next_try_at, id) > ($1::timestamptz, $2::uuid)
       and next_try_at <= $3::timestamptz and (next_try_at, id) <= ($3::timestamptz, $4::uuid)
     order by next_try_at, id
     limit $5
  ) i
  left join component_members m on m.fingerprint_id = i.fingerprint_id
 order by i.next_try_at, i.id`;

// By the index, page by page: the planner takes the unfinished for few, and would sort all of them for each page.
const IN_ORDER = 'set local enable_bitmapscan = off; set local enable_sort = off';

/** By the time that an article is due at, as Postgres writes it, then by its id. */
type Place = readonly [dueAt: string, articleId: string];

const START: Place = ['-infinity', '00000000-0000-0000-0000-000000000000'];
const END: Place = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

/** A page of leftovers. */
export interface LeftoverPage {
  /** The stretch that it is of. */
  stretch: number;
  leftovers: Leftover[];
}

/**
 * All leftovers, in pages of `limit` at most, in the order in which they were taken in: of several stretches side by side,
 * a page of each in turn. Pages of one stretch have much to do with each other, those of two hardly anything. Some may be
 * what another run is at, or a clusterer: to unite them twice changes nothing. `attempt` runs each reading, and may run it
 * again where it fails. Throws AppError as `queryRows` does.
 */
export async function* listLeftovers(
  pool: Pool,
  limit: number,
  stretches: number,
  attempt: <Result>(read: () => Promise<Result>) => Promise<Result> = (read) => read(),
): AsyncGenerator<LeftoverPage> {
  const places = await attempt(() => readPlaces(pool, stretches));
  let open = places.slice(1).map((until, stretch) => ({ stretch, from: places[stretch]!, until }));
  while (open.length > 0) {
    const next: typeof open = [];
    for (const { stretch, from, until } of open) {
      const rows = await attempt(() => inOrder<Row>(pool, LIST, [...from, ...until, limit]));
      const last = rows.at(-1);
      if (last === undefined) continue;
      // Without a fingerprint by now: a quarantine or an erasure took it.
      const leftovers = rows.flatMap(({ id: articleId, fingerprint_id: id, day }) =>
        id === null || day === null ? [] : [{ articleId, fingerprint: { id, day } }],
      );
      yield { stretch, leftovers };
      if (rows.length === limit) next.push({ stretch, from: [last.due_at, last.id], until });
    }
    open = next;
  }
}

interface Row {
  id: string;
  due_at: string;
  fingerprint_id: number | null;
  day: number | null;
}

/** Where stretches of the same length begin, and the end. */
async function readPlaces(pool: Pool, stretches: number): Promise<Place[]> {
  const [counted] = await inOrder<{ count: number }>(pool, COUNT, []);
  const places: Place[] = [START];
  for (let at = 1; at < stretches; at++) {
    const [row] = await inOrder<Pick<Row, 'id' | 'due_at'>>(pool, PLACE, [
      Math.floor((counted!.count * at) / stretches),
    ]);
    if (row !== undefined) places.push([row.due_at, row.id]);
  }
  return [...places, END];
}

function inOrder<Result extends object>(pool: Pool, text: string, values: unknown[]): Promise<Result[]> {
  const read = async (client: Client): Promise<Result[]> => {
    await queryRows(client, IN_ORDER);
    return queryPrepared<Result>(client, text, values);
  };
  return inTransaction(pool, read, { isByIndex: true });
}

/**
 * Has clusterers, or an import that is told of them, try articles alone that could not be read. Throws AppError as
 * `queryRows` does.
 */
export async function makeDue(pool: Pool, articleIds: readonly string[]): Promise<void> {
  await queryRows(
    pool,
    `with mine as (
       select id from article_identities where id = any ($1::uuid[]) and state = 'published' order by id for no key update
     )
     update article_identities i set next_try_at = clock_timestamp() from mine where i.id = mine.id`,
    [articleIds],
  );
}
