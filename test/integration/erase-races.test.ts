import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AppError } from '@writethru/domain';
import { readShingleSeed } from '@writethru/fingerprint';
import {
  acceptSubmissions,
  advanceActions,
  eraseItem,
  expireTexts,
  getActiveAlgorithm,
  makeIdempotencyStore,
  openPool,
  refingerprintComponents,
  startBulkAction,
  suspectArticles,
  takeOpsSample,
  type Pool,
} from '@writethru/store';
import { hashContent } from '@writethru/wire';

import { prepareArticle } from '../../services/clusterer/src/prepare.ts';
import {
  processBatch,
  type BatchDeps,
  type ClustererPoint,
} from '../../services/clusterer/src/process-batch.ts';
import { reuniteDue } from '../../services/clusterer/src/reunite.ts';
import { makeRefusalLog } from '../../services/intake/src/refusal-log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { findCanaries } from '../support/find-canaries.ts';
import { countLockWaits } from '../support/lock-waits.ts';
import { makeNearDuplicate, makeText } from '../support/made-text.ts';
import { Strangers } from '../support/strangers.ts';
import { until } from '../support/until.ts';

/** Who has read of an item before it is erased holds still until it is, and then writes what he has. */
const CANARIES = /vanterpool|zebedee|quillonby|98712398712398/i;
const CANARY = 'Zebedee Vanterpool paid 98712398712398 crowns to Quillonby on Tuesday.';
const GUID = 'https://wire.example/vanterpool';
const ITEM = { provider: 'wire', guid: GUID };
const EDITOR = { keyId: 'k', actor: 'an operator', reason: 'a court' };

let database: TestDatabase;
let pool: Pool;
let strangers: Strangers;
let deps: BatchDeps;
let texts = 1;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url, { maxConnections: 10, applicationName: 'test', onIdleError: () => {} });
  strangers = new Strangers(database.url);
  deps = {
    pool,
    seed: readShingleSeed((await getActiveAlgorithm(pool)).seed),
    log: { warn: () => {}, error: () => {} },
    maxAttempts: 3,
    leaseMs: 0,
  };
});
beforeEach(() => pool.query(`insert into providers (provider, has_trusted_keys) values ('wire', true)`));
afterEach(async () => {
  await strangers.leave();
  await pool.query(
    `truncate chains, article_identities, articles, fingerprints, links, components, component_members, stories, versions,
       events, reunite_requests, article_traits, article_link_keys, article_sluglines, article_heads, alert_matches,
       article_failures, intake_refusals, idempotent_requests, erasures, erased_contents, editor_actions,
       editor_constraints, editor_pins, providers, ops_snapshot, ops_actions, ops_action_items cascade`,
  );
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const makeBody = (): string => makeText(90_000 + texts++, 80);

async function accept(
  { provider, guid }: { provider: string; guid: string },
  content: Record<string, unknown>,
): Promise<string> {
  const sent = { publishedAt: '2026-03-02T10:00:00.000Z', ...content };
  const submission = { provider, guid, version: 0, content: sent };
  const [result] = await acceptSubmissions(pool, [{ submission, contentHash: hashContent(sent) }]);
  if (result?.kind !== 'accepted') throw new Error(JSON.stringify(result));
  return result.articleId;
}

const acceptCanary = (): Promise<string> =>
  accept(ITEM, {
    headline: 'Vanterpool pays Quillonby',
    body: `${makeBody()}\n${CANARY}`,
    slugline: 'QUILLONBY-SLUG',
    altIds: [{ role: 'quillonby', value: 'quillonby-alt' }],
  });

async function readState(id: string): Promise<string> {
  const { rows } = await pool.query<{ state: string }>('select state from article_identities where id = $1', [
    id,
  ]);
  return rows[0]!.state;
}

/** Clusters articles, also such as another holds. */
async function cluster(...ids: string[]): Promise<void> {
  await until(async () => {
    await processBatch(deps, ids);
    const states = await Promise.all(ids.map(readState));
    return states.every((state) => state === 'clustered');
  });
}

async function quarantine(id: string, reason = 'poison'): Promise<void> {
  const observe = async (point: ClustererPoint): Promise<void> => {
    if (point === 'after_publish') throw new Error(reason);
  };
  await until(async () => {
    await processBatch({ ...deps, observe }, [id]);
    return (await readState(id)) === 'quarantined';
  });
}

/** Begins with an article and holds still at a point, once; then it goes on, or fails. */
async function hold(
  id: string,
  at: ClustererPoint,
  failure?: Error,
): Promise<{ release: () => Promise<void> }> {
  let isThere = false;
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  const observe = async (point: ClustererPoint): Promise<void> => {
    if (point !== at || isThere) return;
    isThere = true;
    await gate;
    if (failure !== undefined) throw failure;
  };
  const ended = processBatch({ ...deps, observe }, [id]).catch(() => {});
  await until(() => isThere);
  return {
    async release() {
      open();
      await ended;
    },
  };
}

const erase = (item = ITEM) => eraseItem(pool, item, EDITOR);
const find = (): Promise<string[]> => findCanaries(pool, CANARIES);

/** Whether texts are stored in any form: as hashes of their words, too. */
async function countFilled(): Promise<number> {
  const { rows } = await pool.query(
    `select 1 from fingerprints where word_count > 0 and (keys <> '{}' or shingles <> '' or headline_words <> '')`,
  );
  return rows.length;
}

/** Begins something that waits for others; answers what says whether it has ended. */
function begin(work: Promise<unknown>): () => boolean {
  let isOver = false;
  const end = (): void => void (isOver = true);
  work.then(end, end);
  return () => isOver;
}

/** An erasure that has removed everything, and is kept from its commit. */
async function eraseUpToCommit(): Promise<{ commit: () => Promise<void> }> {
  await strangers.enter('begin; lock table reunite_requests in share mode');
  const erasing = erase();
  await until(async () => (await countLockWaits(pool)) === 1);
  return {
    async commit() {
      await strangers.leave();
      await erasing;
    },
  };
}

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
    await startBulkAction(pool, { ...EDITOR, kind: 'release', filter: { articleId: id }, expected: 1 });
    while (await advanceActions(pool, 10));
    await slow.release();
    expect(await find()).toEqual([]);
    expect(await countFilled()).toBe(0);
    await cluster(id);
  });

  test('keeps no failure that quotes an item that was erased', async () => {
    const id = await acceptCanary();
    await suspectArticles(pool, [id], 0);
    const slow = await hold(id, 'after_publish', new Error(`Can not read ${CANARY}`));
    await cluster(id);
    const erasing = await eraseUpToCommit();
    const releasing = slow.release();
    const isOver = begin(releasing);
    await until(async () => isOver() || (await countLockWaits(pool)) === 2);
    await erasing.commit();
    await releasing;
    expect(await find()).toEqual([]);
    const { rows } = await pool.query('select reason from article_failures');
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
    const { rows } = await pool.query('select * from alert_matches');
    expect(rows).toEqual([]);
  });
});

