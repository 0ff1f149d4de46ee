import { AppError } from '@writethru/domain';

import { queryMaybeOne, queryRows, type Client, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { lockComponents } from './components.ts';
import { insertEvents } from './write-decision.ts';

const QUARANTINE = `
update article_identities
   set state = 'quarantined', quarantine_reason = $2, ended_at = clock_timestamp(), attempt_started_at = null,
       fingerprint_id = null
 where id = $1 and state in ('accepted', 'published')
returning provider, guid, version`;

// Versions of the same guid may have found their neighbour in the one that goes: they look again.
const REOPEN_NEIGHBOURS = `
with near as (
  (select id from article_identities
    where provider = $1 and guid = $2 and version < $3 and state = 'clustered' order by version desc limit 1)
  union all
  (select id from article_identities
    where provider = $1 and guid = $2 and version > $3 and state = 'clustered' order by version limit 1)
), mine as (
  select i.id from article_identities i join near on near.id = i.id order by i.id for no key update of i
)
update article_identities i
   set state = 'published', next_try_at = clock_timestamp(), ended_at = null, sweeps = 0
  from mine where i.id = mine.id`;

/**
 * Ends an article that can't be clustered: quarantined with its reason, its keys, links and root gone where no other
 * article has the same text. It was in no story yet, so no story changes. Answers false where it had ended already.
 * Throws AppError `unavailable` where the component moved meanwhile: try again.
 */
export async function quarantineArticle(pool: Pool, articleId: string, reason: string): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const found = await queryMaybeOne<{ fingerprint_id: number | null }>(
      client,
      'select fingerprint_id from article_identities where id = $1',
      [articleId],
    );
    const fingerprintId = found?.fingerprint_id ?? null;
    if (fingerprintId !== null && (await lockComponents(client, [fingerprintId])) === null) {
      throw new AppError('unavailable', 'The component moved while it was being locked.');
    }
    const ended = await queryMaybeOne<{ provider: string; guid: string; version: number }>(
      client,
      QUARANTINE,
      [articleId, reason],
    );
    if (ended === null) return false;
    if (fingerprintId !== null) await dropFingerprint(client, fingerprintId);
    await queryRows(client, REOPEN_NEIGHBOURS, [ended.provider, ended.guid, ended.version]);
    await insertEvents(client, [
      { type: 'article.quarantined', storyId: null, articleId, cause: 'ingest', payload: { reason } },
    ]);
    return true;
  });
}

/** Removes a fingerprint that no article uses any more. Locked first, so that no publish can take it up meanwhile. */
async function dropFingerprint(client: Client, fingerprintId: number): Promise<void> {
  await queryRows(
    client,
    `select 1 from fingerprints f join component_members m on m.fingerprint_id = f.id and m.day = f.day
      where m.fingerprint_id = $1 for update of f`,
    [fingerprintId],
  );
  const used = await queryMaybeOne(
    client,
    'select 1 from article_identities where fingerprint_id = $1 limit 1',
    [fingerprintId],
  );
  if (used !== null) return;
  await queryRows(
    client,
    `delete from fingerprints f using component_members m
      where m.fingerprint_id = $1 and f.id = m.fingerprint_id and f.day = m.day`,
    [fingerprintId],
  );
  await queryRows(client, 'delete from links where a = $1 or b = $1', [fingerprintId]);
  await queryRows(client, 'delete from component_members where fingerprint_id = $1', [fingerprintId]);
}
