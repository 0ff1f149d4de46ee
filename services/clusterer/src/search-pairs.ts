import { isInWindow, isKept, isLink, isReusedGuid, RULE, type Pair } from '@writethru/clustering';
import { compareFingerprints } from '@writethru/fingerprint';
import {
  findCandidates,
  findKeyNeighbours,
  readShingles,
  type FingerprintFacts,
  type LinkRow,
  type Pool,
} from '@writethru/store';

/** An article that was published, with its fingerprint's facts. */
export interface Published {
  id: string;
  fingerprint: FingerprintFacts;
}

export interface SearchResult {
  links: LinkRow[];
  /** Pairs of fingerprints whose components have to become one. */
  joins: (readonly [number, number])[];
  /** Candidates of each published fingerprint, before any was dropped. One that has none is left out. */
  candidateCounts: ReadonlyMap<number, number>;
}

/**
 * Search: all candidates and key neighbours of the published articles, each pair scored exactly on the stored shingle
 * sets. Must run in a snapshot taken after the publish committed.
 */
export async function searchPairs(pool: Pool, published: readonly Published[]): Promise<SearchResult> {
  const own = new Map(published.map((article) => [article.fingerprint.id, article.fingerprint]));
  const candidates = await findCandidates(pool, [...own.values()], RULE);
  const neighbours = await findKeyNeighbours(
    pool,
    published.map((article) => article.id),
    RULE.windowDays,
  );
  const ownOf = new Map(published.map((article) => [article.id, article.fingerprint]));
  const wanted = new Map<string, { a: FingerprintFacts; b: FingerprintFacts; isCandidate: boolean }>();
  const joins: [number, number][] = [];
  const candidateCounts = new Map<number, number>();
  for (const { ofId, candidate } of candidates) {
    candidateCounts.set(ofId, (candidateCounts.get(ofId) ?? 0) + 1);
    const [a, b] = inOrder(own.get(ofId)!, candidate);
    wanted.set(`${a.id}/${b.id}`, { a, b, isCandidate: true });
  }
  for (const neighbour of neighbours) {
    const fingerprint = ownOf.get(neighbour.ofArticleId)!;
    if (fingerprint.id === neighbour.fingerprint.id) continue;
    const [a, b] = inOrder(fingerprint, neighbour.fingerprint);
    // Past the window a guid may have been used again for another story: that takes a look at both texts.
    if (neighbour.isChain && !isInWindow(a, b)) wanted.set(`${a.id}/${b.id}`, { a, b, isCandidate: false });
    else joins.push([a.id, b.id]);
  }
  const links = await scorePairs(pool, [...wanted.values()]);
  for (const link of links) if (link.isJoin) joins.push([link.row.a, link.row.b]);
  return { links: links.map((link) => link.row), joins, candidateCounts };
}

function inOrder(x: FingerprintFacts, y: FingerprintFacts): [FingerprintFacts, FingerprintFacts] {
  return x.id < y.id ? [x, y] : [y, x];
}

async function scorePairs(
  pool: Pool,
  pairs: readonly { a: FingerprintFacts; b: FingerprintFacts; isCandidate: boolean }[],
): Promise<{ row: LinkRow; isJoin: boolean }[]> {
  if (pairs.length === 0) return [];
  const needed = new Map(pairs.flatMap(({ a, b }) => [[a.id, a] as const, [b.id, b] as const]));
  const shingles = await readShingles(pool, [...needed.values()]);
  const scored: { row: LinkRow; isJoin: boolean }[] = [];
  for (const { a, b, isCandidate } of pairs) {
    const [left, right] = [shingles.get(a.id), shingles.get(b.id)];
    // Gone since the search: a quarantine took it.
    if (left === undefined || right === undefined) continue;
    const row: LinkRow = { a: a.id, b: b.id, isCandidate, ...compareFingerprints(left, right) };
    const pair: Pair = row;
    if (isCandidate && !isKept(a, b, pair)) continue;
    const isJoin = isCandidate ? isLink(a, b, pair) : !isReusedGuid(a, b, pair.shared);
    scored.push({ row, isJoin });
  }
  return scored;
}
