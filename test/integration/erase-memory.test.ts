import { describe, expect, test } from '@jest/globals';
import { AppError } from '@writethru/domain';
import { advanceActions, makeIdempotencyStore, startBulkAction, takeOpsSample } from '@writethru/store';

import { reuniteDue } from '../../services/clusterer/src/reunite.ts';
import { makeRefusalLog } from '../../services/intake/src/refusal-log.ts';
import {
  CANARY,
  ITEM,
  EDITOR,
  accept,
  acceptCanary,
  makeBody,
  cluster,
  quarantine,
  erase,
  find,
  begin,
  eraseUpToCommit,
  room,
  useEraseRoom,
} from '../support/erase-room.ts';
import { countLockWaits } from '../support/lock-waits.ts';
import { makeNearDuplicate } from '../support/made-text.ts';
import { until } from '../support/until.ts';

/** What is in memory while an item is erased, and what is on record of it elsewhere. */
useEraseRoom();

describe('what a service has in memory', () => {
  const asked = { keyId: 'k', idempotencyKey: 'once', requestHash: Buffer.from('asked') };

  test('no answer is kept that quotes an item that was erased while it was made', async () => {
    const id = await acceptCanary();
    await cluster(id);
    const answers = makeIdempotencyStore(room.pool);
    expect(await answers.start(asked)).toEqual({ kind: 'new' });
    await erase();
    await answers.finish(asked, { body: JSON.stringify({ articleId: id, quote: CANARY }) });
    expect(await find()).toEqual([]);
    // As after an erasure of what was kept: who asks again is answered anew.
    expect(await answers.start(asked)).toEqual({ kind: 'new' });
  });

  test('nor one that is kept while the erasure commits', async () => {
    const id = await acceptCanary();
    await cluster(id);
    const answers = makeIdempotencyStore(room.pool);
    await answers.start(asked);
    const erasing = await eraseUpToCommit();
    const keeping = answers.finish(asked, { body: JSON.stringify({ articleId: id, quote: CANARY }) });
    const isKept = begin(keeping);
    await until(async () => isKept() || (await countLockWaits(room.pool)) === 2);
    await erasing.commit();
    await keeping;
    expect(await find()).toEqual([]);
  });

  test('other answers are kept', async () => {
    const id = await acceptCanary();
    await cluster(id);
    const answers = makeIdempotencyStore(room.pool);
    await answers.start(asked);
    await answers.finish(asked, { body: JSON.stringify({ articleId: id }) });
    expect(await answers.start(asked)).toMatchObject({ kind: 'answered' });
    const erasing = { ...asked, idempotencyKey: 'erase' };
    await answers.start(erasing);
    await answers.finish(erasing, { body: JSON.stringify(await erase()) });
    expect(await answers.start(erasing)).toMatchObject({ kind: 'answered' });
  });

  test('no refusal is kept that names an item that was erased before it was written', async () => {
    const id = await acceptCanary();
    await cluster(id);
    const fault = { pointer: '/body', detail: `is not what ${CANARY} says` };
    const erasing = await eraseUpToCommit();
    const refusals = makeRefusalLog(room.pool);
    refusals.note(ITEM, new AppError('invalid_input', 'Not acceptable.', { faults: [fault] }));
    refusals.note({ provider: 'wire', guid: 'other' }, new AppError('malformed', 'No article.'));
    const count = async (): Promise<number> =>
      (await room.pool.query('select 1 from intake_refusals')).rows.length;
    await until(async () => (await count()) === 2 || (await countLockWaits(room.pool)) === 2);
    await erasing.commit();
    await until(async () => (await count()) === 2);
    expect(await find()).toEqual([]);
    const { rows } = await room.pool.query('select guid, code, detail from intake_refusals order by id');
    expect(rows).toEqual([
      { guid: null, code: 'invalid_input', detail: 'Erased.' },
      { guid: 'other', code: 'malformed', detail: 'No article.' },
    ]);
  });
});

describe('what ops keeps', () => {
  const REASON = 'Can not read what Zebedee Vanterpool says.';
  const QUEUE = { kind: 'postgres', counts: {}, redis: null } as const;

  test('no sample has the reason for which an erased item failed', async () => {
    const id = await acceptCanary();
    await quarantine(id, REASON);
    await takeOpsSample(room.pool, QUEUE);
    await erase();
    expect(await find()).toEqual([]);
  });

  test('no act on all that failed for a reason quotes it, where only erased items failed for it', async () => {
    const id = await acceptCanary();
    await quarantine(id, REASON);
    const filter = { reason: REASON };
    await startBulkAction(room.pool, { ...EDITOR, kind: 'discard', filter, expected: 1 });
    while (await advanceActions(room.pool, 10));
    const other = await accept({ provider: 'herald', guid: 'h' }, { body: makeBody() });
    await quarantine(other, 'A fault of ours.');
    await startBulkAction(room.pool, {
      ...EDITOR,
      kind: 'discard',
      filter: { reason: 'A fault of ours.' },
      expected: 1,
    });
    await erase();
    expect(await find()).toEqual([]);
    const { rows } = await room.pool.query(
      `select filter ->> 'reason' as reason from ops_actions order by id`,
    );
    expect(rows).toEqual([{ reason: 'Erased.' }, { reason: 'A fault of ours.' }]);
  });
});

test('no word by which others differ from an erased item stays with them, also when they are decided anew', async () => {
  const body = makeBody();
  await cluster(await accept(ITEM, { body: `${body}\n${CANARY}` }));
  const publishedAt = '2026-03-02T11:00:00.000Z';
  await cluster(
    await accept({ provider: 'herald', guid: 'h' }, { body: makeNearDuplicate(body, 2), publishedAt }),
  );
  await cluster(
    await accept(
      { provider: 'wire', guid: 'w' },
      { body, publishedAt, altIds: [{ role: 'r', value: ITEM.guid }] },
    ),
  );
  const { rows } = await room.pool.query(
    `select evidence::text from versions where evidence::text like '%anterpool%'`,
  );
  expect(rows.length).toBeGreaterThan(0);
  await erase();
  // What names the item is another's own: its text, and what is made of that.
  const others = (await find()).filter((row) => !/^public\.(articles|article_link_keys)/.test(row));
  expect(others).toEqual([]);
  await reuniteDue({ ...room.deps, leadPolicy: 'latest_full' });
  expect((await room.pool.query('select 1 from reunite_requests')).rows).toEqual([]);
  expect((await find()).filter((row) => !/^public\.(articles|article_link_keys)/.test(row))).toEqual([]);
});
