import { queryRows, type Db } from '../pool.ts';

/**
 * A count since the beginning. Names: `received` (label: accepted), `future_dated`, `ended` (label: an Ending),
 * `lag` (received to clustered; label: number of the bucket by LAG_BOUNDS_SECONDS, or sum, in seconds),
 * `source_lag` (likewise, published to received), `failures`.
 */
export interface OpsCounter {
  name: string;
  /** Empty where the count is not by feed. */
  provider: string;
  feed: string;
  label: string;
  value: number;
}

/**
 * Feeds past so many are counted as one: a label can be anything, and each would be some twenty series for good. Who
 * came first keeps its place, so that no counter ever falls.
 */
const MAX_FEEDS = 100;
const REST = { provider: '(others)', feed: '' };

const FEEDS = `select distinct provider, feed from ops_counters where provider not in ('', $1)`;

const ADD = `
insert into ops_counters as c (name, provider, feed, label, value)
select name, provider, feed, label, sum(value) from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[])
    as n (name, provider, feed, label, value)
 group by 1, 2, 3, 4 order by 1, 2, 3, 4
on conflict (name, provider, feed, label) do update set value = c.value + excluded.value`;

/** Adds to counters, and makes those that are new. */
export async function addToCounters(db: Db, added: readonly OpsCounter[]): Promise<void> {
  if (added.length === 0) return;
  const rows = await queryRows<{ provider: string; feed: string }>(db, FEEDS, [REST.provider]);
  const known = new Set(rows.map(keyOf));
  const counters = added.map((counter) => {
    if (counter.provider === '') return counter;
    if (known.size < MAX_FEEDS) known.add(keyOf(counter));
    return known.has(keyOf(counter)) ? counter : { ...counter, ...REST };
  });
  await queryRows(db, ADD, [
    counters.map(({ name }) => name),
    counters.map(({ provider }) => provider),
    counters.map(({ feed }) => feed),
    counters.map(({ label }) => label),
    counters.map(({ value }) => value),
  ]);
}

/** All counters, in order. */
export async function listCounters(db: Db): Promise<OpsCounter[]> {
  return queryRows<OpsCounter>(
    db,
    'select name, provider, feed, label, value from ops_counters order by name, provider, feed, label',
  );
}

function keyOf({ provider, feed }: { provider: string; feed: string }): string {
  return JSON.stringify([provider, feed]);
}
