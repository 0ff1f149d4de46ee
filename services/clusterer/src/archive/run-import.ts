import { AppError, isTransient } from '@writethru/domain';
import {
  ensureMonths,
  listUnfinishedImports,
  readClock,
  readTimeZones,
  suspectArticles,
  takeArchive,
  type AcceptResult,
  type TakenArchive,
} from '@writethru/store';

import { readAlgorithmInForce, type AlgorithmInForce } from '../algorithm-in-force.ts';
import { processBatch, unitePublications, type BatchDeps } from '../process-batch.ts';
import { readPiece, type ArchiveDefaults, type ArchivePiece } from './archive-piece.ts';
import { countSteps, listRefused, prepareItem, type ArchiveRefusal, type PlacedItem } from './read-batch.ts';

/** What comes of a file: its pieces in order, and its end. */
export type ArchiveEntry = { piece: ArchivePiece } | { importId: number; isEnd: true };

export interface ImportDeps extends BatchDeps {
  defaults: ArchiveDefaults;
  /** Of one article, as intake has it. */
  maxBytes: number;
  /** Where each file begins, by import: pieces that are done with are not handed in again. */
  startOf: (importId: number) => number;
  /** Pieces of a batch. Default 1,000. */
  maxPieces?: number;
  report: (step: { accepted: number; repeated: number; refused: readonly ArchiveRefusal[] }) => void;
}

const DEFAULT_PIECES = 1_000;
const MAX_CHARACTERS = 8 * 2 ** 20;
/** So that answers of Postgres are not kept waiting while a batch is prepared. */
const PREPARED_AT_ONCE = 25;
const LEFTOVERS_AT_ONCE = 128;
const MAX_TRIES = 6;

interface Batch {
  pieces: ArchivePiece[];
  spans: Map<number, { before: number; done: number; isDone: boolean }>;
}

/**
 * Takes the pieces of archives in and clusters them, a thousand at a time: each batch is taken and published by one
 * transaction that also notes how far it went, then searched for and united as the clusterers do, under the same locks.
 * While one batch is united the next is read. A run that ends anywhere loses nothing: what is published and not united
 * is done first by the next run, or by any clusterer two minutes later.
 * Throws AppError: `conflict` where another run is at one of the files, `unavailable` where the store is away.
 */
export async function runImport(deps: ImportDeps, entries: AsyncIterable<ArchiveEntry>): Promise<void> {
  await finishLeftovers(deps);
  const months = new Set<string>();
  let uniting: Promise<void> = Promise.resolve();
  for await (const batch of gather(deps, entries)) {
    const algorithm = await readAlgorithmInForce(deps.pool);
    const receivedAt = await readClock(deps.pool);
    const read = await prepareBatch(deps, batch, receivedAt);
    await ensureNewMonths(deps, read.placed, receivedAt, months);
    const taken = await take(deps, { batch, ...read, receivedAt, algorithm });
    await uniting;
    uniting = unite(deps, read.placed, taken, algorithm);
    // Told where it is waited for.
    uniting.catch(() => {});
  }
  await uniting;
  await finishLeftovers(deps);
}

async function* gather(deps: ImportDeps, entries: AsyncIterable<ArchiveEntry>): AsyncGenerator<Batch> {
  const doneOf = new Map<number, number>();
  const open = (): Batch => ({ pieces: [], spans: new Map() });
  const maxPieces = deps.maxPieces ?? DEFAULT_PIECES;
  let [batch, characters] = [open(), 0];
  for await (const entry of entries) {
    const importId = 'piece' in entry ? entry.piece.importId : entry.importId;
    const done = doneOf.get(importId) ?? deps.startOf(importId);
    const span = batch.spans.get(importId) ?? { before: done, done, isDone: false };
    batch.spans.set(importId, span);
    if ('piece' in entry) {
      batch.pieces.push(entry.piece);
      span.done++;
      characters += entry.piece.text?.length ?? 0;
    } else span.isDone = true;
    doneOf.set(importId, span.done);
    if (batch.pieces.length < maxPieces && characters < MAX_CHARACTERS) continue;
    yield batch;
    [batch, characters] = [open(), 0];
  }
  if (batch.spans.size > 0) yield batch;
}

