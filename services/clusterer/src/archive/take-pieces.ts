import { ensureMonths, readTimeZones } from '@writethru/store';

import { readAlgorithmInForce } from '../algorithm-in-force.ts';
import { unitePublications } from '../process-batch.ts';
import { readPiece } from './archive-piece.ts';
import type { PieceBatch } from './gather-batches.ts';
import { beginSearch } from './begin-search.ts';
import { prepareItem, type ArchiveRefusal, type PlacedItem } from './read-batch.ts';
import { retryTransient } from './retry-transient.ts';
import type { LaneDeps, TakenWork } from './run-batches.ts';
import { takeBatch, type Read } from './take-batch.ts';

/** So that answers of Postgres are not kept waiting while a batch is prepared. */
const PREPARED_AT_ONCE = 25;

/** Reads and fingerprints pieces, then takes them in and publishes them, in turn. `months` are those that have partitions. */
export async function takePieces(
  deps: LaneDeps,
  batch: PieceBatch,
  months: Set<string>,
  inTurn: NonNullable<LaneDeps['inTurn']>,
): Promise<TakenWork> {
  const read = await prepareBatch(deps, batch);
  await ensureNewMonths(deps, read.placed, batch.receivedAt, months);
  const { taken, algorithm } = await inTurn(async () => {
    const inForce = await retryTransient(deps.log, () => readAlgorithmInForce(deps.pool));
    return { algorithm: inForce, taken: await takeBatch(deps, { batch, ...read, algorithm: inForce }) };
  });
  const { fingerprintIds } = taken;
  const publications = read.placed.flatMap(({ item }) => item.publication ?? []);
  // A publication that is not new has none of these ids.
  const own = publications.filter(({ articleId }) => fingerprintIds.has(articleId));
  const texts = own.map(({ articleId, fingerprint: { day, keys } }) => ({
    id: fingerprintIds.get(articleId)!,
    day,
    keys,
  }));
  return {
    articleIds: own.map(({ articleId }) => articleId),
    unite: (known) => unitePublications(deps, own, fingerprintIds, known),
    known: { algorithm, knownSharers: beginSearch(deps, texts, algorithm) },
  };
}

async function prepareBatch(
  deps: LaneDeps,
  { pieces, receivedAt }: PieceBatch,
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
