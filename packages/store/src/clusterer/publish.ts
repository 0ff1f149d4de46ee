import { AppError, type ArticleMarker } from '@writethru/domain';

import type { AlgorithmVersion } from '../algorithm.ts';
import type { Client, Pool } from '../pool.ts';
import { queryPrepared } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { insertHeads, type HeadRow } from './article-heads.ts';
import { toBytesArray } from './hash-bytes.ts';
import { insertSluglines } from './insert-sluglines.ts';

/** A fingerprint to be stored. Hashes are hex; `day` counts from 1970-01-01. */
export interface FingerprintRow {
  textHash: string;
  /** Empty where the headline does not count. */
  headlineHash: string;
  day: number;
  shingleCount: number;
  wordCount: number;
  shingles: Uint32Array;
  leadShingles: Uint32Array;
  numbers: Uint32Array;
  headlineWords: Uint32Array;
  keys: Int32Array;
}

export interface Publication {
  articleId: string;
  provider: string;
  /** That it was read under: an erasure gives it another. */
  guid: string;
  fingerprint: FingerprintRow;
  /** What the article says of itself. */
  traits: { markers: readonly ArticleMarker[]; numbers: readonly string[]; names: readonly string[] };
  /** What its provider names the running story by; null where it has no such slugline. */
  slug: string | null;
  /** What other articles may name it by. Kept only where its provider is trusted for that. */
  linkKeys: readonly string[];
  /** Null where it neither is an alert nor can have one. */
  head: HeadRow | null;
}

const INSERT_FINGERPRINTS = `
insert into fingerprints (text_hash, headline_hash, day, algorithm_version, shingle_count, word_count, shingles,
                          lead_shingles, numbers, headline_words, keys)
select decode(n.text_hash, 'hex'), decode(n.headline_hash, 'hex'), n.day, $11, n.shingle_count, n.word_count, n.shingles,
       n.lead_shingles, n.numbers, n.headline_words, n.keys::int[]
  from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[], $6::bytea[], $7::bytea[], $8::bytea[],
              $9::bytea[], $10::text[])
    as n (text_hash, headline_hash, day, shingle_count, word_count, shingles, lead_shingles, numbers, headline_words, keys)
 order by n.text_hash, n.headline_hash, n.day
on conflict do nothing`;

// A second statement: it also sees what another process committed while the first one waited for it. The lock keeps a
// quarantine from taking a row away before this article is seen to use it. What is said of shingles every row meets: the
// index by text is kept from searches by it (migration 0130).
const READ_IDS = `
select encode(f.text_hash, 'hex') as text_hash, encode(f.headline_hash, 'hex') as headline_hash, f.day, f.id
  from unnest($1::text[], $2::text[], $3::int[]) as n (text_hash, headline_hash, day)
  join fingerprints f on f.text_hash = decode(n.text_hash, 'hex') and f.headline_hash = decode(n.headline_hash, 'hex')
   and f.day = n.day and f.algorithm_version = $4 and f.shingle_count >= 0
 order by f.id
   for key share of f`;

// Every fingerprint has a component from the start: its own, until unite joins it to others.
const INSERT_ROOTS = `
with missing as (
  select n.id, n.day, nextval('component_ids') as component_id
    from unnest($1::bigint[], $2::int[]) as n (id, day)
   where not exists (select 1 from component_members m where m.fingerprint_id = n.id)
   order by n.id
), rooted as (
  insert into component_members (fingerprint_id, day, component_id)
  select id, day, component_id from missing order by id
  on conflict do nothing
  returning component_id
)
insert into components (id, algorithm_version) select component_id, $3 from rooted`;

// Whoever held an article for longer than its lease may find it ended, and even erased since, or erased and released from
// quarantine: what he has read of it is not to be written any more. An erasure waits for the lock, and looks after that.
const LOCK_UNFINISHED = `
select i.id
  from unnest($1::uuid[], $2::text[]) as n (id, guid)
  join article_identities i on (i.id, i.guid) = (n.id, n.guid)
 where i.state in ('accepted', 'published')
 order by i.id
   for no key update of i`;

const MARK_PUBLISHED = `
update article_identities i
   set state = 'published', fingerprint_id = n.fingerprint_id,
       published_at = coalesce(i.published_at, clock_timestamp())
  from unnest($1::uuid[], $2::bigint[]) as n (id, fingerprint_id) where i.id = n.id`;

const INSERT_TRAITS = `
insert into article_traits (article_id, markers, numbers, names)
select n.article_id, array(select jsonb_array_elements_text(n.markers)),
       array(select jsonb_array_elements_text(n.numbers)), array(select jsonb_array_elements_text(n.names))
  from unnest($1::uuid[], $2::jsonb[], $3::jsonb[], $4::jsonb[]) as n (article_id, markers, numbers, names)
 order by n.article_id
on conflict (article_id) do update
   set markers = excluded.markers, numbers = excluded.numbers, names = excluded.names`;

