import { RULE, scorePair } from '@writethru/clustering';
import { compareFingerprints } from '@writethru/fingerprint';
import {
  getActiveAlgorithm,
  listCarriers,
  listConstrainedPairs,
  listNearTexts,
  readTexts,
  type Carrier,
  type Pool,
} from '@writethru/store';

import { chooseDoubts, type Doubt, type ScoredPair } from './choose-doubts.ts';

/** So many texts are looked at, each beside so many others: what a list costs does not grow with the archive. */
const LOOK = { texts: 300, perText: 8 };
/** How far from the threshold a score is doubtful. */
const MARGIN = 2_000;

/** A doubtful pair, told by the first article that carries each text. */
export interface DoubtfulPair extends Doubt {
  articles: [Carrier, Carrier];
}

/** The pairs that the rule was least sure of, among the texts that came last, and how many pairs were looked at. */
export async function listDoubts(pool: Pool): Promise<{ pairs: DoubtfulPair[]; compared: number }> {
  const scored = await scoreNearTexts(pool);
  const carriers = await readCarriers(pool, scored);
  const storyOf = new Map(
    [...carriers].flatMap(([text, { storyId }]) => (storyId === null ? [] : [[text, storyId]])),
  );
  const doubts = chooseDoubts(scored, storyOf, { threshold: RULE.matchScore, margin: MARGIN });
  const pairs = doubts.map((doubt): DoubtfulPair => ({
    ...doubt,
    articles: [carriers.get(doubt.a)!, carriers.get(doubt.b)!],
  }));
  return { pairs: await dropJudged(pool, pairs), compared: scored.length };
}

async function scoreNearTexts(pool: Pool): Promise<ScoredPair[]> {
  const { id: algorithmVersion } = await getActiveAlgorithm(pool);
  const near = await listNearTexts(pool, { ...RULE, ...LOOK, algorithmVersion });
  const refs = new Map(near.flat().map((ref) => [ref.id, ref]));
  const stored = await readTexts(pool, [...refs.values()], algorithmVersion);
  const texts = new Map(stored.map((text) => [text.facts.id, text]));
  return near.flatMap(([one, other]) => {
    const [a, b] = [texts.get(one.id), texts.get(other.id)];
    if (a === undefined || b === undefined) return [];
    const overlap = compareFingerprints(a.shingles, b.shingles);
    return [{ a: one.id, b: other.id, score: scorePair(a.facts, b.facts, overlap) }];
  });
}

/** The first article of each text that a doubtful pair may be of. */
async function readCarriers(pool: Pool, scored: readonly ScoredPair[]): Promise<Map<number, Carrier>> {
  const isNear = ({ score }: ScoredPair): boolean => Math.abs(score - RULE.matchScore) <= MARGIN;
  const near = new Set(scored.filter(isNear).flatMap(({ a, b }) => [a, b]));
  const beside = scored.filter(({ a, b }) => near.has(a) || near.has(b)).flatMap(({ a, b }) => [a, b]);
  const carriers = await listCarriers(pool, [...new Set(beside)], 1);
  return new Map(carriers.map((carrier) => [carrier.fingerprintId, carrier]));
}

/** Versions of one item are no doubt, and what an editor has spoken of is none any more. */
async function dropJudged(pool: Pool, pairs: readonly DoubtfulPair[]): Promise<DoubtfulPair[]> {
  const judged = await listConstrainedPairs(
    pool,
    pairs.flatMap(({ articles }) => articles),
  );
  const keyOf = ({ provider, guid }: { provider: string; guid: string }): string =>
    JSON.stringify([provider, guid]);
  const pairKey = (items: readonly { provider: string; guid: string }[]): string =>
    items.map(keyOf).sort().join();
  const known = new Set(judged.map(pairKey));
  return pairs.filter(
    ({ articles }) => keyOf(articles[0]) !== keyOf(articles[1]) && !known.has(pairKey(articles)),
  );
}
