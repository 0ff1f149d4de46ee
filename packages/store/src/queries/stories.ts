import type { Evidence, PubStatus, Relation } from '@writethru/domain';

import { queryMaybeOne, queryRows, type Db } from '../pool.ts';

/** The version that stands for a story. */
export interface StoryLead {
  articleId: string;
  provider: string;
  headline: string | null;
  /** The first characters of the body, where the headline says nothing. */
  opening: string | null;
  effectiveAt: Date;
  language: string | null;
  url: string | null;
  pubStatus: PubStatus;
  embargoedUntil: Date | null;
}

export interface StorySummary {
  id: string;
  lead: StoryLead | null;
  versionCount: number;
  providers: string[];
  firstEffectiveAt: Date;
  lastEffectiveAt: Date;
  createdAt: Date;
  updatedAt: Date;
}

export interface StoryRow {
  id: string;
  version_count: number;
  providers: string[];
  first_effective_at: Date;
  last_effective_at: Date;
  created_at: Date;
  updated_at: Date;
  lead_article_id: string | null;
  lead_provider: string;
  headline: string | null;
  opening: string | null;
  lead_effective_at: Date;
  language: string | null;
  url: string | null;
  pub_status: PubStatus;
  embargoed_until: Date | null;
}

/** Selected from `stories s` and its lead. */
export const STORY_COLUMNS = `
       s.id, s.version_count, s.providers, s.first_effective_at, s.last_effective_at, s.created_at, s.updated_at,
       l.id as lead_article_id, l.provider as lead_provider, a.headline, left(a.body, 200) as opening,
       l.effective_at as lead_effective_at, a.language, a.url, a.pub_status, a.embargoed_until
  from stories s
  left join article_identities l on l.id = s.lead_article_id
  left join articles a on a.id = l.id and a.effective_at = l.effective_at`;

const FIND = `select ${STORY_COLUMNS} where s.id = $1 and s.merged_into is null and s.version_count > 0`;

/** The story of this id; null where there is none, where it lives on under another id, or where all of it was quarantined. */
export async function findStory(db: Db, storyId: string): Promise<StorySummary | null> {
  const row = await queryMaybeOne<StoryRow>(db, FIND, [storyId]);
  return row === null ? null : toSummary(row);
}

// A chain of merges is as long as a story was unlucky; the bound is against a ring, which must not be there.
const SURVIVOR = `
with recursive chain (id, merged_into, depth) as (
  select id, merged_into, 0 from stories where id = $1
  union all
  select s.id, s.merged_into, c.depth + 1 from chain c join stories s on s.id = c.merged_into where c.depth < 100
)
select id from chain where merged_into is null and depth > 0`;

/** The story that lives on for one that was merged away; null where there is none. */
export async function findSurvivor(db: Db, storyId: string): Promise<string | null> {
  return (await queryMaybeOne<{ id: string }>(db, SURVIVOR, [storyId]))?.id ?? null;
}

/** A row of `STORY_COLUMNS` in our names. */
export function toSummary(row: StoryRow): StorySummary {
  return {
    id: row.id,
    versionCount: row.version_count,
    providers: row.providers,
    firstEffectiveAt: row.first_effective_at,
    lastEffectiveAt: row.last_effective_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lead:
      row.lead_article_id === null
        ? null
        : {
            articleId: row.lead_article_id,
            provider: row.lead_provider,
            headline: row.headline,
            opening: row.opening,
            effectiveAt: row.lead_effective_at,
            language: row.language,
            url: row.url,
            pubStatus: row.pub_status,
            embargoedUntil: row.embargoed_until,
          },
  };
}

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
  pubStatus: PubStatus;
  embargoedUntil: Date | null;
  relation: Relation;
  matchedArticleId: string | null;
  evidence: Evidence;
}

const VERSIONS = `
select row_number() over (order by v.effective_at, v.content_hash, v.provider, v.guid, v.version)::int as sequence,
       v.article_id, v.provider, v.guid, v.version, v.effective_at, v.relation, v.matched_article_id, v.evidence,
       i.received_at, a.headline, a.pub_status, a.embargoed_until
  from versions v
  join article_identities i on i.id = v.article_id
  join articles a on a.id = v.article_id and a.effective_at = v.effective_at
 where v.story_id = $1
 order by sequence
 limit $2`;

/** The versions of a story in order, `limit` at most. */
export async function listVersions(db: Db, storyId: string, limit: number): Promise<StoryVersion[]> {
  const rows = await queryRows<{
    sequence: number;
    article_id: string;
    provider: string;
    guid: string;
    version: number;
    headline: string | null;
    effective_at: Date;
    received_at: Date;
    pub_status: PubStatus;
    embargoed_until: Date | null;
    relation: Relation;
    matched_article_id: string | null;
    evidence: Evidence;
  }>(db, VERSIONS, [storyId, limit]);
  return rows.map((row) => ({
    sequence: row.sequence,
    articleId: row.article_id,
    provider: row.provider,
    guid: row.guid,
    version: row.version,
    headline: row.headline,
    effectiveAt: row.effective_at,
    receivedAt: row.received_at,
    pubStatus: row.pub_status,
    embargoedUntil: row.embargoed_until,
    relation: row.relation,
    matchedArticleId: row.matched_article_id,
    evidence: row.evidence,
  }));
}
