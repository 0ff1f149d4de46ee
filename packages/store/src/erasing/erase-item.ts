import { AppError } from '@writethru/domain';

import { makeLeftDue } from '../archive/left-articles.ts';
import { requestReunite } from '../clusterer/reunite-requests.ts';
import { underComponentLocks } from '../clusterer/under-locks.ts';
import { insertEvents } from '../clusterer/write-decision.ts';
import { insertAction, lockEdits, type Editor } from '../editing/record-edit.ts';
import { queryMaybeOne, queryRows, type Client, type Db, type Pool } from '../pool.ts';
import { lockStoryTexts } from '../search/story-texts.ts';
import { dropText } from './drop-text.ts';
import { emptyComponents } from './empty-components.ts';
import { emptyFingerprints } from './empty-fingerprints.ts';
import { erasedGuidOf, hashItemKey } from './erased-key.ts';
import { freezeItem } from './freeze.ts';
import { beginErasing } from './hold-off.ts';
import { scrubItem } from './scrub-item.ts';

/** An erasure, on record. */
export interface Erasure {
  actionId: string;
  /** All versions of the guid. */
  articleIds: string[];
  /** The stories that they are in, and stay in. */
  storyIds: string[];
  /** Whether it had been erased before: then nothing was done. */
  isRepeat: boolean;
}

interface Item {
  provider: string;
  guid: string;
}

interface ItemRow {
  id: string;
  state: string;
  fingerprint_id: number | null;
  story_id: string | null;
  is_announced: boolean | null;
}

const READ_ITEM = `
select i.id, i.state, i.fingerprint_id, v.story_id, v.is_announced
  from article_identities i left join versions v on v.article_id = i.id
 where i.provider = $1 and i.guid = $2
 order by i.version`;

// A kill has no text: its content is that of every other kill.
const KEEP_CONTENTS = `
insert into erased_contents (provider, content_hash)
select distinct i.provider, i.content_hash
  from article_identities i join articles a on a.id = i.id and a.effective_at = i.effective_at
 where i.provider = $1 and i.guid = $2 and coalesce(a.headline, a.body) is not null
 order by 1, 2
on conflict do nothing`;

/** The item that an article is a version of; null where there is no such article. */
export async function findItemOf(db: Db, articleId: string): Promise<Item | null> {
  return queryMaybeOne<Item>(db, 'select provider, guid from article_identities where id = $1', [articleId]);
}

/**
 * Erases all versions of an item: texts, what was read out of them, and the guid are gone when this returns; hashes of
 * the key and of the contents stay, so that intake refuses it for ever. The articles stay where they are in their
 * stories, and the clusterer elects new leads.
 * Throws AppError: `not_found`; `unavailable` while a version is still being clustered.
 */
export async function eraseItem(pool: Pool, item: Item, editor: Editor): Promise<Erasure> {
  const keyHash = hashItemKey(item.provider, item.guid);
  const erased = await findErasure(pool, item.provider, keyHash);
  if (erased !== null) return erased;
  await makeLeftDue(pool, item);
  for (;;) {
    const before = await readItem(pool, item);
    const touched = before.flatMap((row) => row.fingerprint_id ?? []);
    const { result } = await underComponentLocks(pool, touched, (client) =>
      eraseLocked(client, { item, keyHash, before, editor }),
    );
    if (result !== null) return result;
  }
}

async function readItem(db: Db, { provider, guid }: Item): Promise<ItemRow[]> {
  const rows = await queryRows<ItemRow>(db, READ_ITEM, [provider, guid]);
  if (rows.length === 0) throw new AppError('not_found', 'There is no article of that provider and guid.');
  if (rows.some(({ state }) => state === 'accepted' || state === 'published'))
    throw new AppError('unavailable', 'A version is still being clustered. Ask again in a moment.');
  return rows;
}

/** Null where versions came or moved between the look at them and the locks. */
async function eraseLocked(
  client: Client,
  input: { item: Item; keyHash: Buffer; before: readonly ItemRow[]; editor: Editor },
): Promise<Erasure | null> {
  const { item, keyHash, before, editor } = input;
  // With the chain's lock no version comes in; with that of edits no constraint.
  await queryRows(client, 'select 1 from chains where provider = $1 and guid = $2 for update', [
    item.provider,
    item.guid,
  ]);
  await lockEdits(client);
  // Whoever does what operators asked for holds the action when he comes to its articles.
  await queryRows(client, `select 1 from ops_actions where state = 'running' order by id for no key update`);
  // With those of the versions nobody publishes one, releases one from quarantine, or hangs an alert under it.
  await queryRows(
    client,
    'select 1 from article_identities where provider = $1 and guid = $2 order by id for update',
    [item.provider, item.guid],
  );
  const rows = await readItem(client, item);
  if (JSON.stringify(rows) !== JSON.stringify(before)) return null;
  // Before any row that retention writes, since it has this lock first.
  await lockStoryTexts(client);
  const articleIds = rows.map(({ id }) => id);
  const storyIds = [...new Set(rows.flatMap((row) => row.story_id ?? []))];
  const actionId = await insertAction(
    client,
    { ...editor, kind: 'erase', storyId: storyIds[0] ?? null },
    { articleIds },
  );
  await freezeItem(client, item, editor, actionId);
  await queryRows(client, KEEP_CONTENTS, [item.provider, item.guid]);
  await queryRows(client, 'insert into erasures (key_hash, provider, action_id) values ($1, $2, $3)', [
    keyHash,
    item.provider,
    actionId,
  ]);
  const published = rows.flatMap(({ id, fingerprint_id: fingerprintId }) =>
    fingerprintId === null ? [] : [{ id, fingerprintId }],
  );
  await emptyFingerprints(client, published);
  await dropText(client, articleIds, 'erased');
  await emptyComponents(client, articleIds);
  await beginErasing(client);
  await scrubItem(client, { ...item, articleIds }, erasedGuidOf(keyHash));
  for (const { id } of published) await requestReunite(client, { articleId: id, cause: 'editor', actionId });
  await insertEvents(
    client,
    rows
      .filter((row) => row.is_announced === true)
      .map((row) => ({
        type: 'article.erased',
        storyId: row.story_id,
        articleId: row.id,
        cause: 'editor',
        payload: { action: { id: actionId, kind: 'erase' } },
      })),
  );
  return { actionId, articleIds, storyIds, isRepeat: false };
}

async function findErasure(db: Db, provider: string, keyHash: Buffer): Promise<Erasure | null> {
  const held = await queryMaybeOne<{ action_id: string }>(
    db,
    'select action_id from erasures where key_hash = $1',
    [keyHash],
  );
  if (held === null) return null;
  const rows = await queryRows<ItemRow>(db, READ_ITEM, [provider, erasedGuidOf(keyHash)]);
  return {
    actionId: held.action_id,
    articleIds: rows.map(({ id }) => id),
    storyIds: [...new Set(rows.flatMap((row) => row.story_id ?? []))],
    isRepeat: true,
  };
}
