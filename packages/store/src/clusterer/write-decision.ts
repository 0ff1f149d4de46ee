import type { EventCause, EventType, Evidence, Relation } from '@writethru/domain';

import type { Client } from '../pool.ts';
import { queryPrepared } from '../pool.ts';
import type { StoredRelation } from './snapshot.ts';

/** What one component's decision changes: only rows that differ from what is stored. */
export interface DecisionRows {
  stories: StoryRow[];
  merged: { id: string; into: string }[];
  versions: VersionRow[];
  /** What hangs beside stories and is not stored yet, and what no longer does. */
  related: RelatedRow[];
  unrelated: StoredRelation[];
  /** When an embargo lifts, and the component has to be decided again. */
  dues: DueRow[];
  events: EventRow[];
}

/** A story as it is from now on. */
export interface StoryRow {
  id: string;
  leadArticleId: string | null;
  firstEffectiveAtMs: number;
  lastEffectiveAtMs: number;
  versionCount: number;
  providers: string[];
  /** Every version is under embargo. */
  isHidden: boolean;
  /** Whether anybody is told: what is under embargo must not move a story in a list. */
  isTold: boolean;
}

export interface VersionRow {
  articleId: string;
  storyId: string;
  effectiveAtMs: number;
  orderAtMs: number;
  provider: string;
  guid: string;
  version: number;
  contentHash: string;
  relation: Relation;
  matchedArticleId: string | null;
  evidence: Evidence;
  suspectOf: string | null;
  isAnnounced: boolean;
}

export interface RelatedRow extends StoredRelation {
  evidence: Evidence;
}

export interface DueRow {
  articleId: string;
  dueAtMs: number;
}

export interface EventRow {
  type: EventType;
  storyId: string | null;
  articleId: string | null;
  cause: EventCause;
  payload: Record<string, unknown>;
}

const UPSERT_STORIES = `
insert into stories as s (id, lead_article_id, first_effective_at, last_effective_at, version_count, providers,
                          is_hidden, created_at, updated_at)
select n.id, n.lead, to_timestamp(n.first_ms / 1000.0), to_timestamp(n.last_ms / 1000.0), n.versions,
       array(select jsonb_array_elements_text(n.providers)), n.is_hidden, clock_timestamp(),
       case when n.is_told then clock_timestamp() else timestamptz 'epoch' end
  from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::int[], $6::jsonb[], $7::boolean[], $8::boolean[])
    as n (id, lead, first_ms, last_ms, versions, providers, is_hidden, is_told)
 order by n.id
on conflict (id) do update
   set lead_article_id = excluded.lead_article_id, first_effective_at = excluded.first_effective_at,
       last_effective_at = excluded.last_effective_at, version_count = excluded.version_count,
       providers = excluded.providers, is_hidden = excluded.is_hidden,
       updated_at = greatest(s.updated_at, excluded.updated_at), merged_into = null`;

const MERGE_STORIES = `
update stories s
   set merged_into = n.into_id, version_count = 0, lead_article_id = null, updated_at = clock_timestamp()
  from (select * from unnest($1::uuid[], $2::uuid[]) as m (id, into_id) order by m.id) n
 where s.id = n.id`;

const UPSERT_VERSIONS = `
insert into versions as v (article_id, story_id, origin_story_id, effective_at, provider, guid, version, content_hash,
                           relation, matched_article_id, evidence, order_at, suspect_of, is_announced, joined_at)
select n.article_id, n.story_id, n.story_id, to_timestamp(n.effective_ms / 1000.0), n.provider, n.guid, n.version,
       decode(n.content_hash, 'hex'), n.relation, n.matched, n.evidence, to_timestamp(n.order_ms / 1000.0),
       n.suspect_of, n.is_announced, clock_timestamp()
  from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[],
              $9::uuid[], $10::jsonb[], $11::bigint[], $12::uuid[], $13::boolean[])
    as n (article_id, story_id, effective_ms, provider, guid, version, content_hash, relation, matched, evidence,
          order_ms, suspect_of, is_announced)
 order by n.article_id
on conflict (article_id) do update
   set joined_at = case when v.story_id = excluded.story_id then v.joined_at else excluded.joined_at end,
       story_id = excluded.story_id, relation = excluded.relation,
       matched_article_id = excluded.matched_article_id, evidence = excluded.evidence,
       order_at = excluded.order_at, suspect_of = excluded.suspect_of, is_announced = excluded.is_announced`;

const DROP_RELATED = `
delete from related_articles r using unnest($1::uuid[], $2::uuid[]) as n (article_id, to_article_id)
 where (r.article_id, r.to_article_id) = (n.article_id, n.to_article_id)`;

const INSERT_RELATED = `
insert into related_articles (article_id, to_article_id, evidence)
select * from unnest($1::uuid[], $2::uuid[], $3::jsonb[]) as n (article_id, to_article_id, evidence)
 order by 1, 2
on conflict (article_id, to_article_id) do update set evidence = excluded.evidence`;