async function prepareBatch(
  deps: ImportDeps,
  { pieces }: Batch,
  receivedAt: Date,
): Promise<{ placed: PlacedItem[]; refused: ArchiveRefusal[] }> {
  const timeZones = await readTimeZones(deps.pool);
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
  deps: ImportDeps,
  placed: readonly PlacedItem[],
  receivedAt: Date,
  known: Set<string>,
): Promise<void> {
  const times = placed.map(({ item }) => new Date(item.hashed.submission.content.publishedAt ?? receivedAt));
  const fresh = times.filter((time) => !known.has(time.toISOString().slice(0, 7)));
  if (fresh.length === 0) return;
  await retry(() => ensureMonths(deps.pool, fresh));
  for (const time of fresh) known.add(time.toISOString().slice(0, 7));
}

interface Read {
  batch: Batch;
  placed: readonly PlacedItem[];
  refused: readonly ArchiveRefusal[];
  receivedAt: Date;
  algorithm: AlgorithmInForce;
}

/** What Postgres refuses for what one article holds is refused for that one alone: the batch is tried without it. */
async function take(deps: ImportDeps, read: Read): Promise<TakenArchive> {
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
  deps: ImportDeps,
  { batch, refused, receivedAt, algorithm, placed: all }: Read,
  sent: readonly PlacedItem[],
  failed: ReadonlyMap<PlacedItem, AppError>,
): Promise<TakenArchive> {
  const others = all.filter((each) => failed.has(each));
  const placed = [...sent, ...others];
  const failures = others.map((each): AcceptResult => ({ kind: 'failed', error: failed.get(each)! }));
  const taken = await retry(() =>
    takeArchive(deps.pool, {
      items: sent.map(({ item }) => item),
      receivedAt,
      algorithm,
      steps: (results) => countSteps(batch.spans, placed, [...results, ...failures], refused),
      ...(deps.observe && { beforeCommit: () => deps.observe!('in_take', []) }),
    }),
  );
  const results = [...taken.results, ...failures];
  const count = (kind: AcceptResult['kind']): number => results.filter((each) => each.kind === kind).length;
  deps.report({
    accepted: count('accepted'),
    repeated: count('repeat'),
    refused: [...refused, ...listRefused(placed, results)],
  });
  return { ...taken, results };
}

/** Halves what was refused until one stands alone, without keeping anything. */
async function findCulprit(
  deps: ImportDeps,
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

async function isRefused(deps: ImportDeps, read: Read, some: readonly PlacedItem[]): Promise<boolean> {
  const { receivedAt, algorithm } = read;
  const items = some.map(({ item }) => item);
  const beforeCommit = (): Promise<void> => Promise.reject(new TriedOnly());
  try {
    await takeArchive(deps.pool, { items, receivedAt, algorithm, steps: () => [], beforeCommit });
    return false;
  } catch (error) {
    if (error instanceof TriedOnly) return false;
    if (error instanceof AppError && error.code === 'bug') return true;
    throw error;
  }
}

async function unite(
  deps: ImportDeps,
  placed: readonly PlacedItem[],
  { results, fingerprintIds }: TakenArchive,
  algorithm: AlgorithmInForce,
): Promise<void> {
  const isNew = new Set(results.flatMap((each) => (each.kind === 'accepted' ? [each.articleId] : [])));
  const publications = placed.flatMap(({ item }) => item.publication ?? []);
  const own = publications.filter(({ articleId }) => isNew.has(articleId));
  if (own.length === 0) return;
  try {
    await retry(() => unitePublications(deps, own, fingerprintIds, algorithm));
  } catch (error) {
    if (isTransient(error)) throw error;
    // One of them, or all: each gets its own turn, as with the clusterers.
    deps.log.error({ err: error, articles: own.length }, 'a batch failed: its articles will run one by one');
    const ids = own.map(({ articleId }) => articleId);
    await suspectArticles(deps.pool, ids, 0);
    await processBatch(deps, ids);
  }
}

/** Does what an earlier run published and did not unite, and what could not be fingerprinted. */
async function finishLeftovers(deps: ImportDeps): Promise<void> {
  const tried = new Set<string>();
  for (;;) {
    const ids = await listUnfinishedImports(deps.pool, LEFTOVERS_AT_ONCE);
    const fresh = ids.filter((id) => !tried.has(id));
    if (fresh.length === 0) return;
    for (const id of fresh) tried.add(id);
    await retry(() => processBatch(deps, fresh));
  }
}

/** A store that is away for a moment should not end a long import. */
async function retry<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || tried === MAX_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** tried));
    }
  }
}
