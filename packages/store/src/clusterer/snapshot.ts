import type { Client } from '../pool.ts';
import { queryPrepared } from '../pool.ts';
import { readLeadFacts, type LeadFacts } from './lead-facts.ts';
import { FACTS, toFacts, type FingerprintFacts } from './search.ts';
import { readSnapshotArticles, type SnapshotArticle } from './snapshot-articles.ts';
import type { LinkRow } from './unite.ts';

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
  /** What hangs beside stories, as it is stored. */
  related: StoredRelation[];
  leadFacts: LeadFacts;
}

/** A story as it is stored. */
export interface SnapshotStory {
  leadArticleId: string | null;
  versionCount: number;
  /** Every version was under embargo. */
  isHidden: boolean;
}

export interface StoredRelation {
  articleId: string;
  toArticleId: string;
}

const INSERT_LINKS = `
insert into links (a, b, is_candidate, shared, a_lead_in_b, b_lead_in_a, shared_numbers, shared_headline_words)
select * from unnest($1::bigint[], $2::bigint[], $3::boolean[], $4::int[], $5::smallint[], $6::smallint[], $7::int[],
                     $8::smallint[])
    as n (a, b, is_candidate, shared, a_lead_in_b, b_lead_in_a, shared_numbers, shared_headline_words)
 order by 1, 2
on conflict do nothing`;

const READ_MEMBERS = `
select m.component_id, ${FACTS}
  from component_members m
  join fingerprints f on f.id = m.fingerprint_id and f.day = m.day
 where m.component_id = any ($1::bigint[]) and f.algorithm_version = $2`;

const READ_LINKS = `
select a, b, is_candidate, shared, a_lead_in_b, b_lead_in_a, shared_numbers, shared_headline_words from links
 where a = any ($1::bigint[]) and b = any ($1::bigint[])`;

const READ_CONSTRAINTS = `
select distinct e.id, e.kind, e.a_provider, e.a_guid, e.b_provider, e.b_guid
  from unnest($1::text[], $2::text[]) as n (provider, guid)
  join editor_constraints e on e.revoked_at is null
   and ((e.a_provider, e.a_guid) = (n.provider, n.guid) or (e.b_provider, e.b_guid) = (n.provider, n.guid))
 order by e.id`;

const READ_STORIES = `select id, lead_article_id, version_count, is_hidden from stories where id = any ($1::uuid[])`;

const READ_RELATED = `select article_id, to_article_id from related_articles where article_id = any ($1::uuid[])`;

type MemberRow = Parameters<typeof toFacts>[0] & { component_id: number };

/** Stores the new links, then reads all of the locked components, each in statements begun after the lock was had. */
export async function readSnapshot(
  client: Client,
  componentIds: readonly number[],
  input: { articleIds: readonly string[]; links: readonly LinkRow[]; fingerprintVersion: number },
): Promise<ComponentSnapshot[]> {
  await insertLinks(client, input.links);
  const members = await queryPrepared<MemberRow>(client, READ_MEMBERS, [
    componentIds,
    input.fingerprintVersion,
  ]);
  const fingerprintIds = members.map((row) => row.id);
  const articles = await readSnapshotArticles(client, fingerprintIds, input.articleIds);
  const links = fingerprintIds.length > componentIds.length ? await readLinks(client, fingerprintIds) : [];
  const shared = {
    constraints: await readConstraints(client, articles),
    stories: await readStories(client, articles),
    leadFacts: await readLeadFacts(client, articles),
  };
  const related = await readRelated(client, articles);
  return splitByComponent(members, { articles, links, related }, shared);
}

async function readStories(
  client: Client,
  articles: readonly SnapshotArticle[],
): Promise<ComponentSnapshot['stories']> {
  const ids = [...new Set(articles.flatMap((article) => article.placement?.storyId ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await queryPrepared<{
    id: string;
    lead_article_id: string | null;
    version_count: number;
    is_hidden: boolean;
  }>(client, READ_STORIES, [ids]);
  return new Map(
    rows.map((row) => [
      row.id,
      { leadArticleId: row.lead_article_id, versionCount: row.version_count, isHidden: row.is_hidden },
    ]),
  );
}

async function readRelated(client: Client, articles: readonly SnapshotArticle[]): Promise<StoredRelation[]> {
  const rows = await queryPrepared<{ article_id: string; to_article_id: string }>(client, READ_RELATED, [
    articles.map((article) => article.id),
  ]);
  return rows.map((row) => ({ articleId: row.article_id, toArticleId: row.to_article_id }));
}

async function insertLinks(client: Client, links: readonly LinkRow[]): Promise<void> {
  if (links.length === 0) return;
  await queryPrepared(client, INSERT_LINKS, [
    links.map((link) => link.a),
    links.map((link) => link.b),
    links.map((link) => link.isCandidate),
    links.map((link) => link.shared),
    links.map((link) => link.aLeadInB),
    links.map((link) => link.bLeadInA),
    links.map((link) => link.sharedNumbers),
    links.map((link) => link.sharedHeadlineWords),
  ]);
}

async function readLinks(client: Client, fingerprintIds: readonly number[]): Promise<LinkRow[]> {
  const rows = await queryPrepared<{
    a: number;
    b: number;
    is_candidate: boolean;
    shared: number;
    a_lead_in_b: number;
    b_lead_in_a: number;
    shared_numbers: number;
    shared_headline_words: number;
  }>(client, READ_LINKS, [fingerprintIds]);
  return rows.map((row) => ({
    a: row.a,
    b: row.b,
    isCandidate: row.is_candidate,
    shared: row.shared,
    aLeadInB: row.a_lead_in_b,
    bLeadInA: row.b_lead_in_a,
    sharedNumbers: row.shared_numbers,
    sharedHeadlineWords: row.shared_headline_words,
  }));
}

async function readConstraints(
  client: Client,
  articles: readonly SnapshotArticle[],
): Promise<ComponentSnapshot['constraints']> {
  const rows = await queryPrepared<{
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

function splitByComponent(
  members: readonly MemberRow[],
  rows: {
    articles: readonly SnapshotArticle[];
    links: readonly LinkRow[];
    related: readonly StoredRelation[];
  },
  shared: Pick<ComponentSnapshot, 'constraints' | 'stories' | 'leadFacts'>,
): ComponentSnapshot[] {
  const snapshots = new Map<number, ComponentSnapshot>();
  const ofFingerprint = new Map<number, ComponentSnapshot>();
  for (const row of members) {
    let snapshot = snapshots.get(row.component_id);
    if (snapshot === undefined) {
      const empty = { fingerprints: [], articles: [], links: [], related: [] };
      snapshot = { componentId: row.component_id, ...empty, ...shared };
      snapshots.set(row.component_id, snapshot);
    }
    snapshot.fingerprints.push(toFacts(row));
    ofFingerprint.set(row.id, snapshot);
  }
  const ofArticle = new Map<string, ComponentSnapshot>();
  for (const article of rows.articles) {
    const snapshot = ofFingerprint.get(article.fingerprintId);
    if (snapshot === undefined) continue;
    snapshot.articles.push(article);
    ofArticle.set(article.id, snapshot);
  }
  for (const link of rows.links) {
    const snapshot = ofFingerprint.get(link.a);
    if (snapshot !== undefined && snapshot === ofFingerprint.get(link.b)) snapshot.links.push(link);
  }
  for (const relation of rows.related) ofArticle.get(relation.articleId)?.related.push(relation);
  return [...snapshots.values()];
}
