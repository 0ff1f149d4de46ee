import type { EventCause, EventType, Evidence, Relation } from '@writethru/domain';

import type { Client } from '../pool.ts';
import { queryRows } from '../pool.ts';

/** What one component's decision changes: only rows that differ from what is stored. */
export interface DecisionRows {
  stories: StoryRow[];
  merged: { id: string; into: string }[];
  versions: VersionRow[];
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
}

export interface VersionRow {
  articleId: string;
  storyId: string;
  effectiveAtMs: number;
  provider: string;
  guid: string;
  version: number;
  contentHash: string;
  relation: Relation;
  matchedArticleId: string | null;
  evidence: Evidence;
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
                          created_at, updated_at)
select n.id, n.lead, to_timestamp(n.first_ms / 1000.0), to_timestamp(n.last_ms / 1000.0), n.versions,
       array(select jsonb_array_elements_text(n.providers)), clock_timestamp(), clock_timestamp()
  from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::int[], $6::jsonb[])
    as n (id, lead, first_ms, last_ms, versions, providers)
 order by n.id
on conflict (id) do update
   set lead_article_id = excluded.lead_article_id, first_effective_at = excluded.first_effective_at,
       last_effective_at = excluded.last_effective_at, version_count = excluded.version_count,
       providers = excluded.providers, updated_at = excluded.updated_at, merged_into = null`;

const MERGE_STORIES = `
update stories s
   set merged_into = n.into_id, version_count = 0, lead_article_id = null, updated_at = clock_timestamp()
  from (select * from unnest($1::uuid[], $2::uuid[]) as m (id, into_id) order by m.id) n
 where s.id = n.id`;

const UPSERT_VERSIONS = `
insert into versions as v (article_id, story_id, origin_story_id, effective_at, provider, guid, version, content_hash,
                           relation, matched_article_id, evidence, joined_at)
select n.article_id, n.story_id, n.story_id, to_timestamp(n.effective_ms / 1000.0), n.provider, n.guid, n.version,
       decode(n.content_hash, 'hex'), n.relation, n.matched, n.evidence, clock_timestamp()
  from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[],
              $9::uuid[], $10::jsonb[])
    as n (article_id, story_id, effective_ms, provider, guid, version, content_hash, relation, matched, evidence)
 order by n.article_id
on conflict (article_id) do update
   set joined_at = case when v.story_id = excluded.story_id then v.joined_at else excluded.joined_at end,
       story_id = excluded.story_id, relation = excluded.relation,
       matched_article_id = excluded.matched_article_id, evidence = excluded.evidence`;

const INSERT_EVENTS = `
insert into events (type, story_id, article_id, cause, payload)
select n.type, n.story_id, n.article_id, n.cause, n.payload
  from unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::jsonb[]) with ordinality
    as n (type, story_id, article_id, cause, payload, at)
 order by n.at`;

// Clustered again after its neighbour was quarantined, it ended when it first did: lag is measured by that.
const MARK_CLUSTERED = `
with mine as (
  select id from article_identities where id = any ($1::uuid[]) and state = 'published' order by id for no key update
)
update article_identities i
   set state = 'clustered', ended_at = coalesce(i.ended_at, clock_timestamp()), attempt_started_at = null,
       candidate_count = n.candidate_count
  from mine join unnest($1::uuid[], $2::int[]) as n (id, candidate_count) using (id)
 where i.id = mine.id
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
    await queryRows(client, MERGE_STORIES, [
      merged.map((story) => story.id),
      merged.map((story) => story.into),
    ]);
  }
  await upsertVersions(
    client,
    decisions.flatMap(({ rows }) => rows.versions),
  );
  await insertEvents(
    client,
    decisions.flatMap(({ rows }) => rows.events),
  );
  const marked = await queryRows<{ id: string }>(client, MARK_CLUSTERED, [
    articles.map((article) => article.id),
    articles.map((article) => article.candidateCount),
  ]);
  return marked.map((row) => row.id);
}

async function upsertStories(client: Client, stories: readonly StoryRow[]): Promise<void> {
  if (stories.length === 0) return;
  await queryRows(client, UPSERT_STORIES, [
    stories.map((story) => story.id),
    stories.map((story) => story.leadArticleId),
    stories.map((story) => story.firstEffectiveAtMs),
    stories.map((story) => story.lastEffectiveAtMs),
    stories.map((story) => story.versionCount),
    stories.map((story) => JSON.stringify(story.providers)),
  ]);
}

async function upsertVersions(client: Client, versions: readonly VersionRow[]): Promise<void> {
  if (versions.length === 0) return;
  await queryRows(client, UPSERT_VERSIONS, [
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
  ]);
}

/** Inserts events without a position: the sequencer gives it after the commit. */
export async function insertEvents(client: Client, events: readonly EventRow[]): Promise<void> {
  if (events.length === 0) return;
  await queryRows(client, INSERT_EVENTS, [
    events.map((event) => event.type),
    events.map((event) => event.storyId),
    events.map((event) => event.articleId),
    events.map((event) => event.cause),
    events.map((event) => JSON.stringify(event.payload)),
  ]);
}
