import { describe, expect, test } from '@jest/globals';
import {
  advanceActions,
  expireTexts,
  getActiveAlgorithm,
  refingerprintComponents,
  startBulkAction,
  suspectArticles,
} from '@writethru/store';

import { prepareArticle } from '../../services/clusterer/src/prepare.ts';
import { processBatch } from '../../services/clusterer/src/process-batch.ts';
import {
  CANARY,
  ITEM,
  EDITOR,
  accept,
  acceptCanary,
  makeBody,
  readState,
  cluster,
  quarantine,
  hold,
  erase,
  find,
  countFilled,
  begin,
  eraseUpToCommit,
  room,
  useEraseRoom,
} from '../support/erase-room.ts';
import { countLockWaits } from '../support/lock-waits.ts';
import { makeNearDuplicate } from '../support/made-text.ts';
import { until } from '../support/until.ts';

/** Who has read of an item before it is erased holds still until it is, and then writes what he has. */
useEraseRoom();

describe('a clusterer that outlived its lease', () => {
  test('publishes nothing of an item that another has clustered and that was erased', async () => {
    const id = await acceptCanary();
    const slow = await hold(id, 'after_claim');
    await cluster(id);
    await erase();
    await slow.release();
    expect(await find()).toEqual([]);
    expect(await countFilled()).toBe(0);
  });

  test('publishes nothing of an item that another has quarantined and that was erased', async () => {
    const id = await acceptCanary();
    const slow = await hold(id, 'after_claim');
    await quarantine(id);
    await erase();
    await slow.release();
    expect(await find()).toEqual([]);
    expect(await countFilled()).toBe(0);
  });

  test('publishes nothing of an item that was erased in quarantine, and released from there', async () => {
    const id = await acceptCanary();
    const slow = await hold(id, 'after_claim');
    await quarantine(id);
    await erase();
    await startBulkAction(room.pool, { ...EDITOR, kind: 'release', filter: { articleId: id }, expected: 1 });
    while (await advanceActions(room.pool, 10));
    await slow.release();
    expect(await find()).toEqual([]);
    expect(await countFilled()).toBe(0);
    await cluster(id);
  });

  test('keeps no failure that quotes an item that was erased', async () => {
    const id = await acceptCanary();
    await suspectArticles(room.pool, [id], 0);
    const slow = await hold(id, 'after_publish', new Error(`Can not read ${CANARY}`));
    await cluster(id);
    const erasing = await eraseUpToCommit();
    const releasing = slow.release();
    const isOver = begin(releasing);
    await until(async () => isOver() || (await countLockWaits(room.pool)) === 2);
    await erasing.commit();
    await releasing;
    expect(await find()).toEqual([]);
    const { rows } = await room.pool.query('select reason from article_failures');
    expect(rows).toEqual([{ reason: 'Erased.' }]);
  });

  test('hangs no alert under an item that was erased', async () => {
    const id = await acceptCanary();
    await cluster(id);
    const alert = await accept(
      { provider: 'herald', guid: 'alert' },
      { headline: 'Vanterpool pays Quillonby', body: '' },
    );
    const slow = await hold(alert, 'after_search');
    await erase();
    await slow.release();
    await cluster(alert);
    const { rows } = await room.pool.query('select * from alert_matches');
    expect(rows).toEqual([]);
  });
});

test('an item that is released while it is erased is published without its text', async () => {
  const id = await acceptCanary();
  // Before it was published for the first time, so that nothing of it is there to be removed.
  await suspectArticles(room.pool, [id], 0);
  await processBatch({ ...room.deps, maxAttempts: 0 }, [id]);
  expect(await readState(id)).toBe('quarantined');
  // The erasure has seen the quarantine, and waits for the search index; then again, when it has removed what was read.
  const index = await room.strangers.enter('begin; select pg_advisory_xact_lock(7203115006)');
  await room.strangers.enter('begin; lock table idempotent_requests in share mode');
  const erasing = erase();
  await until(async () => (await countLockWaits(room.pool)) === 1);
  await startBulkAction(room.pool, { ...EDITOR, kind: 'release', filter: { articleId: id }, expected: 1 });
  const releasing = advanceActions(room.pool, 10);
  const isReleased = begin(releasing);
  await until(async () => isReleased() || (await countLockWaits(room.pool)) === 2);
  await index.query('rollback');
  if (isReleased()) {
    await until(async () => (await countLockWaits(room.pool)) === 1);
    await cluster(id);
  }
  await room.strangers.leave();
  await Promise.all([erasing, releasing]);
  await cluster(id);
  expect(await find()).toEqual([]);
  expect(await countFilled()).toBe(0);
});