test('an item that is released while it is erased is published without its text', async () => {
  const id = await acceptCanary();
  // Before it was published for the first time, so that nothing of it is there to be removed.
  await suspectArticles(pool, [id], 0);
  await processBatch({ ...deps, maxAttempts: 0 }, [id]);
  expect(await readState(id)).toBe('quarantined');
  // The erasure has seen the quarantine, and waits for the search index; then again, when it has removed what was read.
  const index = await strangers.enter('begin; select pg_advisory_xact_lock(7203115006)');
  await strangers.enter('begin; lock table idempotent_requests in share mode');
  const erasing = erase();
  await until(async () => (await countLockWaits(pool)) === 1);
  await startBulkAction(pool, { ...EDITOR, kind: 'release', filter: { articleId: id }, expected: 1 });
  const releasing = advanceActions(pool, 10);
  const isReleased = begin(releasing);
  await until(async () => isReleased() || (await countLockWaits(pool)) === 2);
  await index.query('rollback');
  if (isReleased()) {
    await until(async () => (await countLockWaits(pool)) === 1);
    await cluster(id);
  }
  await strangers.leave();
  await Promise.all([erasing, releasing]);
  await cluster(id);
  expect(await find()).toEqual([]);
  expect(await countFilled()).toBe(0);
});

