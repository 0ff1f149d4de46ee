import {
  explainPair,
  type PairExplanation,
  type PairOverlap,
  RULE,
  type TextNode,
} from '@writethru/clustering';
import { compareFingerprints, countSharedKeys, type Fingerprint } from '@writethru/fingerprint';
import {
  findCandidates,
  findCandidatesOfText,
  getActiveAlgorithm,
  listCarriers,
  readShingles,
  withoutStopKeys,
  type AlgorithmVersion,
  type Carrier,
  type FingerprintFacts,
  type FingerprintShingles,
  type Pool,
} from '@writethru/store';

/** An article that carries a text like the one that was asked for. */
export interface Similar {
  carrier: Carrier;
  /** The text that it carries. */
  fingerprint: FingerprintFacts;
  evidence: PairExplanation;
  /** What the two share, seen from the text that was asked for. */
  overlap: PairOverlap;
}

/** Every article that a search for a stored text finds, and those that carry it too; the most alike first. */
export async function findSimilarToStored(
  pool: Pool,
  fingerprint: FingerprintFacts,
  perText: number,
): Promise<Similar[]> {
  const algorithm = await getActiveAlgorithm(pool);
  const options = { ...RULE, algorithmVersion: algorithm.id };
  const candidates = await findCandidates(pool, [fingerprint], options);
  const own = (await readShingles(pool, [fingerprint])).get(fingerprint.id);
  if (own === undefined) return [];
  const texts = [
    ...(fingerprint.wordCount > 0 ? [fingerprint] : []),
    ...candidates.map(({ candidate }) => candidate),
  ];
  return rank(pool, { node: { ...fingerprint, articles: [] }, fingerprint: own, algorithm }, texts, perText);
}

/** Every article that a search for a text finds that is not stored; the most alike first. */
export async function findSimilarToText(
  pool: Pool,
  text: { node: TextNode; fingerprint: Fingerprint; algorithm: AlgorithmVersion },
  perText: number,
): Promise<Similar[]> {
  const { node, fingerprint, algorithm } = text;
  const sought = { textHash: node.textHash, day: node.day, keys: fingerprint.keys };
  const candidates = await findCandidatesOfText(pool, sought, { ...RULE, algorithm });
  return rank(pool, text, candidates, perText);
}

async function rank(
  pool: Pool,
  sought: { node: TextNode; fingerprint: FingerprintShingles; algorithm: AlgorithmVersion },
  texts: readonly FingerprintFacts[],
  perText: number,
): Promise<Similar[]> {
  const { node, fingerprint: own, algorithm } = sought;
  const shingles = await readShingles(pool, texts);
  const keys = await withoutStopKeys(pool, own.keys, algorithm.id);
  const found = new Map<number, Omit<Similar, 'carrier'>>();
  for (const fingerprint of texts) {
    const other = shingles.get(fingerprint.id);
    if (other === undefined) continue;
    const overlap = compareFingerprints(own, other);
    const sharedKeys = countSharedKeys(keys, other.keys);
    const evidence = explainPair(node, fingerprint, overlap, sharedKeys);
    found.set(fingerprint.id, { fingerprint, evidence, overlap });
  }
  const carriers = await listCarriers(pool, [...found.keys()], perText);
  return carriers
    .map((carrier) => ({ carrier, ...found.get(carrier.fingerprintId)! }))
    .sort(
      (a, b) =>
        b.evidence.score - a.evidence.score ||
        a.carrier.effectiveAt.getTime() - b.carrier.effectiveAt.getTime() ||
        (a.carrier.articleId < b.carrier.articleId ? -1 : 1),
    );
}
