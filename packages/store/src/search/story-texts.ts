import { queryRows, type Client, type Db, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { tryLock } from '../try-lock.ts';
import { searchConfigOf } from './search-config.ts';

/** A story whose lead's text is not in the search index yet. */
export interface DueStoryText {
  storyId: string;
  /** Null where no version may stand for the story: then nothing of it is found. */
  leadArticleId: string | null;
  language: string | null;
  headline: string | null;
  body: string | null;
}

/** What the index is to hold of a story: texts in the form that queries are given in. */
export interface StoryText {
  storyId: string;
  leadArticleId: string | null;
  language: string | null;
  headline: string;
  body: string;
}

const DUE = `
select s.id, s.lead_article_id, a.language, a.headline, a.body
  from (select id, lead_article_id from stories
         where merged_into is null and lead_article_id is distinct from text_lead_id order by id limit $1) s
  left join article_identities i on i.id = s.lead_article_id
  left join articles a on a.id = i.id and a.effective_at = i.effective_at`;

// Any number will do, so long as everybody who indexes uses the same one.
const LOCK = 7_203_115_006;

/**
 * Puts the texts of stories whose text is due into the index, `limit` at most, as `toText` makes them. One process works
 * at a time, any other answers 0 at once: all would find the same stories, and make, write and lock the same texts. The lock
 * is held from the reading to the commit, so that no text comes in here that went meanwhile, see `lockStoryTexts`.
 * Answers how many were due.
 */
export async function indexDueStoryTexts(
  pool: Pool,
  limit: number,
  toText: (due: DueStoryText) => StoryText,
): Promise<number> {
  return inTransaction(pool, async (client) => {
    if (!(await tryLock(client, LOCK))) return 0;
    const due = await findDueStoryTexts(client, limit);
    await writeStoryTexts(client, due.map(toText));
    return due.length;
  });
}

/**
 * Waits until nobody is at the index, and keeps everybody from it until the transaction ends: for whoever takes texts away.
 * To be called before rows of stories or fingerprints are locked. Throws AppError as `queryRows` does.
 */
export async function lockStoryTexts(client: Client): Promise<void> {
  await queryRows(client, 'select pg_advisory_xact_lock($1)', [LOCK]);
}

/** Stories whose text is due, `limit` at most. */
async function findDueStoryTexts(db: Db, limit: number): Promise<DueStoryText[]> {
  const rows = await queryRows<{
    id: string;
    lead_article_id: string | null;
    language: string | null;
    headline: string | null;
    body: string | null;
  }>(db, DUE, [limit]);
  return rows.map((row) => ({
    storyId: row.id,
    leadArticleId: row.lead_article_id,
    language: row.language,
    headline: row.headline,
    body: row.body,
  }));
}

// The story's row is touched only where its lead is still the one that was read; a later lead stays due.
const WRITE = `
with given as (
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])
    as n (story_id, lead_id, config, headline, body)
), stored as (
  insert into story_texts as t (story_id, config, document)
  select story_id, config, setweight(to_tsvector(config::regconfig, headline), 'A')
                        || setweight(to_tsvector(config::regconfig, body), 'B')
    from given order by story_id
  on conflict (story_id) do update set config = excluded.config, document = excluded.document
), mine as (
  select s.id, n.lead_id from stories s join given n on n.story_id = s.id order by s.id for no key update of s
)
update stories s set text_lead_id = mine.lead_id from mine where s.id = mine.id`;

/** Puts texts into the index, in the configuration of their language. A lead that changed meanwhile stays due. */
async function writeStoryTexts(db: Db, texts: readonly StoryText[]): Promise<void> {
  if (texts.length === 0) return;
  await queryRows(db, WRITE, [
    texts.map((text) => text.storyId),
    texts.map((text) => text.leadArticleId),
    texts.map((text) => searchConfigOf(text.language)),
    texts.map((text) => text.headline),
    texts.map((text) => text.body),
  ]);
}
