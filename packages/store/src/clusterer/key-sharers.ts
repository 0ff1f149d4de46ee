import { queryPrepared, type Client } from '../pool.ts';
import type { FingerprintRef } from './components.ts';

/** Texts that are looked for in one index scan: more are fewer scans, and more keys to hold each row found against. */
const PART_TEXTS = 4;

// One index scan a part, with the partitions pruned to its window. Only a plain column of the outer side can be
// looked for in the index, so the keys are worked out first: an expression of them would be held against every row of
// the window. The planner's guess for && is so poor on a young table that it would read the table instead, or all of
// another index, so `isByKeys` turns both off. Ids come as one text: where two thousand share a key, rows and columns cost more than finding them; and in such a
// crowd all texts of a part find the same ones, once.
const SHARERS = `
with own as materialized (
  select q.day, q.algorithm_version,
         (row_number() over (partition by q.day, q.algorithm_version order by q.id) - 1) / $5 as part,
         -- Most versions have no stop keys, and to leave out none takes as long as the search itself.
         case when exists (select 1 from stop_keys where algorithm_version = $4)
              then coalesce(nullif(array(select unnest(q.keys) except select key from stop_keys where algorithm_version = $4), '{}'), q.keys)
              else q.keys end as keys
    from unnest($1::bigint[], $2::int[]) as n (id, day)
    join fingerprints q on q.id = n.id and q.day = n.day
), sought as materialized (
  select o.day, o.algorithm_version, array_agg(distinct k.key) as keys
    from own o cross join lateral unnest(o.keys) as k (key)
   group by o.day, o.algorithm_version, o.part
)
select c.day, string_agg(c.id::text, ',') as ids
  from (
    select distinct s.id, s.day
      from sought
     cross join lateral (
       select f.id, f.day from fingerprints f
        where f.keys && sought.keys
          and f.day between sought.day - $3 and sought.day + $3
          and f.algorithm_version = sought.algorithm_version
     ) s
  ) c
 group by c.day`;

/**
 * All fingerprints that share an index key that is no stop key of the algorithm version with one of the given that lies
 * within the window of it; with one that has no other key, any. Nothing is cut off, the given ones are among them, and
 * each stands once: who shares with whom is for the caller to tell. Run it after `publishArticles` has committed, on
 * the primary.
 */
export async function findKeySharers(
  client: Client,
  fingerprints: readonly FingerprintRef[],
  windowDays: number,
  algorithmVersion: number,
): Promise<FingerprintRef[]> {
  const sorted = [...fingerprints].sort((a, b) => a.id - b.id);
  const values = [
    sorted.map((fingerprint) => fingerprint.id),
    sorted.map((fingerprint) => fingerprint.day),
    windowDays,
    algorithmVersion,
    PART_TEXTS,
  ];
  const rows = await queryPrepared<{ day: number; ids: string }>(client, SHARERS, values);
  return rows.flatMap(({ day, ids }) => ids.split(',').map((id) => ({ id: Number(id), day })));
}
