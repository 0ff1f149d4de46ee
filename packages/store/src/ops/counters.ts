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

const ADD = `
insert into ops_counters as c (name, provider, feed, label, value)
select name, provider, feed, label, sum(value) from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[])
    as n (name, provider, feed, label, value)
 group by 1, 2, 3, 4 order by 1, 2, 3, 4
on conflict (name, provider, feed, label) do update set value = c.value + excluded.value`;

/** Adds to counters, and makes those that are new. */
export async function addToCounters(db: Db, counters: readonly OpsCounter[]): Promise<void> {
  if (counters.length === 0) return;
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
