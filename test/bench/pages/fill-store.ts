import type { Pool } from '@writethru/store';

/** What a store is filled up to. */
export interface FillTo {
  stories: number;
  /** Failed attempts of the last week, of 200 reasons. */
  failures: number;
  /** Articles in quarantine. */
  quarantined: number;
  /** Providers that the copies are spread over, each a feed with five weeks of hours. */
  providers: number;
}

/** Copies go back in time by so much each: a few weeks in all. */
const APART = `interval '4 hours'`;

// A copy of everything that pages read of an article and its story, under ids of its own.
const copyId = (column: string): string => `md5(${column}::text || n)::uuid`;
const PROVIDER = `'bench-' || n % $2::int`;
const GUID = `guid || '~' || n`;

const COPIES: readonly string[] = [
  `insert into chains (provider, guid, standing_version, standing_pub_status)
   select ${PROVIDER}, ${GUID}, standing_version, standing_pub_status
     from chains, generate_series(1, $1::int) n where provider = 'bench'`,
  `insert into article_identities (id, provider, guid, version, content_hash, effective_at, received_at, is_backfill,
          state, next_try_at, fingerprint_id, published_at, ended_at, candidate_count)
   select ${copyId('id')}, ${PROVIDER}, ${GUID}, version, content_hash, effective_at - n * ${APART},
          received_at - n * ${APART}, is_backfill, state, next_try_at, fingerprint_id, published_at - n * ${APART},
          ended_at - n * ${APART}, candidate_count
     from article_identities, generate_series(1, $1::int) n where provider = 'bench'`,
  `insert into articles (id, effective_at, headline, body, published_at, pub_status)
   select ${copyId('id')}, effective_at - n * ${APART}, headline, body, published_at - n * ${APART}, pub_status
     from articles, generate_series(1, $1::int) n where $2::int > 0`,
  `insert into versions (article_id, story_id, origin_story_id, effective_at, order_at, provider, guid, version,
          content_hash, relation, matched_article_id, evidence, joined_at)
   select ${copyId('article_id')}, ${copyId('story_id')}, ${copyId('origin_story_id')}, effective_at - n * ${APART},
          order_at - n * ${APART}, ${PROVIDER}, ${GUID}, version, content_hash, relation,
          ${copyId('matched_article_id')}, evidence, joined_at - n * ${APART}
     from versions, generate_series(1, $1::int) n where provider = 'bench'`,
  `insert into stories (id, lead_article_id, first_effective_at, last_effective_at, version_count, providers,
          created_at, updated_at, text_lead_id)
   select ${copyId('id')}, ${copyId('lead_article_id')}, first_effective_at - n * ${APART},
          last_effective_at - n * ${APART}, version_count, array[${PROVIDER}], created_at - n * ${APART},
          updated_at - n * ${APART}, ${copyId('text_lead_id')}
     from stories, generate_series(1, $1::int) n where providers = '{bench}'`,
  `insert into story_texts (story_id, config, document)
   select ${copyId('story_id')}, config, document from story_texts, generate_series(1, $1::int) n where $2::int > 0`,
];

const FAILURES = `
insert into article_failures (at, article_id, provider, attempt, reason)
select now() - random() * interval '7 days', ids.id[1 + n % cardinality(ids.id)], 'bench', 1 + n % 5,
       'The text could not be read: fault ' || chr(97 + n % 10) || chr(97 + n / 10 % 20) || ' of the parser.'
  from (select array_agg(id) as id from (select id from article_identities limit 10000) a) ids,
       generate_series(1, $1::int) n`;

const QUARANTINE = `
update article_identities
   set state = 'quarantined', quarantine_reason = 'The text could not be read: fault ' || get_byte(content_hash, 0) % 20
 where id in (select id from article_identities where provider <> 'bench' order by id limit $1)`;

const NO_COUNTS = 'array_fill(0, array[21])';

// Samples as a store has them that was looked at for weeks: what the page adds up at each look.
const HISTORY: readonly string[] = [
  `insert into ops_feeds (provider, feed, last_received_at)
   select 'bench-' || n, '', now() from generate_series(0, $1::int - 1) n`,
  `insert into ops_feed_hours (hour, provider, feed, received, clustered, duplicates, source_lag_counts, gap_counts)
   select date_trunc('hour', now()) - h * interval '1 hour', 'bench-' || n, '', 300, 300, 90, ${NO_COUNTS}, ${NO_COUNTS}
     from generate_series(0, $1::int - 1) n, generate_series(0, 35 * 24) h`,
  ...[
    [10, 8_640],
    [60, 14 * 1_440],
    [3_600, 400 * 24],
  ].map(
    ([
      seconds,
      count,
    ]) => `insert into ops_samples (resolution_seconds, at, span_seconds, received, clustered, quarantined, failures,
            new_stories, duplicates, candidates, lag_counts, oldest_age_seconds, backlog, quarantine, queued)
     select ${seconds}, to_timestamp((extract(epoch from now())::bigint / ${seconds} - s) * ${seconds}), ${seconds},
            100, 100, 0, 1, 60, 20, 400, array_fill(5, array[21]), 2, 3, 0, 3
       from generate_series(1, ${count}) s where $1::int > 0`,
  ),
];

/** Fills a store that holds real stories of the provider `bench` by copying them. Answers how many it holds then. */
export async function fillStore(
  pool: Pool,
  to: FillTo,
): Promise<{ stories: number; articles: number; failures: number }> {
  const count = async (table: string): Promise<number> =>
    (await pool.query<{ count: number }>(`select count(*)::int as count from ${table}`)).rows[0]!.count;
  const copies = Math.ceil(to.stories / (await count('stories'))) - 1;
  for (const statement of COPIES) {
    await pool.query(statement, [copies, to.providers]);
    // Triggers of the next one look rows of this one up.
    await pool.query('analyze');
  }
  await pool.query(FAILURES, [to.failures]);
  await pool.query(QUARANTINE, [to.quarantined]);
  for (const statement of HISTORY) await pool.query(statement, [to.providers]);
  await pool.query('vacuum analyze');
  return {
    stories: await count('stories'),
    articles: await count('article_identities'),
    failures: await count('article_failures'),
  };
}