describe('a replay', () => {
  /** Makes it so that all texts were read by an older version. */
  async function age(): Promise<void> {
    await room.pool.query('update fingerprints set algorithm_version = 0');
    await room.pool.query('update components set algorithm_version = 0');
  }

  /** Reads texts anew, and does something else when they are read and this table is about to be written. */
  async function refingerprint(
    how: 'beside' | 'instead',
    table: string,
    meanwhile: () => Promise<unknown>,
  ): Promise<void> {
    const algorithm = await getActiveAlgorithm(room.pool);
    const { rows } = await room.pool.query<{ id: number }>(
      'select id from fingerprints where algorithm_version = 0',
    );
    await room.strangers.enter(`begin; lock table ${table} in share mode`);
    const reading = refingerprintComponents(
      room.pool,
      rows.map(({ id }) => id),
      algorithm,
      (article) => prepareArticle(article, room.deps.seed),
      how,
    );
    await until(async () => (await countLockWaits(room.pool)) === 1);
    await meanwhile();
    await room.strangers.leave();
    await reading;
  }

  test('takes no text up again that was erased after it was read', async () => {
    const id = await acceptCanary();
    await cluster(id);
    await age();
    await refingerprint('instead', 'components', erase);
    expect(await find()).toEqual([]);
    expect(await countFilled()).toBe(0);
  });

  test('takes no text of an alert up again that was erased after it was read', async () => {
    const id = await accept(ITEM, { headline: 'Vanterpool pays', body: '' });
    await cluster(id);
    await age();
    await refingerprint('instead', 'components', erase);
    expect(await find()).toEqual([]);
  });

  test.each(['components', 'article_traits'])(
    'takes no text up again that expired after it was read, and before %s were written',
    async (table) => {
      const id = await acceptCanary();
      await cluster(id);
      await age();
      await room.pool.query(`update providers set retention_days = 1 where provider = 'wire'`);
      await room.pool.query(`update article_identities set received_at = received_at - interval '2 days'`);
      let expiring: Promise<unknown> = Promise.resolve();
      await refingerprint('instead', table, async () => {
        expiring = expireTexts(room.pool, 10);
        const isOver = begin(expiring);
        await until(async () => isOver() || (await countLockWaits(room.pool)) === 2);
      });
      await expiring;
      expect(await countFilled()).toBe(0);
    },
  );

  test('leaves nothing beside the fingerprint of a text that is erased', async () => {
    const id = await acceptCanary();
    await cluster(id);
    await age();
    await refingerprint('beside', 'components', () => Promise.resolve());
    expect(await countFilled()).toBe(2);
    await erase();
    expect(await countFilled()).toBe(0);
  });
});

test('where the last text of a component is erased, those that had expired leave nothing in it', async () => {
  const body = makeBody();
  const expired = await accept({ provider: 'herald', guid: 'h' }, { body });
  await cluster(expired);
  const id = await accept(ITEM, { body: `${makeNearDuplicate(body, 1)}\n${CANARY}` });
  await cluster(id);
  await room.pool.query(`insert into providers (provider, retention_days) values ('herald', 1)`);
  await room.pool.query(`update article_identities set received_at = received_at - interval '2 days'`);
  await expireTexts(room.pool, 10);
  expect(await countFilled()).toBe(2);
  await erase();
  expect(await countFilled()).toBe(0);
});
