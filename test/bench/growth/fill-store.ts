import type { Pool } from '@writethru/store';

/** Keys of a made text: as many as texts of the made corpus have on average. */
const KEYS = 43;
/** Rows of one statement, so that none outlives the pool's limit. */
const STEP = 20_000;
const INDEX = 'fingerprints_keys';

/**
 * Fills the store with made articles `from` to `to`, spread over the last three days: each a story of its own, in the
 * shape and size of what the service writes, without a text to search for. The database makes them itself; keys are
 * random, so they find nobody. The index of keys is dropped for it and built again.
 */
export async function fillStore(
  pool: Pool,
  from: number,
  to: number,
  say: (message: string) => void,
): Promise<void> {
  const index = await pool.query<{ definition: string }>(
    `select pg_get_indexdef($1::regclass) as definition`,
    [INDEX],
  );
  await pool.query(`drop index ${INDEX}`);
  for (let first = from; first < to; first += STEP) {
    const last = Math.min(first + STEP, to);
    for (const statement of STATEMENTS) await pool.query(statement, [first, last - 1]);
    say(`made ${last} articles`);
  }
  say('building the index of keys');
  // ON ONLY is how Postgres writes the definition of a partitioned index; the partitions have to have it, too.
  await pool.query(index.rows[0]!.definition.replace(' ON ONLY ', ' ON '));
  for (const statement of SETTLE) await pool.query(statement);
}

const MADE = `generate_series($1::bigint, $2::bigint) as n`;
const ID = `md5('made ' || n)::uuid`;
const STORY_ID = `md5('story ' || n)::uuid`;
const TIME = `date_trunc('second', now()) - make_interval(secs => (n * 7919) % 259200)`;
const DAY = `floor(extract(epoch from ${TIME}) / 86400)::int`;
/** Ids far above those that the sequences give. */
const NUMBER = `n + 1000000000`;

const STATEMENTS = [
  `insert into chains (provider, guid, standing_version, standing_pub_status)
   select 'made', 'made-' || n, 0, 'usable' from ${MADE}`,
  `insert into article_identities (id, provider, guid, version, content_hash, effective_at, received_at, is_backfill,
                                   state, next_try_at, fingerprint_id, published_at, ended_at, candidate_count)
   select ${ID}, 'made', 'made-' || n, 0, sha256(n::text::bytea), ${TIME}, ${TIME}, false, 'clustered', ${TIME},
          ${NUMBER}, ${TIME}, ${TIME}, 0
     from ${MADE}`,
  `insert into articles (id, effective_at, headline, body, published_at, pub_status)
   select ${ID}, ${TIME}, 'Made headline number ' || n, repeat(md5(n::text) || ' ', 66), ${TIME}, 'usable' from ${MADE}`,
  `insert into fingerprints (id, day, text_hash, headline_hash, algorithm_version, shingle_count, word_count, shingles,
                             lead_shingles, keys)
   select ${NUMBER}, ${DAY}, decode(md5(n::text), 'hex'), '', v.fingerprint_version, 310, 320,
          decode(repeat(md5(n::text), 78), 'hex'), decode(repeat(md5(n::text), 32), 'hex'),
          array(select hashint8extended(n * ${KEYS} + k, 7)::bit(64)::bit(32)::int from generate_series(1, ${KEYS}) as k)
     from ${MADE} cross join (select fingerprint_version from algorithm_versions where is_active) v`,
  `insert into components (id, algorithm_version)
   select ${NUMBER}, v.id from ${MADE} cross join (select id from algorithm_versions where is_active) v`,
  `insert into component_members (fingerprint_id, day, component_id)
   select ${NUMBER}, ${DAY}, ${NUMBER} from ${MADE}`,
  `insert into article_traits (article_id, markers, numbers, names) select ${ID}, '{}', '{}', '{}' from ${MADE}`,
  `insert into article_heads (article_id, effective_at, is_alert, keys, words, numbers, top)
   select ${ID}, ${TIME}, false,
          array(select hashint8extended(n * 8 + k, 11)::bit(64)::bit(32)::int from generate_series(1, 8) as k),
          decode(repeat(md5(n::text), 2), 'hex'), '', decode(repeat(md5(n::text), 14), 'hex')
     from ${MADE}`,
  `insert into versions (article_id, story_id, origin_story_id, effective_at, provider, guid, version, content_hash,
                         relation, evidence, order_at, joined_at)
   select ${ID}, ${STORY_ID}, ${STORY_ID}, ${TIME}, 'made', 'made-' || n, 0, sha256(n::text::bytea), 'original',
          '{"rule": "same_story", "decidedBy": "algorithm"}', ${TIME}, ${TIME}
     from ${MADE}`,
  `insert into stories (id, lead_article_id, first_effective_at, last_effective_at, version_count, providers, created_at,
                        updated_at, text_lead_id)
   select ${STORY_ID}, ${ID}, ${TIME}, ${TIME}, 1, '{made}', ${TIME}, ${TIME}, ${ID} from ${MADE}`,
];

/** As autovacuum would leave it, sooner or later. */
const SETTLE = ['vacuum analyze', 'checkpoint'];
