import { newId } from '@writethru/domain';
import {
  acceptSubmissions,
  ensurePartitions,
  indexDueStoryTexts,
  getActiveAlgorithm,
  type Pool,
} from '@writethru/store';
import { hashContent, toSearchText } from '@writethru/wire';

import type { MadeStory } from './made-stories.ts';

const STORIES_PER_BATCH = 500;
const TEXTS_PER_BATCH = 500;

/**
 * Puts made stories into an empty store: articles as intake takes them in, the rest as the clusterer would have left it,
 * by a statement a table. Fingerprints are of the right number and size, and say nothing. Answers how many articles.
 */
export async function fillStore(
  pool: Pool,
  stories: Iterable<MadeStory>,
  options: { startMs: number; endMs: number },
  say: (message: string) => void,
): Promise<number> {
  for (const timeMs of [options.startMs, options.endMs]) await ensurePartitions(pool, new Date(timeMs));
  const { id: algorithm } = await getActiveAlgorithm(pool);
  let batch: MadeStory[] = [];
  let storyCount = 0;
  let articleCount = 0;
  const flush = async (): Promise<void> => {
    articleCount += await writeBatch(pool, batch, algorithm);
    storyCount += batch.length;
    batch = [];
    if (storyCount % 10_000 === 0) say(`${storyCount} stories`);
  };
  for (const story of stories) {
    batch.push(story);
    if (batch.length === STORIES_PER_BATCH) await flush();
  }
  if (batch.length > 0) await flush();
  await pool.query('update events set position = id');
  say('the search index');
  await indexTexts(pool);
  say('vacuum and analyze');
  await pool.query('vacuum analyze');
  return articleCount;
}

/** What the statements below read of an article. */
interface PlacedVersion {
  id: string;
  story_id: string;
  place: number;
  relation: string;
  matched: string | null;
  is_alert: boolean;
  is_last: boolean;
}

async function writeBatch(pool: Pool, stories: readonly MadeStory[], algorithm: number): Promise<number> {
  const versions = stories.flatMap((story) => story.versions);
  const accepted = await acceptSubmissions(
    pool,
    versions.map(({ submission }) => ({ submission, contentHash: hashContent(submission.content) })),
  );
  let at = 0;
  const rows = stories.flatMap((story): PlacedVersion[] => {
    const storyId = newId();
    const ids = story.versions.map(() => {
      const result = accepted[at++]!;
      if (result.kind !== 'accepted') throw new Error(`A made article was not accepted: ${result.kind}`);
      return result.articleId;
    });
    return story.versions.map(({ relation }, place) => ({
      id: ids[place]!,
      story_id: storyId,
      place,
      relation,
      matched: place === 0 ? null : ids[0]!,
      is_alert: story.isAlert,
      is_last: place === ids.length - 1,
    }));
  });
  const json = JSON.stringify(rows);
  for (const statement of STATEMENTS)
    await pool.query(statement, statement.includes('$2') ? [json, algorithm] : [json]);
  return versions.length;
}

const GIVEN = `
given as (
  select n.*, i.provider, i.guid, i.version, i.content_hash, i.effective_at, i.fingerprint_id,
         (extract(epoch from i.effective_at) / 86400)::int as day
    from jsonb_to_recordset($1::jsonb)
      as n (id uuid, story_id uuid, place int, relation text, matched uuid, is_alert boolean, is_last boolean)
    join article_identities i on i.id = n.id
)`;

/** Bytes that look like a hash, four times as many as asked for numbers. */
const bytes = (numbers: number): string =>
  `substring(sha512(n.id::text::bytea) || sha512(n.story_id::text::bytea) from 1 for ${numbers * 4})`;

