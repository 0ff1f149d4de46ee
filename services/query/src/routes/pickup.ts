import { findPickups, type Pickup, type PickupArticle } from '@writethru/clustering';
import type { getPickup } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import { compareFingerprints } from '@writethru/fingerprint';
import type { OperationHandler } from '@writethru/runtime';
import {
  listBodies,
  listFingerprints,
  listVersions,
  readShingles,
  type Pool,
  type StoryVersion,
  type Viewer,
} from '@writethru/store';

import { listAddedPassages } from '../likeness/added-passages.ts';
import { shapeVersions } from '../shapes.ts';
import { readToldStory } from '../told-story.ts';
import { viewerOf } from '../viewer.ts';

const MAX_VERSIONS = 1_000;

/** Who ran an agency's story, how much later and how much of it; and after a kill, who still runs it. */
export function answerPickup(pool: Pool, now: () => Date): OperationHandler<typeof getPickup> {
  return async ({ params: { id }, query, principal }) => {
    const viewer = viewerOf(principal(), now());
    const { story, moved } = await readToldStory(pool, id, viewer, '/pickup');
    if (story === null) return moved;
    const versions = await listVersions(pool, id, MAX_VERSIONS, viewer);
    const agency = query.provider ?? versions[0]?.provider ?? '';
    const copies = versions.filter(({ provider }) => provider === agency);
    if (copies.length === 0) throw new AppError('not_found', 'The provider has no version in this story.');
    const pickups = await measurePickups(pool, versions, agency);
    return {
      status: 200,
      body: {
        storyId: id,
        agency,
        firstEffectiveAt: copies[0]!.effectiveAt,
        agencyVersionCount: copies.length,
        withdrawnAt: findWithdrawal(copies),
        pickups: await shapePickups(pool, versions, pickups, viewer),
        hasMoreVersions: story.versionCount > versions.length,
      },
    };
  };
}

async function measurePickups(
  pool: Pool,
  versions: readonly StoryVersion[],
  agency: string,
): Promise<Pickup[]> {
  const fingerprints = await listFingerprints(
    pool,
    versions.map(({ articleId }) => articleId),
  );
  const shingles = await readShingles(pool, [...fingerprints.values()]);
  const shinglesOf = (articleId: string) => shingles.get(fingerprints.get(articleId)?.id ?? -1);
  const articles = versions.map((version): PickupArticle => {
    const text = fingerprints.get(version.articleId);
    const { articleId, provider, guid, visibility, suspectOf } = version;
    return {
      articleId,
      provider,
      guid,
      version: version.version,
      effectiveAtMs: version.effectiveAt.getTime(),
      pubStatus: visibility.pubStatus,
      suspectOf,
      text: text === undefined || text.wordCount === 0 ? null : text,
    };
  });
  return findPickups(articles, agency, (a, b) => {
    const [left, right] = [shinglesOf(a), shinglesOf(b)];
    return left === undefined || right === undefined ? 0 : compareFingerprints(left, right).shared;
  });
}

/** When the agency killed the last of what it had in the story; null where it has something that stands. */
function findWithdrawal(copies: readonly StoryVersion[]): Date | null {
  const isOver = copies.every(({ visibility }) => visibility.standingPubStatus === 'canceled');
  const kills = copies.filter(({ visibility }) => visibility.pubStatus === 'canceled');
  return isOver ? (kills.at(-1)?.effectiveAt ?? null) : null;
}

async function shapePickups(
  pool: Pool,
  versions: readonly StoryVersion[],
  pickups: readonly Pickup[],
  viewer: Viewer,
) {
  const shaped = new Map(shapeVersions(versions, viewer).map((version) => [version.articleId, version]));
  const ids = pickups.flatMap(({ articleId, basedOn }) => (basedOn === null ? [] : [articleId, basedOn]));
  const bodies = await listBodies(pool, [...new Set(ids)]);
  return pickups.map((pickup) => {
    const version = shaped.get(pickup.articleId)!;
    const isShown =
      version.isShown && (pickup.basedOn === null || shaped.get(pickup.basedOn)?.isShown === true);
    const [source, body] = [bodies.get(pickup.basedOn ?? ''), bodies.get(pickup.articleId)];
    const canTell = isShown && source !== undefined && body !== undefined;
    return { ...version, ...pickup, addedPassages: canTell ? listAddedPassages(source, body) : null };
  });
}
