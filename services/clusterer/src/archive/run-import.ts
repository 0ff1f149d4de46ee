import { listLeftovers, listUnfinishedImports, readClock } from '@writethru/store';

import { gatherBatches, type ArchiveEntry, type Batch } from './gather-batches.ts';
import { processPatiently, retryTransient } from './retry-transient.ts';
import { runBatches, type LaneDeps } from './run-batches.ts';

export interface ImportDeps extends LaneDeps {
  /** Where each file begins, by import: pieces that are done with are not handed in again. */
  startOf: (importId: number) => number;
  /** Pieces of a batch. Default 1,000. */
  maxPieces?: number;
  /** Has the batches run by several lanes. Left out: they run here. */
  spread?: { lanes: number; run: (batches: AsyncIterable<Batch>) => Promise<void> };
}

/** Articles of a batch of leftovers: as many as pieces. */
const LEFTOVERS = 1_000;
const TRIED_AT_ONCE = 128;

/**
 * Takes the pieces of archives in and clusters them, a thousand at a time, see `runBatches`. A run that ends anywhere
 * loses nothing: what is published and not united is done first by the next run, or by any clusterer two minutes later.
 * With `isTakeOnly` it is left to another run: no clusterer looks at it.
 * Throws AppError: `conflict` where another run is at one of the files, `unavailable` where the store is away.
 */
export async function runImport(deps: ImportDeps, entries: AsyncIterable<ArchiveEntry>): Promise<void> {
  const batches = listBatches(deps, entries);
  await (deps.spread === undefined ? runBatches(deps, batches) : deps.spread.run(batches));
  if (deps.isTakeOnly !== true) await finishUnfinished(deps);
}

async function* listBatches(deps: ImportDeps, entries: AsyncIterable<ArchiveEntry>): AsyncGenerator<Batch> {
  if (deps.isTakeOnly !== true)
    yield* listLeftovers(deps.pool, LEFTOVERS, deps.spread?.lanes ?? 1, (read) =>
      retryTransient(deps.log, read),
    );
  // Stamped here, where they are in order: whoever works on a later one reads no earlier time.
  for await (const gathered of gatherBatches(entries, deps.startOf, deps.maxPieces))
    yield { ...gathered, receivedAt: await retryTransient(deps.log, () => readClock(deps.pool)) };
}

/** Does what is left after all: what could not be fingerprinted, and what was published by another version. */
async function finishUnfinished(deps: ImportDeps): Promise<void> {
  const tried = new Set<string>();
  for (;;) {
    const ids = await retryTransient(deps.log, () => listUnfinishedImports(deps.pool, TRIED_AT_ONCE));
    const fresh = ids.filter((id) => !tried.has(id));
    if (fresh.length === 0) return;
    for (const id of fresh) tried.add(id);
    await processPatiently(deps, fresh);
  }
}
