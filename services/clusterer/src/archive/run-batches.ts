import { isTransient } from '@writethru/domain';
import { suspectArticles } from '@writethru/store';

import type { BatchDeps, KnownOfSearch } from '../process-batch.ts';
import type { ArchiveDefaults } from './archive-piece.ts';
import type { Batch } from './gather-batches.ts';
import type { RefusalNote } from './read-batch.ts';
import type { FindSharers } from './held-keys.ts';
import { processPatiently, retryTransient } from './retry-transient.ts';
import { takeLeftovers } from './take-leftovers.ts';
import { takePieces } from './take-pieces.ts';

/** What became of a batch. */
export interface TakenStep {
  accepted: number;
  repeated: number;
  refused: readonly RefusalNote[];
  /** Articles of earlier runs that are united with this batch. */
  leftovers: number;
}

export interface LaneDeps extends BatchDeps {
  defaults: ArchiveDefaults;
  /** Of one article, as intake has it. */
  maxBytes: number;
  report: (step: TakenStep) => void;
  /** Runs the taking of a batch when those before it are taken. Left out: they are. */
  inTurn?: <Result>(take: () => Promise<Result>) => Promise<Result>;
  /** Answers searches from memory. Left out: Postgres is asked. */
  findSharers?: FindSharers;
  /** Whether uniting is left to another run. */
  isTakeOnly?: boolean;
}

/** A batch that is taken: its articles that are published and not united, and how they are. */
export interface TakenWork {
  articleIds: readonly string[];
  unite: (known: KnownOfSearch) => Promise<void>;
  known: KnownOfSearch;
}

/**
 * Takes batches in and clusters them, in order: each is taken and published by one transaction that also notes how far
 * it went, then searched for and united as the clusterers do, under the same locks. While one batch is united the next
 * is read. Throws AppError as `runImport` does.
 */
export async function runBatches(deps: LaneDeps, batches: AsyncIterable<Batch>): Promise<void> {
  const { inTurn = (take) => take() } = deps;
  const months = new Set<string>();
  let uniting: Promise<void> = Promise.resolve();
  for await (const batch of batches) {
    const taken =
      'leftovers' in batch
        ? await takeLeftovers(deps, batch, inTurn)
        : await takePieces(deps, batch, months, inTurn);
    await uniting;
    if (deps.isTakeOnly === true) continue;
    uniting = unite(deps, taken);
    // Told where it is waited for.
    uniting.catch(() => {});
  }
  await uniting;
}

async function unite(deps: LaneDeps, { articleIds, unite: uniteAll, known }: TakenWork): Promise<void> {
  if (articleIds.length === 0) return;
  let stillKnown = known;
  try {
    await retryTransient(deps.log, async () => {
      const first = stillKnown;
      // A text that is gone stays in memory, and another version may be in force: what failed for that would fail again.
      stillKnown = {};
      await uniteAll(first);
    });
  } catch (error) {
    if (isTransient(error)) throw error;
    // One of them, or all: each gets its own turn, as with the clusterers.
    deps.log.error(
      { err: error, articles: articleIds.length },
      'a batch failed: its articles will run one by one',
    );
    await retryTransient(deps.log, () => suspectArticles(deps.pool, articleIds, 0));
    await processPatiently(deps, articleIds);
  }
}