describe('what a service has in memory', () => {
  const asked = { keyId: 'k', idempotencyKey: 'once', requestHash: Buffer.from('asked') };

  test('no answer is kept that quotes an item that was erased while it was made', async () => {
    const id = await acceptCanary();
    await cluster(id);
    const answers = makeIdempotencyStore(pool);
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
    const answers = makeIdempotencyStore(pool);
    await answers.start(asked);
    const erasing = await eraseUpToCommit();
    const keeping = answers.finish(asked, { body: JSON.stringify({ articleId: id, quote: CANARY }) });
    const isKept = begin(keeping);
    await until(async () => isKept() || (await countLockWaits(pool)) === 2);
    await erasing.commit();
    await keeping;
    expect(await find()).toEqual([]);
  });

  test('other answers are kept', async () => {
    const id = await acceptCanary();
    await cluster(id);
    const answers = makeIdempotencyStore(pool);
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
    const refusals = makeRefusalLog(pool);
    refusals.note(ITEM, new AppError('invalid_input', 'Not acceptable.', { faults: [fault] }));
    refusals.note({ provider: 'wire', guid: 'other' }, new AppError('malformed', 'No article.'));
    const count = async (): Promise<number> =>
      (await pool.query('select 1 from intake_refusals')).rows.length;
    await until(async () => (await count()) === 2 || (await countLockWaits(pool)) === 2);
    await erasing.commit();
    await until(async () => (await count()) === 2);
    expect(await find()).toEqual([]);
    const { rows } = await pool.query('select guid, code, detail from intake_refusals order by id');
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
    await takeOpsSample(pool, QUEUE);
    await erase();
    expect(await find()).toEqual([]);
  });

  test('no act on all that failed for a reason quotes it, where only erased items failed for it', async () => {
    const id = await acceptCanary();
    await quarantine(id, REASON);
    const filter = { reason: REASON };
    await startBulkAction(pool, { ...EDITOR, kind: 'discard', filter, expected: 1 });
    while (await advanceActions(pool, 10));
    const other = await accept({ provider: 'herald', guid: 'h' }, { body: makeBody() });
    await quarantine(other, 'A fault of ours.');
    await startBulkAction(pool, {
      ...EDITOR,
      kind: 'discard',
      filter: { reason: 'A fault of ours.' },
      expected: 1,
    });
    await erase();
    expect(await find()).toEqual([]);
    const { rows } = await pool.query(`select filter ->> 'reason' as reason from ops_actions order by id`);
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
      { body, publishedAt, altIds: [{ role: 'r', value: GUID }] },
    ),
  );
  const { rows } = await pool.query(
    `select evidence::text from versions where evidence::text like '%anterpool%'`,
  );
  expect(rows.length).toBeGreaterThan(0);
  await erase();
  // What names the item is another's own: its text, and what is made of that.
  const others = (await find()).filter((row) => !/^public\.(articles|article_link_keys)/.test(row));
  expect(others).toEqual([]);
  await reuniteDue({ ...deps, leadPolicy: 'latest_full' });
  expect((await pool.query('select 1 from reunite_requests')).rows).toEqual([]);
  expect((await find()).filter((row) => !/^public\.(articles|article_link_keys)/.test(row))).toEqual([]);
});

describe('a replay', () => {
  /** Makes it so that all texts were read by an older version. */
  async function age(): Promise<void> {
    await pool.query('update fingerprints set algorithm_version = 0');
    await pool.query('update components set algorithm_version = 0');
  }

  /** Reads texts anew, and does something else when they are read and this table is about to be written. */
  async function refingerprint(
    how: 'beside' | 'instead',
    table: string,
    meanwhile: () => Promise<unknown>,
  ): Promise<void> {
    const algorithm = await getActiveAlgorithm(pool);
    const { rows } = await pool.query<{ id: number }>(
      'select id from fingerprints where algorithm_version = 0',
    );
    await strangers.enter(`begin; lock table ${table} in share mode`);
    const reading = refingerprintComponents(
      pool,
      rows.map(({ id }) => id),
      algorithm,
      (article) => prepareArticle(article, deps.seed),
      how,
    );
    await until(async () => (await countLockWaits(pool)) === 1);
    await meanwhile();
    await strangers.leave();
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
      await pool.query(`update providers set retention_days = 1 where provider = 'wire'`);
      await pool.query(`update article_identities set received_at = received_at - interval '2 days'`);
      let expiring: Promise<unknown> = Promise.resolve();
      await refingerprint('instead', table, async () => {
        expiring = expireTexts(pool, 10);
        const isOver = begin(expiring);
        await until(async () => isOver() || (await countLockWaits(pool)) === 2);
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
  await pool.query(`insert into providers (provider, retention_days) values ('herald', 1)`);
  await pool.query(`update article_identities set received_at = received_at - interval '2 days'`);
  await expireTexts(pool, 10);
  expect(await countFilled()).toBe(2);
  await erase();
  expect(await countFilled()).toBe(0);
});
