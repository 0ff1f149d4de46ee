import { createHash } from 'node:crypto';

import { dropFingerprint } from '../clusterer/drop-fingerprint.ts';
import { queryRows, type Client } from '../pool.ts';

const INSERT_EMPTY = `
with made as (
  insert into fingerprints (text_hash, day, algorithm_version, shingle_count, word_count, shingles, lead_shingles, keys)
  select decode(n.text_hash, 'hex'), f.day, f.algorithm_version, 0, 0, '', '', '{}'
    from unnest($1::bigint[], $2::text[]) as n (fingerprint_id, text_hash)
    join fingerprints f on f.id = n.fingerprint_id and f.word_count > 0
   order by 1
  returning id, day, text_hash
), placed as (
  insert into component_members (fingerprint_id, day, component_id)
  select made.id, made.day, m.component_id
    from made
    join unnest($1::bigint[], $2::text[]) as n (fingerprint_id, text_hash) on decode(n.text_hash, 'hex') = made.text_hash
    join component_members m on m.fingerprint_id = n.fingerprint_id
)
select id, encode(text_hash, 'hex') as text_hash from made`;

const MOVE_ARTICLES = `
update article_identities i set fingerprint_id = n.fingerprint_id
  from unnest($1::uuid[], $2::bigint[]) as n (id, fingerprint_id) where i.id = n.id`;

// Left beside others by a replay that makes them anew, each with the text of an article that carries another: nobody can
// say whose. In a component of which a text is gone no replay would put any.
const LIST_BESIDE = `
select b.fingerprint_id
  from (select distinct component_id from component_members where fingerprint_id = any ($1::bigint[])) c
  join component_members b on b.component_id = c.component_id
 where not exists (select 1 from article_identities i where i.fingerprint_id = b.fingerprint_id)
 order by 1`;

/**
 * Gives articles fingerprints without a text, in the components that they are in, which must be locked; what they had
 * is removed with its shingles, keys and links where no other article has the same text, and so is what no article of
 * their components carries. One that never had a text (a kill, an alert) keeps its own.
 */
export async function emptyFingerprints(
  client: Client,
  articles: readonly { id: string; fingerprintId: number }[],
): Promise<void> {
  const hashOf = (id: string): string =>
    createHash('sha256').update(`article ${id}`).digest('hex').slice(0, 32);
  const made = await queryRows<{ id: number; text_hash: string }>(client, INSERT_EMPTY, [
    articles.map(({ fingerprintId }) => fingerprintId),
    articles.map(({ id }) => hashOf(id)),
  ]);
  const emptyOf = new Map(made.map((row) => [row.text_hash, row.id]));
  const moved = articles.filter(({ id }) => emptyOf.has(hashOf(id)));
  await queryRows(client, MOVE_ARTICLES, [
    moved.map(({ id }) => id),
    moved.map(({ id }) => emptyOf.get(hashOf(id))),
  ]);
  for (const fingerprintId of new Set(moved.map((article) => article.fingerprintId)))
    await dropFingerprint(client, fingerprintId);
  const beside = await queryRows<{ fingerprint_id: number }>(client, LIST_BESIDE, [
    moved.map(({ id }) => emptyOf.get(hashOf(id))),
  ]);
  for (const row of beside) await dropFingerprint(client, row.fingerprint_id);
}