const INSERT_LINK_KEYS = `
insert into article_link_keys (link_key, article_id, day)
select n.link_key, n.article_id, n.day
  from unnest($1::text[], $2::uuid[], $3::int[], $4::text[]) as n (link_key, article_id, day, provider)
  join providers p on p.provider = n.provider and p.has_trusted_keys
 order by n.link_key, n.article_id
on conflict do nothing`;

/**
 * Publish: stores fingerprints with their index keys and roots, marks the articles published, and commits. Only then
 * may anyone search, so that of two articles that arrive together one at least sees the other.
 * Answers the fingerprint id of every article, but of those that have ended: of these nothing is stored. Repeating it
 * changes nothing.
 */
export async function publishArticles(
  pool: Pool,
  claimed: readonly Publication[],
  algorithm: AlgorithmVersion,
): Promise<Map<string, number>> {
  const publish = async (client: Client): Promise<Map<string, number>> => {
    const unfinished = await queryPrepared<{ id: string }>(client, LOCK_UNFINISHED, [
      claimed.map(({ articleId }) => articleId),
      claimed.map(({ guid }) => guid),
    ]);
    const ids = new Set(unfinished.map(({ id }) => id));
    const publications = claimed.filter(({ articleId }) => ids.has(articleId));
    if (publications.length === 0) return new Map();
    const fingerprintIds = await storeFingerprints(client, publications, algorithm);
    await storeTraits(client, publications);
    await insertSluglines(client, publications);
    await insertHeads(
      client,
      publications.flatMap(({ head }) => head ?? []),
    );
    const articleIds = [...fingerprintIds.keys()].sort();
    await queryPrepared(client, MARK_PUBLISHED, [articleIds, articleIds.map((id) => fingerprintIds.get(id))]);
    return fingerprintIds;
  };
  return inTransaction(pool, publish, { isByIndex: true });
}

/** Stores what articles say of themselves. */
export async function storeTraits(client: Client, publications: readonly Publication[]): Promise<void> {
  await queryPrepared(client, INSERT_TRAITS, [
    publications.map(({ articleId }) => articleId),
    publications.map(({ traits }) => JSON.stringify(traits.markers)),
    publications.map(({ traits }) => JSON.stringify(traits.numbers)),
    publications.map(({ traits }) => JSON.stringify(traits.names)),
  ]);
  await storeLinkKeys(client, publications);
}

/** Stores what other articles may name these by, of providers that are trusted for that. */
export async function storeLinkKeys(client: Client, publications: readonly Publication[]): Promise<void> {
  const keys = publications.flatMap((publication) =>
    publication.linkKeys.map((linkKey) => ({ ...publication, linkKey })),
  );
  if (keys.length === 0) return;
  await queryPrepared(client, INSERT_LINK_KEYS, [
    keys.map((key) => key.linkKey),
    keys.map((key) => key.articleId),
    keys.map((key) => key.fingerprint.day),
    keys.map((key) => key.provider),
  ]);
}

/** Stores the fingerprints of articles with their index keys and roots. Answers the id of each article's. */
export async function storeFingerprints(
  client: Client,
  publications: readonly Publication[],
  algorithm: AlgorithmVersion,
): Promise<Map<string, number>> {
  const distinct = new Map(publications.map(({ fingerprint }) => [keyOf(fingerprint), fingerprint]));
  const idOf = await storeDistinct(client, [...distinct.values()], algorithm);
  return new Map(publications.map((p) => [p.articleId, idOf.get(keyOf(p.fingerprint))!]));
}

async function storeDistinct(
  client: Client,
  rows: readonly FingerprintRow[],
  algorithm: AlgorithmVersion,
): Promise<Map<string, number>> {
  const identities = [
    rows.map((row) => row.textHash),
    rows.map((row) => row.headlineHash),
    rows.map((row) => row.day),
  ];
  await queryPrepared(client, INSERT_FINGERPRINTS, [
    ...identities,
    rows.map((row) => row.shingleCount),
    rows.map((row) => row.wordCount),
    toBytesArray(rows.map((row) => row.shingles)),
    toBytesArray(rows.map((row) => row.leadShingles)),
    toBytesArray(rows.map((row) => row.numbers)),
    toBytesArray(rows.map((row) => row.headlineWords)),
    rows.map((row) => `{${row.keys.join(',')}}`),
    algorithm.fingerprintVersion,
  ]);
  const found = await queryPrepared<{ text_hash: string; headline_hash: string; day: number; id: number }>(
    client,
    READ_IDS,
    [...identities, algorithm.fingerprintVersion],
  );
  if (found.length < rows.length) {
    throw new AppError('unavailable', 'A fingerprint was taken away by a quarantine just now.');
  }
  await queryPrepared(client, INSERT_ROOTS, [
    found.map((row) => row.id),
    found.map((row) => row.day),
    algorithm.id,
  ]);
  return new Map(
    found.map((row) => [
      keyOf({ textHash: row.text_hash, headlineHash: row.headline_hash, day: row.day }),
      row.id,
    ]),
  );
}

/** One key for the fingerprints that are stored as one row: the same text, and headline where it counts, of one day. */
export function keyOf(row: { textHash: string; headlineHash: string; day: number }): string {
  return `${row.textHash}/${row.headlineHash}/${row.day}`;
}
