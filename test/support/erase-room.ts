import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { readShingleSeed } from '@writethru/fingerprint';
import { acceptSubmissions, eraseItem, getActiveAlgorithm, openPool, type Pool } from '@writethru/store';
import { hashContent } from '@writethru/wire';

import {
  processBatch,
  type BatchDeps,
  type ClustererPoint,
} from '../../services/clusterer/src/process-batch.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { findCanaries } from './find-canaries.ts';
import { countLockWaits } from './lock-waits.ts';
import { makeText } from './made-text.ts';
import { Strangers } from './strangers.ts';
import { until } from './until.ts';

const CANARIES = /vanterpool|zebedee|quillonby|98712398712398/i;
export const CANARY = 'Zebedee Vanterpool paid 98712398712398 crowns to Quillonby on Tuesday.';
export const ITEM = { provider: 'wire', guid: 'https://wire.example/vanterpool' };
export const EDITOR = { keyId: 'k', actor: 'an operator', reason: 'a court' };

/** What a file of tests works with; there once `useEraseRoom` was called. */
export const room = {} as { pool: Pool; strangers: Strangers; deps: BatchDeps };
let texts = 1;

/** Gives each test of the file a store in which nothing is, and in which an item can be erased. */
export function useEraseRoom(): void {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    room.pool = openPool(database.url, {
      maxConnections: 10,
      applicationName: 'test',
      onIdleError: () => {},
    });
    room.strangers = new Strangers(database.url);
    room.deps = {
      pool: room.pool,
      seed: readShingleSeed((await getActiveAlgorithm(room.pool)).seed),
      log: { warn: () => {}, error: () => {} },
      maxAttempts: 3,
      leaseMs: 0,
    };
  });
  beforeEach(() =>
    room.pool.query(`insert into providers (provider, has_trusted_keys) values ('wire', true)`),
  );
  afterEach(async () => {
    await room.strangers.leave();
    await room.pool.query(
      `truncate chains, article_identities, articles, fingerprints, links, components, component_members, stories, versions,
         events, reunite_requests, article_traits, article_link_keys, article_sluglines, article_heads, alert_matches,
         article_failures, intake_refusals, idempotent_requests, erasures, erased_contents, editor_actions,
         editor_constraints, editor_pins, providers, ops_snapshot, ops_actions, ops_action_items cascade`,
    );
  });
  afterAll(async () => {
    await room.pool.end();
    await database.drop();
  });
}

export const makeBody = (): string => makeText(90_000 + texts++, 80);

export async function accept(
  { provider, guid }: { provider: string; guid: string },
  content: Record<string, unknown>,
): Promise<string> {
  const sent = { publishedAt: '2026-03-02T10:00:00.000Z', ...content };
  const submission = { provider, guid, version: 0, content: sent };
  const [result] = await acceptSubmissions(room.pool, [{ submission, contentHash: hashContent(sent) }]);
  if (result?.kind !== 'accepted') throw new Error(JSON.stringify(result));
  return result.articleId;
}

export const acceptCanary = (): Promise<string> =>
  accept(ITEM, {
    headline: 'Vanterpool pays Quillonby',
    body: `${makeBody()}\n${CANARY}`,
    slugline: 'QUILLONBY-SLUG',
    altIds: [{ role: 'quillonby', value: 'quillonby-alt' }],
  });

export async function readState(id: string): Promise<string> {
  const { rows } = await room.pool.query<{ state: string }>(
    'select state from article_identities where id = $1',
    [id],
  );
  return rows[0]!.state;
}

/** Clusters articles, also such as another holds. */
export async function cluster(...ids: string[]): Promise<void> {
  await until(async () => {
    await processBatch(room.deps, ids);
    const states = await Promise.all(ids.map(readState));
    return states.every((state) => state === 'clustered');
  });
}

export async function quarantine(id: string, reason = 'poison'): Promise<void> {
  const observe = async (point: ClustererPoint): Promise<void> => {
    if (point === 'after_publish') throw new Error(reason);
  };
  await until(async () => {
    await processBatch({ ...room.deps, observe }, [id]);
    return (await readState(id)) === 'quarantined';
  });
}

/** Begins with an article and holds still at a point, once; then it goes on, or fails. */
export async function hold(
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
  const ended = processBatch({ ...room.deps, observe }, [id]).catch(() => {});
  await until(() => isThere);
  return {
    async release() {
      open();
      await ended;
    },
  };
}

export const erase = (item = ITEM) => eraseItem(room.pool, item, EDITOR);
export const find = (): Promise<string[]> => findCanaries(room.pool, CANARIES);

/** Whether texts are stored in any form: as hashes of their words, too. */
export async function countFilled(): Promise<number> {
  const { rows } = await room.pool.query(
    `select 1 from fingerprints where word_count > 0 and (keys <> '{}' or shingles <> '' or headline_words <> '')`,
  );
  return rows.length;
}

/** Begins something that waits for others; answers what says whether it has ended. */
export function begin(work: Promise<unknown>): () => boolean {
  let isOver = false;
  const end = (): void => void (isOver = true);
  work.then(end, end);
  return () => isOver;
}

/** An erasure that has removed everything, and is kept from its commit. */
export async function eraseUpToCommit(): Promise<{ commit: () => Promise<void> }> {
  await room.strangers.enter('begin; lock table reunite_requests in share mode');
  const erasing = erase();
  await until(async () => (await countLockWaits(room.pool)) === 1);
  return {
    async commit() {
      await room.strangers.leave();
      await erasing;
    },
  };
}
