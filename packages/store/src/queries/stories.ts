import type { VisibilityFacts } from '@writethru/domain';

import { queryMaybeOne, type Db } from '../pool.ts';
import { standingColumns, toVisibilityFacts, type StandingRow } from './standing.ts';

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
  visibility: VisibilityFacts;
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
  /** Every version is under embargo. */
  isHidden: boolean;
}

export interface StoryRow extends StandingRow {
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
  is_hidden: boolean;
}

/** Selected from `stories s` and its lead. */
export const STORY_COLUMNS = `
       s.id, s.version_count, s.providers, s.first_effective_at, s.last_effective_at, s.created_at, s.updated_at,
       l.id as lead_article_id, l.provider as lead_provider, a.headline, left(a.body, 200) as opening,
       l.effective_at as lead_effective_at, a.language, a.url, s.is_hidden, ${standingColumns('t')}
  from stories s
  left join article_identities l on l.id = s.lead_article_id
  left join articles a on a.id = l.id and a.effective_at = l.effective_at
  left join article_standing t on t.article_id = l.id and t.effective_at = l.effective_at`;

const FIND = `select ${STORY_COLUMNS} where s.id = $1 and s.merged_into is null and (s.version_count > 0 or s.is_hidden)`;

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
    isHidden: row.is_hidden,
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
            visibility: toVisibilityFacts(row),
          },
  };
}
