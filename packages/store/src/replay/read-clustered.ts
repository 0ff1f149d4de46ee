import { ARTICLE_COLUMNS, toClaimed, type ClaimedArticle, type ClaimedRow } from '../clusterer/claim.ts';
import { readSnapshotArticles, type SnapshotArticle } from '../clusterer/snapshot-articles.ts';
import type { ComponentSnapshot } from '../clusterer/snapshot.ts';
import { listFingerprints } from '../queries/similar.ts';
import { readShingles, type FingerprintFacts, type FingerprintShingles } from '../clusterer/search.ts';
import { queryMaybeOne, queryRows, type Db, type Pool } from '../pool.ts';

/** How an article can be read for a plan. */
export type ClusteredText =
  | { kind: 'stored'; facts: FingerprintFacts; fingerprint: FingerprintShingles }
  /** Its fingerprint is of another version: it has to be made anew. */
  | { kind: 'foreign'; sent: ClaimedArticle }
  /** And that can't be: its text is gone. */
  | { kind: 'gone' };

/** An article that is in a story, as the decision sees it. */
export interface ClusteredArticle {
  article: SnapshotArticle;
  text: ClusteredText;
}

const DAYS = 'select distinct day from component_members order by 1';

/** The days (since 1970-01-01, UTC) of which texts are held, ascending. */
export async function listTextDays(pool: Pool): Promise<number[]> {
  const rows = await queryRows<{ day: number }>(pool, DAYS);
  return rows.map((row) => row.day);
}

const FINGERPRINTS = `
select fingerprint_id as id from component_members
 where day = $1 and fingerprint_id > $2
 order by 1
 limit $3`;

const SENT = `
select i.id, i.provider, i.guid, i.version, i.effective_at, 0 as attempts, ${ARTICLE_COLUMNS}
  from article_identities i
  join articles a on a.id = i.id and a.effective_at = i.effective_at
  join component_members m on m.fingerprint_id = i.fingerprint_id
  join fingerprints f on f.id = m.fingerprint_id and f.day = m.day and f.algorithm_version <> $2
 where i.id = any ($1::uuid[])`;

/**
 * Reads what is in stories, text by text: `limit` texts of a day with all articles that carry them, after the text
 * `after`. `next` is where the next page begins; null on the last.
 */
export async function readClusteredPage(
  pool: Pool,
  at: { day: number; after: number },
  fingerprintVersion: number,
  limit: number,
): Promise<{ articles: ClusteredArticle[]; next: number | null }> {
  const rows = await queryRows<{ id: number }>(pool, FINGERPRINTS, [at.day, at.after, limit]);
  const ids = rows.map((row) => row.id);
  const next = ids.length < limit ? null : ids.at(-1)!;
  const articles = await readSnapshotArticles(pool, ids, []);
  const texts = await readClusteredTexts(pool, articles, fingerprintVersion);
  // Without a text: a quarantine took it just now.
  return { articles: articles.flatMap((article) => toClustered(article, texts.get(article.id))), next };
}

function toClustered(article: SnapshotArticle, text: ClusteredText | undefined): ClusteredArticle[] {
  return text === undefined || article.placement === null ? [] : [{ article, text }];
}

/** How each article can be read, by id. */
export async function readClusteredTexts(
  pool: Pool,
  articles: readonly Pick<SnapshotArticle, 'id' | 'textGone'>[],
  fingerprintVersion: number,
): Promise<Map<string, ClusteredText>> {
  const ids = articles.map((article) => article.id);
  const factsOf = await listFingerprints(pool, ids);
  const rows = await queryRows<ClaimedRow>(pool, SENT, [ids, fingerprintVersion]);
  const foreign = new Map(rows.map((row) => [row.id, toClaimed(row)]));
  const own = [...factsOf].filter(([id]) => !foreign.has(id)).map(([, facts]) => facts);
  const shingles = await readShingles(pool, [...new Map(own.map((facts) => [facts.id, facts])).values()]);
  const texts = new Map<string, ClusteredText>();
  for (const { id, textGone } of articles) {
    const sent = foreign.get(id);
    const facts = factsOf.get(id);
    const fingerprint = facts && shingles.get(facts.id);
    if (sent !== undefined) texts.set(id, textGone === null ? { kind: 'foreign', sent } : { kind: 'gone' });
    else if (facts && fingerprint) texts.set(id, { kind: 'stored', facts, fingerprint });
  }
  return texts;
}

/** What a plan reads of the editors: every constraint in force. */
export async function readAllConstraints(pool: Pool): Promise<ComponentSnapshot['constraints']> {
  const rows = await queryRows<{
    kind: 'must_link' | 'cannot_link';
    a_provider: string;
    a_guid: string;
    b_provider: string;
    b_guid: string;
  }>(
    pool,
    'select kind, a_provider, a_guid, b_provider, b_guid from editor_constraints where revoked_at is null order by id',
  );
  return rows.map((row) => ({
    kind: row.kind,
    aProvider: row.a_provider,
    aGuid: row.a_guid,
    bProvider: row.b_provider,
    bGuid: row.b_guid,
  }));
}

/** How many articles have a fingerprint: in a story, or on their way. */
export async function countClustered(db: Db): Promise<number> {
  const row = await queryMaybeOne<{ count: number }>(
    db,
    'select count(*)::int as count from article_identities where fingerprint_id is not null',
  );
  return row?.count ?? 0;
}
