import { isInWindow, isItemOf, isMatch, isReusedGuid, mayBeLink, RULE } from '@writethru/clustering';
import { boundComparison } from '@writethru/fingerprint';
import {
  findNeighbours,
  listBeside,
  type FingerprintFacts,
  type FingerprintRef,
  type KeyNeighbour,
  type LinkRow,
  type Pool,
} from '@writethru/store';

import type { AlgorithmInForce } from './algorithm-in-force.ts';
import { joinDigests, type FoundItem } from './join-digests.ts';
import { areCandidates, compareIfKept, comparePair, inOrder } from './pair-up.ts';
import type { HeldText, TextCache } from './text-cache.ts';

/** An article that was published, with its fingerprint's facts. */
export interface Published {
  id: string;
  fingerprint: FingerprintFacts;
}

export interface SearchResult {
  /** Matches, versions of one guid, and pairs with a text beside stories: a story names these across components. */
  links: LinkRow[];
  /** Pairs of fingerprints whose components have to become one. */
  joins: (readonly [number, number])[];
  /** Candidates of each published fingerprint, before any was dropped. One that has none is left out. */
  candidateCounts: ReadonlyMap<number, number>;
}

/**
 * Search: all candidates and key neighbours of the published articles, each pair that may be a link scored exactly on
 * the stored shingle sets. Must run in a snapshot taken after the publish committed. With `all` it answers every pair
 * of the published that is worth keeping, too.
 */
export async function searchPairs(
  deps: { pool: Pool; texts: TextCache; algorithm: AlgorithmInForce },
  published: readonly Published[],
  all = false,
): Promise<SearchResult> {
  const { pool, texts, algorithm } = deps;
  const own = new Map(published.map(({ fingerprint }) => [fingerprint.id, fingerprint]));
  const { sharers, byProvider } = await findNeighbours(
    pool,
    { fingerprints: [...own.values()], articleIds: published.map((article) => article.id) },
    { windowDays: RULE.windowDays, algorithm },
  );
  const { joins, distant } = splitNeighbours(published, byProvider);
  const held = await texts.read(pool, listRefs(own, sharers, distant));
  const found = pickCandidates(new Set(own.keys()), sharers, held, algorithm.stopKeys);
  const { links, items, strangers } = sortOut(found.pairs);
  for (const pair of links) joins.push([pair.a, pair.b]);
  for (const [a, b] of distant) {
    const [left, right] = [held.get(a.id), held.get(b.id)];
    // Gone since the search: a quarantine took it.
    if (left === undefined || right === undefined) continue;
    const pair = comparePair(...inOrder(left, right), false);
    if (!isReusedGuid(left.facts, right.facts, pair.shared)) joins.push([pair.a, pair.b]);
    links.push(pair);
  }
  links.push(...(await keepBeside(pool, strangers)));
  if (all) {
    const within = strangers.filter(([a, b]) => own.has(a.facts.id) && own.has(b.facts.id));
    links.push(...within.flatMap(([a, b]) => compareIfKept(a, b) ?? []));
  }
  joins.push(...(await joinDigests(deps, items)));
  return { links, joins, candidateCounts: found.counts };
}

/** Key neighbours that join as they are, and those of whose texts that depends. */
function splitNeighbours(
  published: readonly Published[],
  neighbours: readonly KeyNeighbour[],
): { joins: [number, number][]; distant: [FingerprintRef, FingerprintRef][] } {
  const ownOf = new Map(published.map((article) => [article.id, article.fingerprint]));
  const joins: [number, number][] = [];
  const distant = new Map<string, [FingerprintRef, FingerprintRef]>();
  for (const { ofArticleId, isChain, isForeign, fingerprint } of neighbours) {
    const own = ownOf.get(ofArticleId)!;
    if (own.id === fingerprint.id) continue;
    // Past the window a guid may have been used again for another story: that takes a look at both texts.
    if (!isChain || isForeign || isInWindow(own, fingerprint)) joins.push([own.id, fingerprint.id]);
    else
      distant.set(`${Math.min(own.id, fingerprint.id)}/${Math.max(own.id, fingerprint.id)}`, [
        own,
        fingerprint,
      ]);
  }
  return { joins, distant: [...distant.values()] };
}

function* listRefs(
  own: ReadonlyMap<number, FingerprintRef>,
  sharers: ReadonlyMap<number, readonly FingerprintRef[]>,
  distant: readonly (readonly FingerprintRef[])[],
): Generator<FingerprintRef> {
  // Those that have nobody to be compared with need not be read.
  for (const [ofId, found] of sharers) {
    yield own.get(ofId)!;
    yield* found;
  }
  for (const ends of distant) yield* ends;
}

/** Of those that share a key the candidates: each pair once, and how many of them each text has. */
function pickCandidates(
  ownIds: ReadonlySet<number>,
  sharers: ReadonlyMap<number, readonly FingerprintRef[]>,
  held: ReadonlyMap<number, HeldText>,
  stopKeys: ReadonlySet<number>,
): { pairs: [HeldText, HeldText][]; counts: Map<number, number> } {
  const pairs: [HeldText, HeldText][] = [];
  const counts = new Map<number, number>();
  for (const [ofId, refs] of sharers) {
    const text = held.get(ofId);
    if (text === undefined) continue;
    let count = 0;
    for (const { id } of refs) {
      const other = held.get(id);
      if (other === undefined || !areCandidates(text, other, stopKeys)) continue;
      count++;
      // Of two in this batch each finds the other.
      if (id > ofId || !ownIds.has(id)) pairs.push([text, other]);
    }
    if (count > 0) counts.set(ofId, count);
  }
  return { pairs, counts };
}

/** Candidates that match, those of which one reads like an item of the other, and those that do not match. */
function sortOut(pairs: readonly (readonly [HeldText, HeldText])[]): {
  links: LinkRow[];
  items: FoundItem[];
  strangers: [HeldText, HeldText][];
} {
  const links: LinkRow[] = [];
  const items: FoundItem[] = [];
  const strangers: [HeldText, HeldText][] = [];
  for (const [x, y] of pairs) {
    // Almost every pair of a crowd ends here.
    if (!mayBeLink(x.facts, y.facts, boundComparison(x.fingerprint, y.fingerprint))) {
      strangers.push([x, y]);
      continue;
    }
    const [a, b] = inOrder(x, y);
    const pair = comparePair(a, b);
    if (isItemOf(a.facts, b.facts, pair)) items.push({ item: a, digest: b });
    if (isItemOf(b.facts, a.facts, pair)) items.push({ item: b, digest: a });
    if (isMatch(a.facts, b.facts, pair)) links.push(pair);
    else strangers.push([a, b]);
  }
  return { links, items, strangers };
}

/** What a story names beside it need be no match, and stays in a component of its own. */
async function keepBeside(pool: Pool, strangers: readonly [HeldText, HeldText][]): Promise<LinkRow[]> {
  if (strangers.length === 0) return [];
  const ids = new Set(strangers.flatMap(([a, b]) => [a.facts.id, b.facts.id]));
  const beside = await listBeside(pool, [...ids]);
  if (beside.size === 0) return [];
  return strangers
    .filter(([a, b]) => beside.has(a.facts.id) || beside.has(b.facts.id))
    .flatMap(([a, b]) => compareIfKept(a, b) ?? []);
}
