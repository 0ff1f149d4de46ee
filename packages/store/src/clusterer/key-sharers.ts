import { queryPrepared, type Client } from '../pool.ts';
import type { FingerprintRef } from './components.ts';

// One index scan a fingerprint, with the partitions pruned to its window. Only a plain column of the outer side can be
// looked for in the index, so the keys are worked out first: an expression of them would be held against every row of
// the window. The planner's guess for && is so poor on a young table that it would read the table instead, so scans are
// off. Ids come as one text: where two thousand share a key, rows and columns cost more than finding them.
const SHARERS = `
with own as materialized (
  select q.id, q.day, q.algorithm_version,
         -- Most versions have no stop keys, and to leave out none takes as long as the search itself.
         case when exists (select 1 from stop_keys where algorithm_version = $4)
              then coalesce(nullif(array(select unnest(q.keys) except select key from stop_keys where algorithm_version = $4), '{}'), q.keys)
              else q.keys end as keys
    from unnest($1::bigint[], $2::int[]) as n (id, day)
    join fingerprints q on q.id = n.id and q.day = n.day
)
select own.id as of_id, c.day, string_agg(c.id::text, ',') as ids
  from own
 cross join lateral (
   select s.id, s.day from fingerprints s
    where s.keys && own.keys
      and s.day between own.day - $3 and own.day + $3
      and s.id <> own.id
      and s.algorithm_version = own.algorithm_version
 ) c
 group by own.id, c.day`;

/**
 * Of each given fingerprint, all others within the window that share an index key with it that is no stop key of
 * the algorithm version; of one that has no other, those that share any. Nothing is cut off. Run it
 * after `publishArticles` has committed, on the primary. One without any is left out.
 */
export async function findKeySharers(
  client: Client,
  fingerprints: readonly FingerprintRef[],
  windowDays: number,
  algorithmVersion: number,
): Promise<Map<number, FingerprintRef[]>> {
  const sorted = [...fingerprints].sort((a, b) => a.id - b.id);
  const values = [
    sorted.map((fingerprint) => fingerprint.id),
    sorted.map((fingerprint) => fingerprint.day),
    windowDays,
    algorithmVersion,
  ];
  const rows = await queryPrepared<{ of_id: number; day: number; ids: string }>(client, SHARERS, values);
  const sharers = new Map<number, FingerprintRef[]>();
  for (const { of_id: ofId, day, ids } of rows) {
    const found = ids.split(',').map((id) => ({ id: Number(id), day }));
    sharers.set(ofId, [...(sharers.get(ofId) ?? []), ...found]);
  }
  return sharers;
}