/** As events tell times. */
const ISO_TIME = `to_char(n.effective_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** In the order in which they have to be run. */
const STATEMENTS = [
  `update article_identities i
      set state = 'clustered', fingerprint_id = nextval('fingerprint_ids'), received_at = i.effective_at + interval '20 seconds',
          published_at = i.effective_at + interval '21 seconds', ended_at = i.effective_at + interval '22 seconds',
          is_backfill = false, candidate_count = 12
     from jsonb_to_recordset($1::jsonb) as n (id uuid) where i.id = n.id`,
  `with ${GIVEN}
   insert into fingerprints (id, day, text_hash, algorithm_version, shingle_count, word_count, shingles, lead_shingles, keys)
   select n.fingerprint_id, n.day, sha256(n.id::text::bytea), $2, 32, 230, ${bytes(32)}, ${bytes(16)},
          array(select hashtext(n.story_id::text || k) from generate_series(1, 16) k)
     from given n`,
  `with ${GIVEN}, fresh as (
     select story_id, nextval('component_ids') as component_id from given where place = 0
   ), made as (
     insert into components (id, algorithm_version) select component_id, $2 from fresh
   )
   insert into component_members (fingerprint_id, day, component_id)
   select n.fingerprint_id, n.day, f.component_id from given n join fresh f using (story_id)`,
  `with ${GIVEN}
   insert into links (a, b, is_candidate, shared, a_lead_in_b, b_lead_in_a)
   select least(a.fingerprint_id, b.fingerprint_id), greatest(a.fingerprint_id, b.fingerprint_id), true, 30, 15, 15
     from given a join given b on b.matched = a.id`,
  `with ${GIVEN}
   insert into article_traits (article_id, markers, numbers, names) select id, '{}', '{}', '{}' from given`,
  `with ${GIVEN}
   insert into article_heads (article_id, effective_at, is_alert, keys, words, numbers, top)
   select n.id, n.effective_at, n.is_alert, array(select hashtext(n.story_id::text || k) from generate_series(1, 8) k),
          ${bytes(8)}, ''::bytea, ${bytes(8)}
     from given n`,
  `with ${GIVEN}
   insert into versions (article_id, story_id, origin_story_id, effective_at, order_at, provider, guid, version, content_hash,
                         relation, matched_article_id, evidence, joined_at)
   select n.id, n.story_id, n.story_id, n.effective_at, n.effective_at, n.provider, n.guid, n.version, n.content_hash,
          n.relation, n.matched, jsonb_build_object('decidedBy', 'algorithm', 'rule', case when n.place = 0 then 'same_story'
          else 'near_duplicate' end), n.effective_at + interval '22 seconds'
     from given n`,
  `with ${GIVEN}
   insert into stories (id, lead_article_id, first_effective_at, last_effective_at, version_count, providers, created_at, updated_at)
   select story_id, min(id::text) filter (where place = 0)::uuid, min(effective_at), max(effective_at), count(*),
          array_agg(distinct provider), min(effective_at) + interval '22 seconds', max(effective_at) + interval '22 seconds'
     from given group by story_id order by story_id`,
  // Every other alert hangs under the story before it.
  `with ${GIVEN}, told as (
     select id, is_alert, lag(id) over (order by effective_at, id) as before,
            lag(is_alert) over (order by effective_at, id) as is_after_alert, row_number() over (order by effective_at, id) as at
       from given where place = 0
   )
   insert into alert_matches (alert_id, article_id, score)
   select id, before, 6000 from told where is_alert and not is_after_alert and at % 2 = 0`,
  `with ${GIVEN}
   insert into events (type, story_id, cause, created_at, payload)
   select case when n.place = 0 then 'story.created' when n.relation = 'cancels' then 'story.canceled'
               when n.relation = 'correction_of' then 'story.corrected' else 'story.updated' end,
          n.story_id, 'ingest', n.effective_at + interval '22 seconds',
          jsonb_build_object('leadArticleId', coalesce(n.matched, n.id), 'versionCount', n.place + 1,
            'providers', jsonb_build_array(n.provider), 'firstEffectiveAt', ${ISO_TIME}, 'lastEffectiveAt', ${ISO_TIME},
            'joined', jsonb_build_array(n.id), 'left', '[]'::jsonb, 'relations', jsonb_build_array(jsonb_build_object(
              'articleId', n.id, 'relation', n.relation, 'matchedArticleId', n.matched, 'rule', 'near_duplicate',
              'decidedBy', 'algorithm')))
     from given n order by n.effective_at`,
];

async function indexTexts(pool: Pool): Promise<void> {
  // Built at once, the index takes far less time than text by text.
  const { rows } = await pool.query<{ indexdef: string }>(
    `select indexdef from pg_indexes where indexname = 'story_texts_document'`,
  );
  await pool.query('drop index story_texts_document');
  await writeTexts(pool);
  await pool.query(rows[0]!.indexdef);
}

async function writeTexts(pool: Pool): Promise<void> {
  let indexed = TEXTS_PER_BATCH;
  while (indexed === TEXTS_PER_BATCH)
    indexed = await indexDueStoryTexts(pool, TEXTS_PER_BATCH, ({ headline, body, ...story }) => ({
      ...story,
      headline: toSearchText(headline ?? ''),
      body: toSearchText(body ?? ''),
    }));
}
