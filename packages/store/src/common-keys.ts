import { queryRows, type Db } from './pool.ts';

/** An index key that the texts of many stories carry. */
export interface CommonKey {
  key: number;
  /** Of the window in which they are most. */
  stories: number;
  /** One that carries it. */
  articleId: string;
}

// Stories, not texts: what many versions of one story have in common is what they are found by.
const COMMON_KEYS = `
select k.key, count(distinct v.story_id)::int as stories, min(v.article_id::text) as article_id
  from fingerprints f
 cross join lateral unnest(f.keys) as k (key)
  join article_identities i on i.fingerprint_id = f.id
  join versions v on v.article_id = i.id
 where f.day between $1::int - $2::int and $1::int and f.algorithm_version = $3
 group by k.key
having count(distinct v.story_id) > $4
 order by k.key`;

/**
 * The keys that more than `limit` stories carry in the `windowDays` days before `day` and on it: all of these texts may
 * be candidates of one another.
 */
export async function listCommonKeys(
  db: Db,
  window: { day: number; windowDays: number; limit: number; fingerprintVersion: number },
): Promise<CommonKey[]> {
  const rows = await queryRows<{ key: number; stories: number; article_id: string }>(db, COMMON_KEYS, [
    window.day,
    window.windowDays,
    window.fingerprintVersion,
    window.limit,
  ]);
  return rows.map((row) => ({ key: row.key, stories: row.stories, articleId: row.article_id }));
}

/** How many texts there are, and how many of them stop keys touch. */
export interface StopKeyReach {
  texts: number;
  /** Texts that carry a stop key. */
  touched: number;
  /** Texts of which every key is one: only their equals find them. */
  bare: number;
}

const REACH = `
select count(*)::int as texts, (count(*) filter (where n.stopped > 0))::int as touched,
       (count(*) filter (where n.stopped > 0 and n.stopped = cardinality(f.keys)))::int as bare
  from fingerprints f
 cross join lateral (select count(*)::int as stopped from unnest(f.keys) as k (key) where k.key = any ($2::int[])) n
 where f.day = $1 and f.algorithm_version = $3`;

/** What `keys` would mean for the texts of a day, were they stop keys. */
export async function measureReach(
  db: Db,
  day: number,
  keys: Iterable<number>,
  fingerprintVersion: number,
): Promise<StopKeyReach> {
  const [row] = await queryRows<StopKeyReach>(db, REACH, [
    day,
    `{${[...keys].join(',')}}`,
    fingerprintVersion,
  ]);
  return row ?? { texts: 0, touched: 0, bare: 0 };
}
