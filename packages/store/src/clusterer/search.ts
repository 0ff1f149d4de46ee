import { LEAD_WINDOW } from '@writethru/domain';

import { queryPrepared, queryRows, type Client, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { fromBytes } from './hash-bytes.ts';

/** A fingerprint without its shingles. */
export interface FingerprintFacts {
  id: number;
  day: number;
  textHash: string;
  /** Empty where the headline does not count. */
  headlineHash: string;
  shingleCount: number;
  wordCount: number;
  /** Shingles in a window at the top of the text. */
  leadCount: number;
  numberCount: number;
  headlineWordCount: number;
}

/** The columns of `FACTS`. */
export interface FactsRow {
  id: number;
  day: number;
  text_hash: string;
  headline_hash: string;
  shingle_count: number;
  word_count: number;
  lead_bytes: number;
  number_bytes: number;
  headline_bytes: number;
}

/** What `toFacts` reads, of a fingerprint `f`. */
export const FACTS = `f.id, f.day, encode(f.text_hash, 'hex') as text_hash, encode(f.headline_hash, 'hex') as headline_hash,
       f.shingle_count, f.word_count, octet_length(f.lead_shingles) as lead_bytes,
       octet_length(f.numbers) as number_bytes, octet_length(f.headline_words) as headline_bytes`;

/** A row of `FACTS` as the decision sees it. */
export function toFacts(row: FactsRow): FingerprintFacts {
  return {
    id: row.id,
    day: row.day,
    textHash: row.text_hash,
    headlineHash: row.headline_hash,
    shingleCount: row.shingle_count,
    wordCount: row.word_count,
    leadCount: Math.min(LEAD_WINDOW, row.lead_bytes / 4),
    numberCount: row.number_bytes / 4,
    headlineWordCount: row.headline_bytes / 4,
  };
}

export interface CandidatePair {
  /** The fingerprint that was searched for. */
  ofId: number;
  candidate: FingerprintFacts;
}

// One index scan a fingerprint. Only a plain column of the outer side can be looked for in the index, so the keys are
// worked out first: see key-sharers.ts.
const SEARCH = `
with own as materialized (
  select q.id, q.day, q.text_hash, q.algorithm_version, o.keys, coalesce(nullif(o.keys, '{}'), q.keys) as sought
    from unnest($1::bigint[], $2::int[]) as n (id, day)
    join fingerprints q on q.id = n.id and q.day = n.day
   cross join lateral (
     select array(select unnest(q.keys) except select key from stop_keys where algorithm_version = $5) as keys
   ) o
)
select own.id as of_id, ${FACTS}
  from own
 cross join lateral (
   select c.* from fingerprints c
    where c.keys && own.sought
      and c.day between own.day - $3 and own.day + $3
      and c.id <> own.id
      and c.algorithm_version = own.algorithm_version
 ) f
 where f.text_hash = own.text_hash
    or (select count(*) from unnest(f.keys) as k where k = any (own.keys)) >= $4`;

/**
 * All candidates of the given fingerprints: those within the window that share at least `minSharedKeys` index keys that
 * are not stop keys of the version, or the same text. Nothing is cut off. Run it after `publishArticles` has committed, on the primary.
 */
export async function findCandidates(
  pool: Pool,
  fingerprints: readonly { id: number; day: number }[],
  options: { windowDays: number; minSharedKeys: number; algorithmVersion: number },
): Promise<CandidatePair[]> {
  const sorted = [...fingerprints].sort((a, b) => a.id - b.id);
  const values = [
    sorted.map((fingerprint) => fingerprint.id),
    sorted.map((fingerprint) => fingerprint.day),
    options.windowDays,
    options.minSharedKeys,
    options.algorithmVersion,
  ];
  const rows = await inTransaction(
    pool,
    (client) => queryRows<FactsRow & { of_id: number }>(client, SEARCH, values),
    { isByKeys: true },
  );
  return rows.map((row) => ({ ofId: row.of_id, candidate: toFacts(row) }));
}

/**
 * An article that an article's provider joins to it, by sending both under one guid or by a key of a trusted provider,
 * or an editor by a must-link.
 */
export interface KeyNeighbour {
  ofArticleId: string;
  /** True for versions of one guid. */
  isChain: boolean;
  /** Of another fingerprint version: it joins, but its text can't be compared until its component is moved. */
  isForeign: boolean;
  fingerprint: FingerprintFacts;
}

// The whole chain within the window, and the nearest version on either side whatever the distance.
const NEIGHBOURS = `
with mine as (
  select i.id, i.provider, i.guid, i.version, i.effective_at from article_identities i where i.id = any ($1::uuid[])
), chain as (
  select m.id as of_id, o.fingerprint_id
    from mine m
    join article_identities o on o.provider = m.provider and o.guid = m.guid and o.id <> m.id
   where o.fingerprint_id is not null
     and o.effective_at between m.effective_at - make_interval(days => $2 + 1) and m.effective_at + make_interval(days => $2 + 1)
  union
  select m.id, o.fingerprint_id
    from mine m
   cross join lateral (
     (select x.fingerprint_id from article_identities x
       where x.provider = m.provider and x.guid = m.guid and x.version < m.version and x.fingerprint_id is not null
       order by x.version desc limit 1)
     union all
     (select x.fingerprint_id from article_identities x
       where x.provider = m.provider and x.guid = m.guid and x.version > m.version and x.fingerprint_id is not null
       order by x.version limit 1)
   ) o
), must as (
  select m.id as of_id, o.fingerprint_id
    from mine m
    join editor_constraints e on e.revoked_at is null and e.kind = 'must_link'
     and ((e.a_provider, e.a_guid) = (m.provider, m.guid) or (e.b_provider, e.b_guid) = (m.provider, m.guid))
    join article_identities o on o.fingerprint_id is not null
     and (o.provider, o.guid) in ((e.a_provider, e.a_guid), (e.b_provider, e.b_guid)) and o.id <> m.id
), keyed as (
  select m.article_id as of_id, o.fingerprint_id
    from article_link_keys m
    join article_link_keys k on k.link_key = m.link_key and k.article_id <> m.article_id
     and k.day between m.day - $2 and m.day + $2
    join article_identities o on o.id = k.article_id and o.fingerprint_id is not null
   where m.article_id = any ($1::uuid[])
)
select k.of_id as of_article_id, k.is_chain, f.algorithm_version <> $3 as is_foreign, ${FACTS}
  from (select of_id, fingerprint_id, true as is_chain from chain
        union select of_id, fingerprint_id, false from must
        union select of_id, fingerprint_id, false from keyed) k
  join component_members c on c.fingerprint_id = k.fingerprint_id
  join fingerprints f on f.id = c.fingerprint_id and f.day = c.day`;

type NeighbourRow = FactsRow & { of_article_id: string; is_chain: boolean; is_foreign: boolean };

/** The published articles that keys, and not texts, join to the given ones. */
export async function findKeyNeighbours(
  client: Client,
  articleIds: readonly string[],
  options: { windowDays: number; fingerprintVersion: number },
): Promise<KeyNeighbour[]> {
  const values = [[...articleIds].sort(), options.windowDays, options.fingerprintVersion];
  const rows = await queryPrepared<NeighbourRow>(client, NEIGHBOURS, values);
  return rows.map((row) => ({
    ofArticleId: row.of_article_id,
    isChain: row.is_chain,
    isForeign: row.is_foreign,
    fingerprint: toFacts(row),
  }));
}

/** Shingles, numbers and words of the headline of fingerprints, by id: hashes, those of the lead in reading order. */
export interface FingerprintShingles {
  shingles: Uint32Array;
  leadShingles: Uint32Array;
  numbers: Uint32Array;
  headlineWords: Uint32Array;
  keys: Int32Array;
}

const SHINGLES = `
select f.id, f.shingles, f.lead_shingles, f.numbers, f.headline_words, f.keys
  from unnest($1::bigint[], $2::int[]) as n (id, day)
  join fingerprints f on f.id = n.id and f.day = n.day`;

/** The columns that `toShingles` reads. */
export interface ShinglesRow {
  shingles: Buffer;
  lead_shingles: Buffer;
  numbers: Buffer;
  headline_words: Buffer;
  keys: number[];
}

/** Reads what fingerprints are compared by. One that is gone is left out. */
export async function readShingles(
  pool: Pool,
  fingerprints: readonly { id: number; day: number }[],
): Promise<Map<number, FingerprintShingles>> {
  const rows = await queryRows<ShinglesRow & { id: number }>(pool, SHINGLES, [
    fingerprints.map((fingerprint) => fingerprint.id),
    fingerprints.map((fingerprint) => fingerprint.day),
  ]);
  return new Map(rows.map((row) => [row.id, toShingles(row)]));
}

/** A row as the comparison takes it. */
export function toShingles(row: ShinglesRow): FingerprintShingles {
  return {
    shingles: fromBytes(row.shingles),
    leadShingles: fromBytes(row.lead_shingles),
    numbers: fromBytes(row.numbers),
    headlineWords: fromBytes(row.headline_words),
    keys: Int32Array.from(row.keys),
  };
}
