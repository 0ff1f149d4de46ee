import type { ArticleState, Evidence, Relation, VisibilityFacts } from '@writethru/domain';

import { queryMaybeOne, queryRows, type Db } from '../pool.ts';
import { standingColumns, toVisibilityFacts, type StandingRow } from './standing.ts';
import type { Viewer } from './versions.ts';

/** One article with its place in a story. Fields that were not sent are null. */
export interface ArticleDetail {
  id: string;
  provider: string;
  guid: string;
  version: number;
  versionCreated: Date | null;
  feed: string | null;
  state: ArticleState;
  receivedAt: Date;
  effectiveAt: Date;
  publishedToIndexAt: Date | null;
  endedAt: Date | null;
  isBackfill: boolean;
  attempts: number;
  /** Texts that it was compared with when it was decided last; null until it is clustered. */
  candidateCount: number | null;
  /** Index keys of its text that are stop keys. */
  skippedKeys: number;
  quarantineReason: string | null;
  visibility: VisibilityFacts;
  /** What a reader may see only where the article may be shown, in the API's names. */
  text: Record<string, unknown>;
  /** With what decides whether the matched article may be shown; null where nothing was matched. */
  story: (ArticlePlacement & { matchedVisibility: VisibilityFacts | null }) | null;
}

export interface ArticlePlacement {
  id: string;
  sequence: number;
  relation: Relation;
  matchedArticleId: string | null;
  evidence: Evidence;
}

const FIND = `
select i.id, i.provider, i.guid, i.version, i.version_created, i.feed, i.state, i.received_at, i.effective_at,
       i.published_at as indexed_at, i.ended_at, i.is_backfill, i.attempts, i.quarantine_reason,
       i.candidate_count,
       (select count(*)::int
          from component_members c
          join fingerprints f on f.id = c.fingerprint_id and f.day = c.day
         cross join lateral unnest(f.keys) as k (key)
          join stop_keys s on s.key = k.key
          join algorithm_versions g on g.id = s.algorithm_version and g.is_active
         where c.fingerprint_id = i.fingerprint_id) as skipped_keys,
       ${standingColumns('t')}, to_jsonb(m) as matched_standing, a.headline, a.body, a.published_at, a.language, a.url, a.byline, a.dateline,
       a.slugline, a.ed_note, a.urgency, a.expires, a.signals, a.alt_ids, a.story_key, a.source, a.subjects,
       a.associations, a.extra,
       v.story_id, v.relation, v.matched_article_id, v.evidence,
       (select count(*)::int from versions e
         where e.story_id = v.story_id
           and (e.order_at, e.provider collate "C", e.guid collate "C", e.version)
            <= (v.order_at, v.provider collate "C", v.guid collate "C", v.version)
           and ($2 or e.is_announced)) as sequence
  from article_identities i
  join articles a on a.id = i.id and a.effective_at = i.effective_at
  join article_standing t on t.article_id = i.id and t.effective_at = i.effective_at
  left join versions v on v.article_id = i.id
  left join article_identities mi on mi.id = v.matched_article_id
  left join article_standing m on m.article_id = mi.id and m.effective_at = mi.effective_at
 where i.id = $1`;

interface Row extends StandingRow {
  id: string;
  matched_standing: StandingJson | null;
  provider: string;
  guid: string;
  version: number;
  version_created: Date | null;
  feed: string | null;
  state: ArticleState;
  received_at: Date;
  effective_at: Date;
  indexed_at: Date | null;
  ended_at: Date | null;
  is_backfill: boolean;
  attempts: number;
  candidate_count: number | null;
  skipped_keys: number;
  quarantine_reason: string | null;
  headline: string | null;
  body: string | null;
  published_at: Date | null;
  language: string | null;
  url: string | null;
  byline: string | null;
  dateline: string | null;
  slugline: string | null;
  ed_note: string | null;
  urgency: number | null;
  expires: Date | null;
  signals: unknown;
  alt_ids: unknown;
  story_key: string | null;
  source: string | null;
  subjects: unknown;
  associations: unknown;
  extra: unknown;
  story_id: string | null;
  relation: Relation;
  matched_article_id: string | null;
  evidence: Evidence;
  sequence: number;
}

/** As `StandingRow`, with times as JSON has them. */
interface StandingJson extends Omit<StandingRow, 'embargoed_until' | 'standing_embargoed_until'> {
  embargoed_until: string | null;
  standing_embargoed_until: string | null;
}

function fromJson(row: StandingJson): StandingRow {
  const toDate = (text: string | null): Date | null => (text === null ? null : new Date(text));
  return {
    ...row,
    embargoed_until: toDate(row.embargoed_until),
    standing_embargoed_until: toDate(row.standing_embargoed_until),
  };
}