const INSERT_DUES = `
insert into reunite_requests (article_id, cause, due_at)
select n.article_id, 'embargo', to_timestamp(n.due_ms / 1000.0)
  from unnest($1::uuid[], $2::bigint[]) as n (article_id, due_ms)
 order by 1, 2
on conflict do nothing`;

const INSERT_EVENTS = `
insert into events (type, story_id, article_id, cause, payload)
select n.type, n.story_id, n.article_id, n.cause, n.payload
  from unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::jsonb[]) with ordinality
    as n (type, story_id, article_id, cause, payload, at)
 order by n.at`;

// Clustered again after its neighbour was quarantined, it ended when it first did: lag is measured by that.
const MARK_CLUSTERED = `
with mine as (
  select i.id, n.candidate_count
    from unnest($1::uuid[], $2::int[]) as n (id, candidate_count)
    join article_identities i on i.id = n.id
   where i.state = 'published'
   order by i.id
     for no key update of i
)
update article_identities i
   set state = 'clustered', ended_at = coalesce(i.ended_at, clock_timestamp()), attempt_started_at = null,
       candidate_count = mine.candidate_count
  from mine where i.id = mine.id
returning i.id`;

/** Writes what the components' decisions change and marks the articles clustered. Answers those that it marked. */
export async function writeDecision(
  client: Client,
  decisions: readonly { rows: DecisionRows }[],
  articles: readonly { id: string; candidateCount: number }[],
): Promise<string[]> {
  await upsertStories(
    client,
    decisions.flatMap(({ rows }) => rows.stories),
  );
  const merged = decisions.flatMap(({ rows }) => rows.merged);
  if (merged.length > 0) {
    await queryPrepared(client, MERGE_STORIES, [
      merged.map((story) => story.id),
      merged.map((story) => story.into),
    ]);
  }
  await upsertVersions(
    client,
    decisions.flatMap(({ rows }) => rows.versions),
  );
  await writeRelated(
    client,
    decisions.flatMap(({ rows }) => rows.related),
    decisions.flatMap(({ rows }) => rows.unrelated),
  );
  const dues = decisions.flatMap(({ rows }) => rows.dues);
  if (dues.length > 0) {
    await queryPrepared(client, INSERT_DUES, [
      dues.map((due) => due.articleId),
      dues.map((due) => due.dueAtMs),
    ]);
  }
  await insertEvents(
    client,
    decisions.flatMap(({ rows }) => rows.events),
  );
  const marked = await queryPrepared<{ id: string }>(client, MARK_CLUSTERED, [
    articles.map((article) => article.id),
    articles.map((article) => article.candidateCount),
  ]);
  return marked.map((row) => row.id);
}

async function upsertStories(client: Client, stories: readonly StoryRow[]): Promise<void> {
  if (stories.length === 0) return;
  await queryPrepared(client, UPSERT_STORIES, [
    stories.map((story) => story.id),
    stories.map((story) => story.leadArticleId),
    stories.map((story) => story.firstEffectiveAtMs),
    stories.map((story) => story.lastEffectiveAtMs),
    stories.map((story) => story.versionCount),
    stories.map((story) => JSON.stringify(story.providers)),
    stories.map((story) => story.isHidden),
    stories.map((story) => story.isTold),
  ]);
}

async function upsertVersions(client: Client, versions: readonly VersionRow[]): Promise<void> {
  if (versions.length === 0) return;
  await queryPrepared(client, UPSERT_VERSIONS, [
    versions.map((version) => version.articleId),
    versions.map((version) => version.storyId),
    versions.map((version) => version.effectiveAtMs),
    versions.map((version) => version.provider),
    versions.map((version) => version.guid),
    versions.map((version) => version.version),
    versions.map((version) => version.contentHash),
    versions.map((version) => version.relation),
    versions.map((version) => version.matchedArticleId),
    versions.map((version) => JSON.stringify(version.evidence)),
    versions.map((version) => version.orderAtMs),
    versions.map((version) => version.suspectOf),
    versions.map((version) => version.isAnnounced),
  ]);
}

async function writeRelated(
  client: Client,
  related: readonly RelatedRow[],
  unrelated: readonly StoredRelation[],
): Promise<void> {
  if (unrelated.length > 0) {
    await queryPrepared(client, DROP_RELATED, [
      unrelated.map((row) => row.articleId),
      unrelated.map((row) => row.toArticleId),
    ]);
  }
  if (related.length === 0) return;
  await queryPrepared(client, INSERT_RELATED, [
    related.map((row) => row.articleId),
    related.map((row) => row.toArticleId),
    related.map((row) => JSON.stringify(row.evidence)),
  ]);
}

/** Inserts events without a position: the sequencer gives it after the commit. */
export async function insertEvents(client: Client, events: readonly EventRow[]): Promise<void> {
  if (events.length === 0) return;
  await queryPrepared(client, INSERT_EVENTS, [
    events.map((event) => event.type),
    events.map((event) => event.storyId),
    events.map((event) => event.articleId),
    events.map((event) => event.cause),
    events.map((event) => JSON.stringify(event.payload)),
  ]);
}
