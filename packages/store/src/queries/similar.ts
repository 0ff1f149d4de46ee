import type { VisibilityFacts } from '@writethru/domain';

import type { AlgorithmVersion } from '../algorithm.ts';
import { FACTS, toFacts, type FactsRow, type FingerprintFacts } from '../clusterer/search.ts';
import { queryMaybeOne, queryRows, type Db, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { standingColumns, toVisibilityFacts, type StandingRow } from './standing.ts';

const FIND_FINGERPRINT = `
select ${FACTS}
  from article_identities i
  join component_members m on m.fingerprint_id = i.fingerprint_id
  join fingerprints f on f.id = m.fingerprint_id and f.day = m.day
 where i.id = $1`;

/** The fingerprint that an article was published under; null before that, and in quarantine. */
export async function findFingerprint(db: Db, articleId: string): Promise<FingerprintFacts | null> {
  const row = await queryMaybeOne<FactsRow>(db, FIND_FINGERPRINT, [articleId]);
  return row === null ? null : toFacts(row);
}

const LIST_FINGERPRINTS = `
select i.id as article_id, ${FACTS}
  from article_identities i
  join component_members m on m.fingerprint_id = i.fingerprint_id
  join fingerprints f on f.id = m.fingerprint_id and f.day = m.day
 where i.id = any ($1::uuid[])`;

/** The fingerprints that articles were published under, by article id; those without one are left out. */
export async function listFingerprints(
  db: Db,
  articleIds: readonly string[],
): Promise<Map<string, FingerprintFacts>> {
  const rows = await queryRows<FactsRow & { article_id: string }>(db, LIST_FINGERPRINTS, [articleIds]);
  return new Map(rows.map((row) => [row.article_id, toFacts(row)]));
}

/** The fingerprint of a text that is not stored. */
export interface UnstoredText {
  textHash: string;
  /** Days since 1970-01-01, UTC. */
  day: number;
  keys: Int32Array;
}

const SEARCH_TEXT = `
with own as materialized (
  select o.keys, coalesce(nullif(o.keys, '{}'), $1::int[]) as sought
    from (select array(select unnest($1::int[]) except select key from stop_keys where algorithm_version = $7) as keys) o
)
select ${FACTS}
  from own cross join fingerprints f
 where f.keys && own.sought
   and f.day between $2::int - $3::int and $2::int + $3::int
   and f.algorithm_version = $4
   and (f.text_hash = decode($5, 'hex')
        or (select count(*) from unnest(f.keys) as k where k = any (own.keys)) >= $6)`;

/** The candidates of a text that is not stored: as `findCandidates` would answer them if it were. */
export async function findCandidatesOfText(
  pool: Pool,
  text: UnstoredText,
  options: { windowDays: number; minSharedKeys: number; algorithm: AlgorithmVersion },
): Promise<FingerprintFacts[]> {
  const values = [
    `{${text.keys.join(',')}}`,
    text.day,
    options.windowDays,
    options.algorithm.fingerprintVersion,
    text.textHash,
    options.minSharedKeys,
    options.algorithm.id,
  ];
  const rows = await inTransaction(pool, (client) => queryRows<FactsRow>(client, SEARCH_TEXT, values), {
    isByKeys: true,
  });
  return rows.map(toFacts);
}

/** An article that carries one of the texts asked for, without its body. */
export interface Carrier {
  fingerprintId: number;
  articleId: string;
  provider: string;
  guid: string;
  version: number;
  headline: string | null;
  effectiveAt: Date;
  visibility: VisibilityFacts;
  storyId: string | null;
}

const CARRIERS = `
select n.id as fingerprint_id, i.id, i.provider, i.guid, i.version, i.effective_at, a.headline, v.story_id,
       ${standingColumns('s')}
  from unnest($1::bigint[]) as n (id)
 cross join lateral (
   select * from article_identities c
    where c.fingerprint_id = n.id and c.state in ('published', 'clustered')
    order by c.effective_at, c.id
    limit $2) i
  join articles a on a.id = i.id and a.effective_at = i.effective_at
  join article_standing s on s.article_id = i.id and s.effective_at = i.effective_at
  left join versions v on v.article_id = i.id`;

/** The articles that carry the given texts, the earliest first, `perText` of each at most. */
export async function listCarriers(
  db: Db,
  fingerprintIds: readonly number[],
  perText: number,
): Promise<Carrier[]> {
  const rows = await queryRows<
    StandingRow & {
      fingerprint_id: number;
      id: string;
      provider: string;
      guid: string;
      version: number;
      headline: string | null;
      effective_at: Date;
      story_id: string | null;
    }
  >(db, CARRIERS, [fingerprintIds, perText]);
  return rows.map((row) => ({
    fingerprintId: row.fingerprint_id,
    articleId: row.id,
    provider: row.provider,
    guid: row.guid,
    version: row.version,
    headline: row.headline,
    effectiveAt: row.effective_at,
    visibility: toVisibilityFacts(row),
    storyId: row.story_id,
  }));
}
