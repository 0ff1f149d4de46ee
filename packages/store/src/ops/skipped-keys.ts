import { queryMaybeOne, type Db } from '../pool.ts';

/** What the stop keys of the algorithm version in force leave out of the search. */
export interface SkippedKeys {
  algorithmVersion: number;
  /** 0: nothing is left out. */
  stopKeys: number;
  /** The last articles that were clustered: how many were looked at, and how many of them have a stop key. */
  articles: number;
  touchedArticles: number;
  /** Of those that were looked at, how many have no other key: only their equals find them. */
  bareArticles: number;
  /** Stop keys that those which were looked at have, in all. */
  skipped: number;
}

const READ = `
with active as (select id from algorithm_versions where is_active),
last as (
  select fingerprint_id from article_identities
   where ended_at is not null and state = 'clustered' and fingerprint_id is not null
     and exists (select 1 from stop_keys s, active where s.algorithm_version = active.id)
   order by ended_at desc limit $1
),
counted as (
  select cardinality(f.keys) as keys,
         (select count(*) from unnest(f.keys) as k (key)
           where exists (select 1 from stop_keys s, active
                          where s.algorithm_version = active.id and s.key = k.key)) as skipped
    from last
    join component_members c using (fingerprint_id)
    join fingerprints f on f.id = c.fingerprint_id and f.day = c.day
)
select (select id from active) as "algorithmVersion",
       (select count(*) from stop_keys s, active where s.algorithm_version = active.id)::float8 as "stopKeys",
       count(*)::float8 as articles,
       (count(*) filter (where skipped > 0))::float8 as "touchedArticles",
       (count(*) filter (where skipped > 0 and skipped = keys))::float8 as "bareArticles",
       coalesce(sum(skipped), 0)::float8 as skipped
  from counted`;

/** Reads it of the last `limit` articles that ended. */
export async function readSkippedKeys(db: Db, limit: number): Promise<SkippedKeys> {
  const row = await queryMaybeOne<SkippedKeys>(db, READ, [limit]);
  return row!;
}
