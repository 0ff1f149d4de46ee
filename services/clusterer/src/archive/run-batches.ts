import { isTransient } from '@writethru/domain';
import { ensureMonths, readTimeZones, suspectArticles, type TakenArchive } from '@writethru/store';

import { readAlgorithmInForce, type AlgorithmInForce } from '../algorithm-in-force.ts';
import { processBatch, unitePublications, type BatchDeps } from '../process-batch.ts';
import { readPiece, type ArchiveDefaults } from './archive-piece.ts';
import type { Batch } from './gather-batches.ts';
import { prepareItem, type ArchiveRefusal, type PlacedItem, type RefusalNote } from './read-batch.ts';
import { retryTransient } from './retry-transient.ts';
import { takeBatch, type Read } from './take-batch.ts';

/** What became of a batch. */
export interface TakenStep {
  accepted: number;
  repeated: number;
  refused: readonly RefusalNote[];
}

export interface LaneDeps extends BatchDeps {
  defaults: ArchiveDefaults;
  /** Of one article, as intake has it. */
  maxBytes: number;
  report: (step: TakenStep) => void;
  /** Runs the taking of a batch when those before it are taken. Left out: they are. */
  inTurn?: <Result>(take: () => Promise<Result>) => Promise<Result>;
}

/** So that answers of Postgres are not kept waiting while a batch is prepared. */
const PREPARED_AT_ONCE = 25;

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
    const read = await prepareBatch(deps, batch);
    await ensureNewMonths(deps, read.placed, batch.receivedAt, months);
    const { taken, algorithm } = await inTurn(async () => {
      const inForce = await retryTransient(deps.log, () => readAlgorithmInForce(deps.pool));
      return { algorithm: inForce, taken: await takeBatch(deps, { batch, ...read, algorithm: inForce }) };
    });
    await uniting;
    uniting = unite(deps, read.placed, taken, algorithm);
    // Told where it is waited for.
    uniting.catch(() => {});
  }
  await uniting;
}

async function prepareBatch(
  deps: LaneDeps,
  { pieces, receivedAt }: Batch,
): Promise<Pick<Read, 'placed' | 'refused'>> {
  const timeZones = await retryTransient(deps.log, () => readTimeZones(deps.pool));
  const { maxBytes } = deps;
  const options = { ...deps.defaults, timeZones, nowMs: receivedAt.getTime(), maxBytes };
  const placed: PlacedItem[] = [];
  const refused: ArchiveRefusal[] = [];
  for (const [at, piece] of pieces.entries()) {
    if (at % PREPARED_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    for (const result of readPiece(piece, options)) {
      if ('submission' in result) placed.push(prepareItem(piece, result.submission, deps.seed, receivedAt));
      else {
        const { importId, file, position } = piece;
        refused.push({ importId, file, position, guid: result.sent.guid ?? null, error: result.error });
      }
    }
  }
  return { placed, refused };
}

async function ensureNewMonths(
  deps: LaneDeps,
  placed: readonly PlacedItem[],
  receivedAt: Date,
  known: Set<string>,
): Promise<void> {
  const times = placed.map(({ item }) => new Date(item.hashed.submission.content.publishedAt ?? receivedAt));
  const fresh = times.filter((time) => !known.has(time.toISOString().slice(0, 7)));
  if (fresh.length === 0) return;
  await retryTransient(deps.log, () => ensureMonths(deps.pool, fresh));
  for (const time of fresh) known.add(time.toISOString().slice(0, 7));
}

async function unite(
  deps: LaneDeps,
  placed: readonly PlacedItem[],
  { results, fingerprintIds }: TakenArchive,
  algorithm: AlgorithmInForce,
): Promise<void> {
  const isNew = new Set(results.flatMap((each) => (each.kind === 'accepted' ? [each.articleId] : [])));
  const publications = placed.flatMap(({ item }) => item.publication ?? []);
  const own = publications.filter(({ articleId }) => isNew.has(articleId));
  if (own.length === 0) return;
  try {
    await retryTransient(deps.log, () => unitePublications(deps, own, fingerprintIds, algorithm));
  } catch (error) {
    if (isTransient(error)) throw error;
    // One of them, or all: each gets its own turn, as with the clusterers.
    deps.log.error({ err: error, articles: own.length }, 'a batch failed: its articles will run one by one');
    const ids = own.map(({ articleId }) => articleId);
    await suspectArticles(deps.pool, ids, 0);
    await processBatch(deps, ids);
  }
}
