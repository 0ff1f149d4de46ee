import { explainStory, toComponentFacts, type StoryExplanation } from '@writethru/clustering';
import { AppError } from '@writethru/domain';
import { compareFingerprints, countSharedKeys } from '@writethru/fingerprint';
import {
  findFingerprint,
  getActiveAlgorithm,
  readComponents,
  readShingles,
  withoutStopKeys,
  type ArticleDetail,
  type FingerprintFacts,
  type Pool,
} from '@writethru/store';

/**
 * Why two articles are or are not one story, decided anew from what is stored. Throws AppError `conflict` where one of
 * them is not clustered.
 */
export async function explainArticles(
  pool: Pool,
  a: ArticleDetail,
  b: ArticleDetail,
): Promise<StoryExplanation> {
  const [left, right] = [await readClustered(pool, a), await readClustered(pool, b)];
  const shingles = await readShingles(pool, [left, right]);
  const [ofA, ofB] = [shingles.get(left.id), shingles.get(right.id)];
  if (ofA === undefined || ofB === undefined) throw notClustered();
  const algorithm = await getActiveAlgorithm(pool);
  const keys = await withoutStopKeys(pool, ofA.keys, algorithm.id);
  const components = await readComponents(pool, [left.id, right.id], algorithm.fingerprintVersion);
  try {
    return explainStory({
      facts: toComponentFacts(components),
      aId: a.id,
      bId: b.id,
      pair: { a: left.id, b: right.id, ...compareFingerprints(ofA, ofB) },
      sharedKeys: countSharedKeys(keys, ofB.keys),
    });
  } catch (error) {
    // Gone between two reads: a quarantine took it.
    throw error instanceof RangeError ? notClustered() : error;
  }
}

/** The fingerprint of an article that is in a story. Throws AppError `conflict` for one that is not. */
export async function readClustered(pool: Pool, article: ArticleDetail): Promise<FingerprintFacts> {
  const fingerprint = article.story === null ? null : await findFingerprint(pool, article.id);
  if (fingerprint === null) throw notClustered();
  return fingerprint;
}

function notClustered(): AppError {
  return new AppError(
    'conflict',
    'An article that is not in a story yet, or in quarantine, has no explanation.',
  );
}
