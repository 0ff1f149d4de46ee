import { AppError } from '@writethru/domain';
import { takeArchive, type AcceptResult, type TakenArchive } from '@writethru/store';

import type { AlgorithmInForce } from '../algorithm-in-force.ts';
import type { PieceBatch } from './gather-batches.ts';
import {
  countSteps,
  listRefused,
  toRefusalNote,
  type ArchiveRefusal,
  type PlacedItem,
} from './read-batch.ts';
import { retryTransient } from './retry-transient.ts';
import type { LaneDeps } from './run-batches.ts';

/** A batch that was read: what can be taken, and what can't. */
export interface Read {
  batch: PieceBatch;
  placed: readonly PlacedItem[];
  refused: readonly ArchiveRefusal[];
  algorithm: AlgorithmInForce;
}

/** What Postgres refuses for what one article holds is refused for that one alone: the batch is tried without it. */
export async function takeBatch(deps: LaneDeps, read: Read): Promise<TakenArchive> {
  const failed = new Map<PlacedItem, AppError>();
  for (;;) {
    const sent = read.placed.filter((each) => !failed.has(each));
    try {
      return await takeOnce(deps, read, sent, failed);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'bug' || sent.length === 0) throw error;
      const culprit = await findCulprit(deps, read, sent);
      if (culprit === null) throw error;
      failed.set(culprit, error);
    }
  }
}

async function takeOnce(
  deps: LaneDeps,
  { batch, refused, algorithm, placed: all }: Read,
  sent: readonly PlacedItem[],
  failed: ReadonlyMap<PlacedItem, AppError>,
): Promise<TakenArchive> {
  const others = all.filter((each) => failed.has(each));
  const placed = [...sent, ...others];
  const failures = others.map((each): AcceptResult => ({ kind: 'failed', error: failed.get(each)! }));
  let tries = 0;
  const taken = await retryTransient(deps.log, () =>
    takeArchive(deps.pool, {
      items: sent.map(({ item }) => item),
      receivedAt: batch.receivedAt,
      algorithm,
      isLeft: deps.isTakeOnly === true,
      isTriedAgain: tries++ > 0,
      steps: (results) => countSteps(batch.spans, placed, [...results, ...failures], refused),
      ...(deps.observe && { beforeCommit: () => deps.observe!('in_take', []) }),
    }),
  );
  const results = [...taken.results, ...failures];
  const count = (kind: AcceptResult['kind']): number => results.filter((each) => each.kind === kind).length;
  deps.report({
    accepted: count('accepted'),
    repeated: count('repeat'),
    refused: [...refused, ...listRefused(placed, results)].map(toRefusalNote),
    leftovers: 0,
  });
  return { ...taken, results };
}

/** Halves what was refused until one stands alone, without keeping anything. */
async function findCulprit(
  deps: LaneDeps,
  read: Read,
  suspects: readonly PlacedItem[],
): Promise<PlacedItem | null> {
  let left = suspects;
  while (left.length > 1) {
    const half = left.slice(0, left.length >> 1);
    left = (await isRefused(deps, read, half)) ? half : left.slice(left.length >> 1);
  }
  const [last] = left;
  return last !== undefined && (await isRefused(deps, read, [last])) ? last : null;
}

class TriedOnly extends Error {}

async function isRefused(deps: LaneDeps, read: Read, some: readonly PlacedItem[]): Promise<boolean> {
  const { batch, algorithm } = read;
  const { receivedAt } = batch;
  const items = some.map(({ item }) => item);
  const beforeCommit = (): Promise<void> => Promise.reject(new TriedOnly());
  try {
    await retryTransient(deps.log, () =>
      takeArchive(deps.pool, { items, receivedAt, algorithm, steps: () => [], beforeCommit }),
    );
    return false;
  } catch (error) {
    if (error instanceof TriedOnly) return false;
    if (error instanceof AppError && error.code === 'bug') return true;
    throw error;
  }
}
