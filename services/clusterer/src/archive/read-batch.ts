import { AppError, newId, type Submission } from '@writethru/domain';
import type { ShingleSeed } from '@writethru/fingerprint';
import type { AcceptResult, ArchiveItem, ImportStep } from '@writethru/store';
import { hashContent } from '@writethru/wire';

import { prepareArticle } from '../prepare.ts';
import type { ArchivePiece } from './archive-piece.ts';

/** Why an article of an archive was not taken, and where it stands. */
export interface ArchiveRefusal {
  importId: number;
  file: string;
  position: number;
  guid: string | null;
  error: AppError;
}

/** A refusal as it is told to people. */
export interface RefusalNote {
  file: string;
  position: number;
  guid: string | null;
  reason: string;
}

/** Puts a refusal in words. */
export function toRefusalNote({ file, position, guid, error }: ArchiveRefusal): RefusalNote {
  const [fault] = error.faults;
  const reason = fault === undefined ? error.message : `${fault.pointer} ${fault.detail}`;
  return { file, position, guid, reason };
}

/** An article that can be taken, and the piece that it stands in. */
export interface PlacedItem {
  piece: ArchivePiece;
  item: ArchiveItem;
}

/** Makes an item of a submission: fingerprinted under the id that it gets if it is new. */
export function prepareItem(
  piece: ArchivePiece,
  submission: Submission,
  seed: ShingleSeed,
  receivedAt: Date,
): PlacedItem {
  const { provider, guid, content } = submission;
  const articleId = newId();
  const claimed = {
    id: articleId,
    provider,
    guid,
    version: submission.version ?? 0,
    effectiveAtMs: content.publishedAt === undefined ? receivedAt.getTime() : Date.parse(content.publishedAt),
    attempts: 0,
    headline: content.headline ?? null,
    body: content.body ?? null,
    slugline: content.slugline ?? null,
    edNote: content.edNote ?? null,
    signals: content.signals ?? [],
    altIds: content.altIds ?? [],
    storyKey: content.storyKey ?? null,
  };
  let publication: ArchiveItem['publication'] = null;
  try {
    publication = prepareArticle(claimed, seed);
  } catch {
    // The clusterers try it alone, and quarantine it with the reason.
  }
  const hashed = { submission, contentHash: hashContent(content) };
  return { piece, item: { importId: piece.importId, hashed, publication, articleId } };
}

/** What the store refused of a batch's items. */
export function listRefused(
  placed: readonly PlacedItem[],
  results: readonly AcceptResult[],
): ArchiveRefusal[] {
  return placed.flatMap(({ piece, item }, at): ArchiveRefusal[] => {
    const error = errorOf(results[at]!);
    if (error === null) return [];
    const { importId, file, position } = piece;
    const { guid } = item.hashed.submission;
    // What was erased is not to be named again.
    return [{ importId, file, position, guid: error.code === 'gone' ? null : guid, error }];
  });
}

function errorOf(result: AcceptResult): AppError | null {
  if (result.kind === 'failed') return result.error;
  if (result.kind !== 'taken') return null;
  const { version, differs } = result;
  return new AppError('conflict', `Version ${version} is held with other content.`, { details: { differs } });
}

/** How far a batch goes in each of its files: pieces by file, and what became of their articles. */
export function countSteps(
  spans: ReadonlyMap<number, { before: number; done: number; isDone: boolean }>,
  placed: readonly PlacedItem[],
  results: readonly AcceptResult[],
  refused: readonly ArchiveRefusal[],
): ImportStep[] {
  return [...spans].map(([importId, { before, done, isDone }]) => {
    const own = results.filter((_, at) => placed[at]!.item.importId === importId);
    const count = (kind: AcceptResult['kind']): number => own.filter((each) => each.kind === kind).length;
    return {
      importId,
      piecesBefore: before,
      piecesDone: done,
      isDone,
      accepted: count('accepted'),
      repeated: count('repeat'),
      refused: refused.filter((each) => each.importId === importId).length + count('failed') + count('taken'),
    };
  });
}