/** The article of this id, be it to be shown or not; null where there is none. */
export async function findArticle(
  db: Db,
  articleId: string,
  viewer: Pick<Viewer, 'isEditor'>,
): Promise<ArticleDetail | null> {
  const row = await queryMaybeOne<Row>(db, FIND, [articleId, viewer.isEditor]);
  if (row === null) return null;
  return {
    id: row.id,
    provider: row.provider,
    guid: row.guid,
    version: row.version,
    versionCreated: row.version_created,
    feed: row.feed,
    state: row.state,
    receivedAt: row.received_at,
    effectiveAt: row.effective_at,
    publishedToIndexAt: row.indexed_at,
    endedAt: row.ended_at,
    isBackfill: row.is_backfill,
    attempts: row.attempts,
    candidateCount: row.candidate_count,
    skippedKeys: row.skipped_keys,
    quarantineReason: row.quarantine_reason,
    visibility: toVisibilityFacts(row),
    text: {
      headline: row.headline,
      body: row.body,
      publishedAt: row.published_at,
      language: row.language,
      url: row.url,
      byline: row.byline,
      dateline: row.dateline,
      slugline: row.slugline,
      edNote: row.ed_note,
      urgency: row.urgency,
      expires: row.expires,
      signals: row.signals,
      altIds: row.alt_ids,
      storyKey: row.story_key,
      source: row.source,
      subjects: row.subjects,
      associations: row.associations,
      extra: row.extra,
    },
    story:
      row.story_id === null
        ? null
        : {
            id: row.story_id,
            sequence: row.sequence,
            relation: row.relation,
            matchedArticleId: row.matched_article_id,
            evidence: row.evidence,
            matchedVisibility:
              row.matched_standing === null ? null : toVisibilityFacts(fromJson(row.matched_standing)),
          },
  };
}

/** An article in a list, without its text. */
export interface ArticleSummary {
  id: string;
  provider: string;
  guid: string;
  version: number;
  state: ArticleState;
  receivedAt: Date;
  effectiveAt: Date;
  /** Texts that it was compared with when it was clustered; null until then. */
  candidateCount: number | null;
  storyId: string | null;
  relation: Relation | null;
}

const LIST_COLUMNS = `
select i.id, i.provider, i.guid, i.version, i.state, i.received_at, i.effective_at, i.candidate_count, v.story_id,
       v.relation
  from article_identities i
  left join versions v on v.article_id = i.id`;

// For $5, an editor, all; for a reader nothing that is under embargo at $6.
const TOLD = `($5 or not exists (
     select 1 from article_standing s
      where s.article_id = i.id and s.effective_at = i.effective_at and s.hidden_until > $6))`;

const LIST = `${LIST_COLUMNS}
 where i.id > $1 and ($2::text is null or i.state = $2) and ($3::text is null or i.provider = $3)
   and ${TOLD}
 order by i.id
 limit $4`;

// By the natural key: one guid has few versions, so they are sorted when found.
const LIST_GUID = `${LIST_COLUMNS}
 where i.id > $1 and ($2::text is null or i.state = $2) and i.provider = $3 and i.guid = $7
   and ${TOLD}
 order by i.id
 limit $4`;

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export interface ArticleFilter {
  afterId: string | null;
  state: ArticleState | null;
  provider: string | null;
  /** With a provider alone. */
  guid?: string | null;
  limit: number;
  viewer: Viewer;
}

/** Articles in the order of their ids, after `afterId`, `limit` at most. */
export async function listArticles(db: Db, filter: ArticleFilter): Promise<ArticleSummary[]> {
  const rows = await queryRows<{
    id: string;
    provider: string;
    guid: string;
    version: number;
    state: ArticleState;
    received_at: Date;
    effective_at: Date;
    candidate_count: number | null;
    story_id: string | null;
    relation: Relation | null;
  }>(db, filter.guid ? LIST_GUID : LIST, [
    filter.afterId ?? FIRST_ID,
    filter.state,
    filter.provider,
    filter.limit,
    filter.viewer.isEditor,
    filter.viewer.now,
    ...(filter.guid ? [filter.guid] : []),
  ]);
  return rows.map((row) => ({
    id: row.id,
    provider: row.provider,
    guid: row.guid,
    version: row.version,
    state: row.state,
    receivedAt: row.received_at,
    effectiveAt: row.effective_at,
    candidateCount: row.candidate_count,
    storyId: row.story_id,
    relation: row.relation,
  }));
}
