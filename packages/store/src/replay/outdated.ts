import type { AlgorithmVersion } from '../algorithm.ts';
import { FACTS, toFacts, type FactsRow, type FingerprintFacts } from '../clusterer/search.ts';
import { queryRows, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

/** A component of another version. Its id may end at any time, by a merge. */
export interface OutdatedComponent {
  id: number;
  /** One of the texts that articles carry; null where none does. */
  fingerprintId: number | null;
  articles: number;
}

// Newest first, as ids are counted up: what comes in now has to meet it.
const OUTDATED = `
select c.id, min(i.fingerprint_id) as fingerprint_id, count(i.id)::int as articles
  from (select id from components
         where algorithm_version <> $1 and ($2::bigint is null or id < $2)
         order by id desc limit $3) c
  left join component_members m on m.component_id = c.id
  left join article_identities i on i.fingerprint_id = m.fingerprint_id
 group by c.id
 order by c.id desc`;

/** Components of another version than `algorithmVersion`, newest first; only those below the id `below`. */
export async function listOutdatedComponents(
  pool: Pool,
  algorithmVersion: number,
  below: number | null,
  limit: number,
): Promise<OutdatedComponent[]> {
  const rows = await queryRows<{ id: number; fingerprint_id: number | null; articles: number }>(
    pool,
    OUTDATED,
    [algorithmVersion, below, limit],
  );
  return rows.map((row) => ({ id: row.id, fingerprintId: row.fingerprint_id, articles: row.articles }));
}

const COMPONENT_TEXTS = `
select i.id as article_id, ${FACTS}
  from (select distinct component_id from component_members where fingerprint_id = any ($1::bigint[])) c
  join component_members m on m.component_id = c.component_id
  join fingerprints f on f.id = m.fingerprint_id and f.day = m.day and f.algorithm_version = $2
  join article_identities i on i.fingerprint_id = f.id
 order by i.id`;

/** All articles of the components of the given texts, each with its text. */
export async function listComponentTexts(
  pool: Pool,
  fingerprintIds: readonly number[],
  algorithm: AlgorithmVersion,
): Promise<{ id: string; fingerprint: FingerprintFacts }[]> {
  const rows = await queryRows<FactsRow & { article_id: string }>(pool, COMPONENT_TEXTS, [
    fingerprintIds,
    algorithm.fingerprintVersion,
  ]);
  return rows.map((row) => ({ id: row.article_id, fingerprint: toFacts(row) }));
}

// Locked first, so that no publish can take one up meanwhile.
const UNUSED = `
select f.id, f.day
  from fingerprints f
 where f.algorithm_version <> $1
   and not exists (select 1 from article_identities i where i.fingerprint_id = f.id)
 order by f.id
 limit $2
   for update of f skip locked`;

const DROPS = [
  'delete from links where a = any ($1::bigint[]) or b = any ($1::bigint[])',
  'delete from digest_items where digest_id = any ($1::bigint[]) or item_id = any ($1::bigint[])',
  'delete from component_members where fingerprint_id = any ($1::bigint[])',
];

const DROP_FINGERPRINTS = `
delete from fingerprints f using unnest($1::bigint[], $2::int[]) as n (id, day) where f.id = n.id and f.day = n.day`;

/** Drops up to `limit` fingerprints of other versions than `fingerprintVersion` that no article carries any more. */
export async function dropUnusedFingerprints(
  pool: Pool,
  fingerprintVersion: number,
  limit: number,
): Promise<number> {
  return inTransaction(pool, async (client) => {
    const rows = await queryRows<{ id: number; day: number }>(client, UNUSED, [fingerprintVersion, limit]);
    const ids = rows.map((row) => row.id);
    for (const drop of DROPS) await queryRows(client, drop, [ids]);
    await queryRows(client, DROP_FINGERPRINTS, [ids, rows.map((row) => row.day)]);
    return rows.length;
  });
}
