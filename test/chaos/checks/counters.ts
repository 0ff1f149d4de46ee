import type { Pool } from '@writethru/store';

import { until } from '../../support/until.ts';

/** The sampler looks every ten seconds, and leaves the last three to its next look. */
const TIMEOUT_MS = 30_000;

const COUNTS = `
select (select coalesce(sum(value), 0) from ops_counters where name = 'received')::int as "received, counted",
       (select count(*) from article_identities)::int as "received, rows",
       (select coalesce(sum(value), 0) from ops_counters where name = 'ended')::int as "ended, counted",
       (select count(*) from article_identities where state in ('clustered', 'quarantined'))::int as "ended, rows"`;

/** I8: what the counters of ops say is what the rows say. Answers what is wrong, in words. */
export async function checkCounters(pool: Pool): Promise<string[]> {
  let counts: Record<string, number> = {};
  await until(async () => {
    const { rows } = await pool.query<Record<string, number>>(COUNTS);
    counts = rows[0]!;
    return (
      counts['received, counted'] === counts['received, rows'] &&
      counts['ended, counted'] === counts['ended, rows']
    );
  }, TIMEOUT_MS).catch(() => {});
  return ['received', 'ended'].flatMap((name) => {
    const [counted, rows] = [counts[`${name}, counted`], counts[`${name}, rows`]];
    return counted === rows ? [] : [`the counter of ${name} says ${counted}, the rows ${rows}`];
  });
}
