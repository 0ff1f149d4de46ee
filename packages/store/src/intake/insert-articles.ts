import { BACKFILL_AGE_MS, type Submission } from '@writethru/domain';

import type { Client } from '../pool.ts';
import { queryPrepared } from '../pool.ts';

/** An article that is held from now on. */
export interface NewArticle {
  articleId: string;
  version: number;
  contentHash: string;
  submission: Submission;
  receivedAt: Date;
}

const INSERT_IDENTITIES = `
insert into article_identities (id, provider, guid, version, content_hash, version_created, effective_at, received_at,
                                is_backfill, feed, next_try_at)
select n.id, n.provider, n.guid, n.version, decode(n.content_hash, 'hex'), n.version_created, n.effective_at,
       n.received_at, n.is_backfill, n.feed, clock_timestamp() + make_interval(secs => $2)
  from jsonb_to_recordset($1::jsonb)
    as n (id uuid, provider text, guid text, version bigint, content_hash text, version_created timestamptz,
          effective_at timestamptz, received_at timestamptz, is_backfill boolean, feed text)
 order by n.provider, n.guid, n.version`;

const INSERT_ARTICLES = `
insert into articles (id, effective_at, headline, body, published_at, language, url, byline, dateline, slugline, ed_note,
                      urgency, pub_status, embargoed_until, expires, signals, alt_ids, story_key, source, subjects,
                      associations, extra)
select n.id, n.effective_at, n.headline, n.body, n."publishedAt", n.language, n.url, n.byline, n.dateline, n.slugline,
       n."edNote", n.urgency, coalesce(n."pubStatus", 'usable'), n."embargoedUntil", n.expires, n.signals, n."altIds",
       n."storyKey", n.source, n.subjects, n.associations, n.extra
  from jsonb_to_recordset($1::jsonb)
    as n (id uuid, effective_at timestamptz, headline text, body text, "publishedAt" timestamptz, language text,
          url text, byline text, dateline text, slugline text, "edNote" text, urgency smallint, "pubStatus" text,
          "embargoedUntil" timestamptz, expires timestamptz, signals jsonb, "altIds" jsonb, "storyKey" text,
          source text, subjects jsonb, associations jsonb, extra jsonb)
 order by n.id`;

// The highest version of a guid stands. The chains are locked, so no older one can overwrite it.
const UPDATE_STANDING = `
update chains c
   set standing_version = n.version, standing_pub_status = n.pub_status, standing_embargoed_until = n.embargoed_until
  from (select distinct on (r.provider, r.guid) r.provider, r.guid, r.version,
               coalesce(r.pub_status, 'usable') as pub_status, r.embargoed_until
          from jsonb_to_recordset($1::jsonb)
            as r (provider text, guid text, version bigint, pub_status text, embargoed_until timestamptz)
         order by r.provider, r.guid, r.version desc) n
 where (c.provider, c.guid) = (n.provider, n.guid)
   and (c.standing_version is null or c.standing_version < n.version)`;

/** Inserts articles as accepted, in three statements. The chain of each must be locked. `graceMs`: see AcceptOptions. */
export async function insertArticles(
  client: Client,
  articles: readonly NewArticle[],
  graceMs: number,
): Promise<void> {
  if (articles.length === 0) return;
  const identities = articles.map(toIdentity);
  // Texts are long, so they are sent once, to the one statement that stores them.
  const contents = articles.map(({ submission }, at) => {
    const { id, effective_at } = identities[at]!;
    return { ...submission.content, id, effective_at };
  });
  const json = JSON.stringify(identities);
  await queryPrepared(client, INSERT_IDENTITIES, [json, graceMs / 1000]);
  await queryPrepared(client, INSERT_ARTICLES, [JSON.stringify(contents)]);
  await queryPrepared(client, UPDATE_STANDING, [json]);
}

/** Lets the newest version of each guid stand. The chain of each must be locked. */
export async function updateStanding(client: Client, articles: readonly NewArticle[]): Promise<void> {
  if (articles.length > 0)
    await queryPrepared(client, UPDATE_STANDING, [JSON.stringify(articles.map(toIdentity))]);
}

function toIdentity({ articleId, version, contentHash, submission, receivedAt }: NewArticle) {
  const { provider, guid, content, versionCreated } = submission;
  const effectiveAt = content.publishedAt ?? receivedAt.toISOString();
  return {
    id: articleId,
    provider,
    guid,
    version,
    content_hash: contentHash,
    version_created: versionCreated ?? null,
    effective_at: effectiveAt,
    received_at: receivedAt.toISOString(),
    is_backfill: receivedAt.getTime() - Date.parse(effectiveAt) > BACKFILL_AGE_MS,
    feed: content.feed,
    pub_status: content.pubStatus,
    embargoed_until: content.embargoedUntil,
  };
}
