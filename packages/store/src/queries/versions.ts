import type { Evidence, Relation, VisibilityFacts } from '@writethru/domain';

import { queryRows, type Db } from '../pool.ts';
import { standingColumns, toVisibilityFacts, type StandingRow } from './standing.ts';

/** An article's place in its story. */
export interface StoryVersion {
  sequence: number;
  articleId: string;
  provider: string;
  guid: string;
  version: number;
  headline: string | null;
  effectiveAt: Date;
  receivedAt: Date;
  visibility: VisibilityFacts;
  relation: Relation;
  matchedArticleId: string | null;
  evidence: Evidence;
  /** The killed article whose text this one still carries. */
  suspectOf: string | null;
  /** An earlier version of the same guid that is another story: the provider used the guid again. */
  reusesGuidOf: string | null;
}

// Equal times in the order of clustering's orderVersions; "C" is the order of code points, as JavaScript's is.
const VERSIONS = `
select row_number() over (order by v.order_at, v.provider collate "C", v.guid collate "C", v.version)::int as sequence,
       v.article_id, v.provider, v.guid, v.version, v.effective_at, v.relation, v.matched_article_id, v.evidence,
       v.suspect_of, i.received_at, a.headline, ${standingColumns('s')},
       (select o.article_id from versions o
         where o.provider = v.provider and o.guid = v.guid and o.version < v.version and o.story_id <> v.story_id
         order by o.version desc limit 1) as reuses_guid_of
  from versions v
  join article_identities i on i.id = v.article_id
  join articles a on a.id = v.article_id and a.effective_at = v.effective_at
  join article_standing s on s.article_id = v.article_id and s.effective_at = v.effective_at
 where v.story_id = $1
   and ($3 or (v.is_announced and (s.hidden_until is null or s.hidden_until <= $4)))
 order by sequence
 limit $2`;

interface Row extends StandingRow {
  sequence: number;
  article_id: string;
  provider: string;
  guid: string;
  version: number;
  headline: string | null;
  effective_at: Date;
  received_at: Date;
  relation: Relation;
  matched_article_id: string | null;
  evidence: Evidence;
  suspect_of: string | null;
  reuses_guid_of: string | null;
}

/** Whom a list is for: an editor's holds what is under embargo at `now`, a reader's does not. */
export interface Viewer {
  isEditor: boolean;
  now: Date;
}

/** The versions of a story in order, `limit` at most. */
export async function listVersions(
  db: Db,
  storyId: string,
  limit: number,
  viewer: Viewer,
): Promise<StoryVersion[]> {
  const rows = await queryRows<Row>(db, VERSIONS, [storyId, limit, viewer.isEditor, viewer.now]);
  return rows.map((row) => ({
    sequence: row.sequence,
    articleId: row.article_id,
    provider: row.provider,
    guid: row.guid,
    version: row.version,
    headline: row.headline,
    effectiveAt: row.effective_at,
    receivedAt: row.received_at,
    visibility: toVisibilityFacts(row),
    relation: row.relation,
    matchedArticleId: row.matched_article_id,
    evidence: row.evidence,
    suspectOf: row.suspect_of,
    reusesGuidOf: row.reuses_guid_of,
  }));
}
