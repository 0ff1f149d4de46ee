import { RULE, scorePair } from '@writethru/clustering';
import {
  getActiveAlgorithm,
  listCarriers,
  listConstrainedPairs,
  listRecentPairs,
  type Carrier,
  type Pool,
} from '@writethru/store';

import { chooseDoubts, type Doubt, type ScoredPair } from './choose-doubts.ts';

/** So many pairs are looked at: what a list costs does not grow with the archive. */
const MAX_PAIRS = 5_000;
/** How far from the threshold a score is doubtful. */
const MARGIN = 2_000;

/** A doubtful pair, told by the first article that carries each text. */
export interface DoubtfulPair extends Doubt {
  articles: [Carrier, Carrier];
}

/** The pairs that the rule was least sure of, among those that were compared last, and how many those were. */
export async function listDoubts(pool: Pool): Promise<{ pairs: DoubtfulPair[]; compared: number }> {
  const { id: algorithmVersion } = await getActiveAlgorithm(pool);
  const compared = await listRecentPairs(pool, { limit: MAX_PAIRS, algorithmVersion });
  const scored = compared.map(({ link, a, b }) => ({ a: a.id, b: b.id, score: scorePair(a, b, link) }));
  const carriers = await readCarriers(pool, scored);
  const storyOf = new Map(
    [...carriers].flatMap(([text, { storyId }]) => (storyId === null ? [] : [[text, storyId]])),
  );
  const doubts = chooseDoubts(scored, storyOf, { threshold: RULE.matchScore, margin: MARGIN });
  const pairs = doubts.map((doubt): DoubtfulPair => ({
    ...doubt,
    articles: [carriers.get(doubt.a)!, carriers.get(doubt.b)!],
  }));
  return { pairs: await dropJudged(pool, pairs), compared: compared.length };
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
