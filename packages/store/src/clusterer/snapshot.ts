import type { Evidence, PubStatus, Relation } from '@writethru/domain';

import type { Client } from '../pool.ts';
import { queryRows } from '../pool.ts';
import { toFacts, type FingerprintFacts } from './search.ts';
import type { LinkRow } from './unite.ts';

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
  isBackfill: boolean;
  placement: SnapshotPlacement | null;
}

export interface SnapshotPlacement {
  storyId: string;
  originStoryId: string;
  /** The origin story, where it has been merged away; else null. */
  mergedOriginId: string | null;
  relation: Relation;
  matchedArticleId: string | null;
  evidence: Evidence;
}

/** A story as it is stored. */
export interface SnapshotStory {
  leadArticleId: string | null;
  versionCount: number;
}

/** All that is known of one component, read under its lock. */
export interface ComponentSnapshot {
  componentId: number;
  fingerprints: FingerprintFacts[];
  articles: SnapshotArticle[];
  links: LinkRow[];
  constraints: {
    kind: 'must_link' | 'cannot_link';
    aProvider: string;
    aGuid: string;
    bProvider: string;
    bGuid: string;
  }[];
  /** Stories that articles of the component are in, by id. */
  stories: Map<string, SnapshotStory>;
}

const INSERT_LINKS = `
insert into links (a, b, is_candidate, shared, a_lead_in_b, b_lead_in_a)
select * from unnest($1::bigint[], $2::bigint[], $3::boolean[], $4::int[], $5::smallint[], $6::smallint[])
    as n (a, b, is_candidate, shared, a_lead_in_b, b_lead_in_a)
 order by 1, 2
on conflict do nothing`;

const READ_MEMBERS = `
select m.component_id, f.id, f.day, encode(f.text_hash, 'hex') as text_hash, f.shingle_count, f.word_count,
       octet_length(f.lead_shingles) as lead_bytes
  from component_members m
  join fingerprints f on f.id = m.fingerprint_id and f.day = m.day
 where m.component_id = any ($1::bigint[]) and f.algorithm_version = $2`;

// Placed already, or ended by this very call: an article that another process is still at counts when that one unites.
const READ_ARTICLES = `
select i.id, i.fingerprint_id, i.provider, i.guid, i.version, encode(i.content_hash, 'hex') as content_hash,
       i.effective_at, a.pub_status, a.embargoed_until, i.is_backfill,
       v.story_id, v.origin_story_id, v.relation, v.matched_article_id, v.evidence,
       case when o.merged_into is not null then o.id end as merged_origin_id
  from article_identities i
  join articles a on a.id = i.id and a.effective_at = i.effective_at
  left join versions v on v.article_id = i.id
  left join stories o on o.id = v.origin_story_id
 where i.fingerprint_id = any ($1::bigint[]) and i.state in ('published', 'clustered')
   and (v.article_id is not null or i.id = any ($2::uuid[]))
 order by i.id`;

const READ_LINKS = `
select a, b, is_candidate, shared, a_lead_in_b, b_lead_in_a from links
 where a = any ($1::bigint[]) and b = any ($1::bigint[])`;

const READ_CONSTRAINTS = `
select distinct e.id, e.kind, e.a_provider, e.a_guid, e.b_provider, e.b_guid
  from unnest($1::text[], $2::text[]) as n (provider, guid)
  join editor_constraints e on e.revoked_at is null
   and ((e.a_provider, e.a_guid) = (n.provider, n.guid) or (e.b_provider, e.b_guid) = (n.provider, n.guid))
 order by e.id`;

const READ_STORIES = `select id, lead_article_id, version_count from stories where id = any ($1::uuid[])`;

interface ArticleRow {
  id: string;
  fingerprint_id: number;
  provider: string;
  guid: string;
  version: number;
  content_hash: string;
  effective_at: Date;
  pub_status: PubStatus;
  embargoed_until: Date | null;
  is_backfill: boolean;
  story_id: string | null;
  origin_story_id: string;
  relation: Relation;
  matched_article_id: string | null;
  evidence: Evidence;
  merged_origin_id: string | null;
}

type MemberRow = Parameters<typeof toFacts>[0] & { component_id: number };

