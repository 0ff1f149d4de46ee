import type { ArticleMarker, Evidence, PubStatus, Relation, TextGone } from '@writethru/domain';

import type { Db } from '../pool.ts';
import { queryPrepared } from '../pool.ts';

/** An article of a component, with where it stands now. Times in milliseconds since the epoch. */
export interface SnapshotArticle {
  id: string;
  fingerprintId: number;
  provider: string;
  guid: string;
  version: number;
  contentHash: string;
  effectiveAtMs: number;
  pubStatus: PubStatus;
  embargoedUntilMs: number | null;
  standingPubStatus: PubStatus;
  standingEmbargoedUntilMs: number | null;
  textGone: TextGone | null;
  isBackfill: boolean;
  markers: ArticleMarker[];
  numbers: string[];
  names: string[];
  linkKeys: string[];
  /** Where it was erased, or matched with one that was: how it related then. */
  frozen: Pick<SnapshotPlacement, 'relation' | 'matchedArticleId' | 'evidence'> | null;
  placement: SnapshotPlacement | null;
}

export interface SnapshotPlacement {
  storyId: string;
  originStoryId: string;
  /** Where a replay that is being taken back had found it. */
  formerStoryId?: string;
  /** The origin story, where it has been merged away; else null. */
  mergedOriginId: string | null;
  orderAtMs: number;
  relation: Relation;
  matchedArticleId: string | null;
  evidence: Evidence;
  suspectOf: string | null;
  isAnnounced: boolean;
}

// Placed already, or ended by this very call: an article that another process is still at counts when that one unites.
const READ_ARTICLES = `
select i.id, i.fingerprint_id, i.provider, i.guid, i.version, encode(i.content_hash, 'hex') as content_hash,
       i.effective_at, i.is_backfill, s.pub_status, s.embargoed_until, s.standing_pub_status,
       s.standing_embargoed_until, s.text_gone,
       coalesce(t.markers, '{}') as markers, coalesce(t.numbers, '{}') as numbers, coalesce(t.names, '{}') as names,
       array(select k.link_key from article_link_keys k where k.article_id = i.id order by 1) as link_keys,
       v.story_id, v.origin_story_id, v.order_at, v.relation, v.matched_article_id, v.evidence, v.suspect_of,
       v.is_announced,
       case when o.merged_into is not null then o.id end as merged_origin_id,
       s.text_gone = 'erased' or coalesce(m.text_gone = 'erased', false) as is_frozen
  from article_identities i
  join article_standing s on s.article_id = i.id and s.effective_at = i.effective_at
  left join article_traits t on t.article_id = i.id
  left join versions v on v.article_id = i.id
  left join stories o on o.id = v.origin_story_id
  left join article_identities mi on mi.id = v.matched_article_id
  left join articles m on m.id = mi.id and m.effective_at = mi.effective_at
 where i.fingerprint_id = any ($1::bigint[]) and i.state in ('published', 'clustered')
   and (v.article_id is not null or i.id = any ($2::uuid[]))
 order by i.id`;

interface ArticleRow {
  id: string;
  fingerprint_id: number;
  provider: string;
  guid: string;
  version: number;
  content_hash: string;
  effective_at: Date;
  is_backfill: boolean;
  pub_status: PubStatus;
  embargoed_until: Date | null;
  standing_pub_status: PubStatus;
  standing_embargoed_until: Date | null;
  text_gone: TextGone | null;
  markers: ArticleMarker[];
  numbers: string[];
  names: string[];
  link_keys: string[];
  story_id: string | null;
  origin_story_id: string;
  order_at: Date;
  relation: Relation;
  matched_article_id: string | null;
  evidence: Evidence;
  suspect_of: string | null;
  is_announced: boolean;
  merged_origin_id: string | null;
  is_frozen: boolean | null;
}

/** The articles of the given fingerprints that are in a story, and those of `articleIds`. */
export async function readSnapshotArticles(
  client: Db,
  fingerprintIds: readonly number[],
  articleIds: readonly string[],
): Promise<SnapshotArticle[]> {
  const rows = await queryPrepared<ArticleRow>(client, READ_ARTICLES, [fingerprintIds, articleIds]);
  return rows.map((row) => ({
    id: row.id,
    fingerprintId: row.fingerprint_id,
    provider: row.provider,
    guid: row.guid,
    version: row.version,
    contentHash: row.content_hash,
    effectiveAtMs: row.effective_at.getTime(),
    pubStatus: row.pub_status,
    embargoedUntilMs: row.embargoed_until?.getTime() ?? null,
    standingPubStatus: row.standing_pub_status,
    standingEmbargoedUntilMs: row.standing_embargoed_until?.getTime() ?? null,
    textGone: row.text_gone,
    isBackfill: row.is_backfill,
    markers: row.markers,
    numbers: row.numbers,
    names: row.names,
    linkKeys: row.link_keys,
    frozen:
      row.is_frozen === true && row.story_id !== null
        ? { relation: row.relation, matchedArticleId: row.matched_article_id, evidence: row.evidence }
        : null,
    placement: row.story_id === null ? null : toPlacement(row, row.story_id),
  }));
}

function toPlacement(row: ArticleRow, storyId: string): SnapshotPlacement {
  return {
    storyId,
    originStoryId: row.origin_story_id,
    mergedOriginId: row.merged_origin_id,
    orderAtMs: row.order_at.getTime(),
    relation: row.relation,
    matchedArticleId: row.matched_article_id,
    evidence: row.evidence,
    suspectOf: row.suspect_of,
    isAnnounced: row.is_announced,
  };
}
