import type { FingerprintRef } from '../clusterer/components.ts';
import { queryRows, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

// Ids are given in the order of arrival. A crowd that shares a key is cut off before it is counted, not after: whom it
// costs a doubtful pair has thousands of others.
const NEAR = `
with recent as (
  select f.id, f.day, f.keys from fingerprints f
   where f.algorithm_version = $1 and f.word_count > 0
   order by f.id desc
   limit $2
)
select r.id as of_id, r.day as of_day, n.id, n.day
  from recent r
 cross join lateral (
   select c.id, c.day
     from (select s.id, s.day, s.keys from fingerprints s
            where s.keys && r.keys
              and s.day between r.day - $3 and r.day + $3
              and s.id < r.id
              and s.algorithm_version = $1
            limit $4) c
    cross join lateral (select count(*) as shared from unnest(c.keys) as k where k = any (r.keys)) m
    where m.shared >= $5
    order by m.shared desc, c.id desc
    limit $6
 ) n`;

export interface NearOptions {
  algorithmVersion: number;
  windowDays: number;
  minSharedKeys: number;
  /** The texts that came last. */
  texts: number;
  /** Older ones of each that share the most keys with it. */
  perText: number;
}

const MAX_SHARERS = 300;

/** The texts that came last, each with those older ones that may be most like it. What it costs is bounded. */
export async function listNearTexts(
  pool: Pool,
  options: NearOptions,
): Promise<[FingerprintRef, FingerprintRef][]> {
  const rows = await inTransaction(pool, async (client) => {
    await queryRows(client, 'set local enable_seqscan = off');
    return queryRows<{ of_id: number; of_day: number; id: number; day: number }>(client, NEAR, [
      options.algorithmVersion,
      options.texts,
      options.windowDays,
      MAX_SHARERS,
      options.minSharedKeys,
      options.perText,
    ]);
  });
  return rows.map((row) => [
    { id: row.id, day: row.day },
    { id: row.of_id, day: row.of_day },
  ]);
}