/** Stores the new links, then reads all of the locked components, each in statements begun after the lock was had. */
export async function readSnapshot(
  client: Client,
  componentIds: readonly number[],
  input: { articleIds: readonly string[]; links: readonly LinkRow[]; algorithmVersion: number },
): Promise<ComponentSnapshot[]> {
  await insertLinks(client, input.links);
  const members = await queryRows<MemberRow>(client, READ_MEMBERS, [componentIds, input.algorithmVersion]);
  const fingerprintIds = members.map((row) => row.id);
  const articles = await queryRows<ArticleRow>(client, READ_ARTICLES, [fingerprintIds, input.articleIds]);
  const links = fingerprintIds.length > componentIds.length ? await readLinks(client, fingerprintIds) : [];
  const constraints = await readConstraints(client, articles);
  const storyIds = [...new Set(articles.flatMap((row) => row.story_id ?? []))];
  const stories =
    storyIds.length === 0
      ? []
      : await queryRows<{ id: string; lead_article_id: string | null; version_count: number }>(
          client,
          READ_STORIES,
          [storyIds],
        );
  const storyOf = new Map<string, SnapshotStory>(
    stories.map((row) => [row.id, { leadArticleId: row.lead_article_id, versionCount: row.version_count }]),
  );
  return splitByComponent(members, articles.map(toArticle), links, constraints, storyOf);
}

async function insertLinks(client: Client, links: readonly LinkRow[]): Promise<void> {
  if (links.length === 0) return;
  await queryRows(client, INSERT_LINKS, [
    links.map((link) => link.a),
    links.map((link) => link.b),
    links.map((link) => link.isCandidate),
    links.map((link) => link.shared),
    links.map((link) => link.aLeadInB),
    links.map((link) => link.bLeadInA),
  ]);
}

async function readLinks(client: Client, fingerprintIds: readonly number[]): Promise<LinkRow[]> {
  const rows = await queryRows<{
    a: number;
    b: number;
    is_candidate: boolean;
    shared: number;
    a_lead_in_b: number;
    b_lead_in_a: number;
  }>(client, READ_LINKS, [fingerprintIds]);
  return rows.map((row) => ({
    a: row.a,
    b: row.b,
    isCandidate: row.is_candidate,
    shared: row.shared,
    aLeadInB: row.a_lead_in_b,
    bLeadInA: row.b_lead_in_a,
  }));
}

async function readConstraints(
  client: Client,
  articles: readonly ArticleRow[],
): Promise<ComponentSnapshot['constraints']> {
  const rows = await queryRows<{
    kind: 'must_link' | 'cannot_link';
    a_provider: string;
    a_guid: string;
    b_provider: string;
    b_guid: string;
  }>(client, READ_CONSTRAINTS, [articles.map((row) => row.provider), articles.map((row) => row.guid)]);
  return rows.map((row) => ({
    kind: row.kind,
    aProvider: row.a_provider,
    aGuid: row.a_guid,
    bProvider: row.b_provider,
    bGuid: row.b_guid,
  }));
}

function toArticle(row: ArticleRow): SnapshotArticle {
  return {
    id: row.id,
    fingerprintId: row.fingerprint_id,
    provider: row.provider,
    guid: row.guid,
    version: row.version,
    contentHash: row.content_hash,
    effectiveAtMs: row.effective_at.getTime(),
    pubStatus: row.pub_status,
    embargoedUntilMs: row.embargoed_until?.getTime() ?? null,
    isBackfill: row.is_backfill,
    placement:
      row.story_id === null
        ? null
        : {
            storyId: row.story_id,
            originStoryId: row.origin_story_id,
            mergedOriginId: row.merged_origin_id,
            relation: row.relation,
            matchedArticleId: row.matched_article_id,
            evidence: row.evidence,
          },
  };
}

function splitByComponent(
  members: readonly MemberRow[],
  articles: readonly SnapshotArticle[],
  links: readonly LinkRow[],
  constraints: ComponentSnapshot['constraints'],
  stories: ComponentSnapshot['stories'],
): ComponentSnapshot[] {
  const snapshots = new Map<number, ComponentSnapshot>();
  const ofFingerprint = new Map<number, ComponentSnapshot>();
  for (const row of members) {
    let snapshot = snapshots.get(row.component_id);
    if (snapshot === undefined) {
      snapshot = {
        componentId: row.component_id,
        fingerprints: [],
        articles: [],
        links: [],
        constraints,
        stories,
      };
      snapshots.set(row.component_id, snapshot);
    }
    snapshot.fingerprints.push(toFacts(row));
    ofFingerprint.set(row.id, snapshot);
  }
  for (const article of articles) ofFingerprint.get(article.fingerprintId)?.articles.push(article);
  for (const link of links) {
    const snapshot = ofFingerprint.get(link.a);
    if (snapshot !== undefined && snapshot === ofFingerprint.get(link.b)) snapshot.links.push(link);
  }
  return [...snapshots.values()];
}
