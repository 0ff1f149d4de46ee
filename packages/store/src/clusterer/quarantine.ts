import { ALGORITHM } from '@writethru/domain';

import { queryMaybeOne, queryRows, type Client, type Pool } from '../pool.ts';
import { dropHead } from './article-heads.ts';
import { dropWhereEmpty } from './components.ts';
import { dropFingerprint } from './drop-fingerprint.ts';
import { readSnapshot } from './snapshot.ts';
import { underComponentLocks } from './under-locks.ts';
import type { Decide } from './unite.ts';
import { insertEvents, writeDecision } from './write-decision.ts';

const READ_FINGERPRINT = `select fingerprint_id from article_identities where id = $1`;

const QUARANTINE = `
update article_identities
   set state = 'quarantined', quarantine_reason = $2, ended_at = clock_timestamp(), attempt_started_at = null,
       fingerprint_id = null
 where id = $1 and state in ('accepted', 'published')
returning provider, guid, version`;

const DROP_VERSION = `delete from versions where article_id = $1 returning story_id`;

const EMPTY_STORY = `
update stories s
   set version_count = 0, lead_article_id = null, providers = '{}', updated_at = clock_timestamp()
 where s.id = $1 and s.merged_into is null and not exists (select 1 from versions v where v.story_id = s.id)
returning s.id`;

// Versions of the same guid may have found their neighbour in the one that goes: their component is decided again.
const REVISIT_NEIGHBOURS = `
insert into reunite_requests (article_id, cause, due_at)
select id, 'neighbour', timestamptz 'epoch' from (
  (select id from article_identities
    where provider = $1 and guid = $2 and version < $3 and state = 'clustered' order by version desc limit 1)
  union all
  (select id from article_identities
    where provider = $1 and guid = $2 and version > $3 and state = 'clustered' order by version limit 1)
) near`;

/**
 * Ends an article that can't be clustered: quarantined with its reason, its keys, links and root gone where no other
 * article has the same text. What it had been part of is decided anew without it, by `decide`. Answers false where it
 * had ended already. Throws AppError as `uniteArticles` does.
 */
export async function quarantineArticle(
  pool: Pool,
  articleId: string,
  reason: string,
  decide: Decide,
): Promise<boolean> {
  for (;;) {
    try {
      const fingerprintId = await readFingerprintId(pool, articleId);
      const touched = fingerprintId === null ? [] : [fingerprintId];
      const { result } = await underComponentLocks(pool, touched, async (client, componentOf) => {
        if ((await readFingerprintId(client, articleId)) !== fingerprintId) throw new Republished();
        const componentId = fingerprintId === null ? undefined : componentOf.get(fingerprintId);
        return quarantineLocked(client, { articleId, reason, fingerprintId, componentId }, decide);
      });
      return result;
    } catch (error) {
      if (!(error instanceof Republished)) throw error;
    }
  }
}

/** It was published, by whoever held it before, between the look at it and the lock. */
class Republished extends Error {}

async function readFingerprintId(db: Client | Pool, articleId: string): Promise<number | null> {
  const row = await queryMaybeOne<{ fingerprint_id: number | null }>(db, READ_FINGERPRINT, [articleId]);
  return row?.fingerprint_id ?? null;
}

async function quarantineLocked(
  client: Client,
  article: {
    articleId: string;
    reason: string;
    fingerprintId: number | null;
    componentId: number | undefined;
  },
  decide: Decide,
): Promise<boolean> {
  const { articleId, reason, fingerprintId, componentId } = article;
  const ended = await queryMaybeOne<{ provider: string; guid: string; version: number }>(client, QUARANTINE, [
    articleId,
    reason,
  ]);
  if (ended === null) return false;
  const placed = await queryMaybeOne<{ story_id: string }>(client, DROP_VERSION, [articleId]);
  if (fingerprintId !== null) await dropFingerprint(client, fingerprintId);
  await dropHead(client, articleId);
  if (placed !== null && componentId !== undefined) {
    await decideAnew(client, componentId, placed.story_id, decide);
  }
  if (componentId !== undefined) await dropWhereEmpty(client, componentId);
  await queryRows(client, REVISIT_NEIGHBOURS, [ended.provider, ended.guid, ended.version]);
  await insertEvents(client, [
    {
      type: 'article.quarantined',
      storyId: placed?.story_id ?? null,
      articleId,
      cause: 'ingest',
      payload: { reason },
    },
  ]);
  return true;
}

async function decideAnew(
  client: Client,
  componentId: number,
  storyId: string,
  decide: Decide,
): Promise<void> {
  const input = { articleIds: [], links: [], fingerprintVersion: ALGORITHM.id };
  const snapshots = await readSnapshot(client, [componentId], input);
  await writeDecision(
    client,
    snapshots.map((snapshot) => ({ rows: decide(snapshot) })),
    [],
  );
  const emptied = await queryMaybeOne(client, EMPTY_STORY, [storyId]);
  if (emptied === null) return;
  const payload = { leadArticleId: null, versionCount: 0, providers: [], joined: [], left: [] };
  await insertEvents(client, [{ type: 'story.updated', storyId, articleId: null, cause: 'ingest', payload }]);
}
