import { isInWindow, isReusedGuid, RULE } from '@writethru/clustering';
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
import { joinDigests } from './join-digests.ts';
import { compareIfKept, comparePair, inOrder } from './pair-up.ts';
import { sortOut, type SortedOut } from './sort-out.ts';
import type { TextCache } from './text-cache.ts';

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

/** Whom published texts share index keys with, by somebody's memory; null where it is not sure. Then Postgres is asked. */
export type KnownSharers = () => Promise<readonly FingerprintRef[] | null>;

/**
 * Search: all candidates and key neighbours of the published articles, each pair that may be a link scored exactly on
 * the stored shingle sets. Must run in a snapshot taken after the publish committed. With `all` it answers every pair
 * of the published that is worth keeping, too.
 */
export async function searchPairs(
  deps: {
    pool: Pool;
    texts: TextCache;
    algorithm: AlgorithmInForce;
    knownSharers?: KnownSharers | undefined;
  },
  published: readonly Published[],
  all = false,
): Promise<SearchResult> {
  const { pool, texts, algorithm, knownSharers } = deps;
  const own = new Map(published.map(({ fingerprint }) => [fingerprint.id, fingerprint]));
  const { sharers, byProvider } = await findNeighbours(
    pool,
    { fingerprints: [...own.values()], articleIds: published.map((article) => article.id) },
    { windowDays: RULE.windowDays, algorithm, sharers: (await knownSharers?.()) ?? null },
  );
  const { joins, distant } = splitNeighbours(published, byProvider);
  const held = await texts.read(pool, [...sharers, ...distant.flat()]);
  const found = sharers.flatMap(({ id }) => held.get(id) ?? []);
  const ownTexts = found.filter(({ facts }) => own.has(facts.id));
  const { links, items, strangers, counts } = sortOut(ownTexts, found, algorithm.stopKeys);
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
    const within = strangers.filter(([other]) => own.has(other.facts.id));
    links.push(
      ...within.flatMap(([other, those]) => those.flatMap((text) => compareIfKept(text, other) ?? [])),
    );
  }
  joins.push(...(await joinDigests(deps, items)));
  return { links, joins, candidateCounts: counts };
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

/** What a story names beside it need be no match, and stays in a component of its own. */
async function keepBeside(pool: Pool, strangers: SortedOut['strangers']): Promise<LinkRow[]> {
  if (strangers.length === 0) return [];
  const ids = new Set<number>();
  for (const [other, those] of strangers) {
    ids.add(other.facts.id);
    for (const { facts } of those) ids.add(facts.id);
  }
  const beside = await listBeside(pool, [...ids]);
  if (beside.size === 0) return [];
  return strangers.flatMap(([other, those]) =>
    those
      .filter((text) => beside.has(text.facts.id) || beside.has(other.facts.id))
      .flatMap((text) => compareIfKept(text, other) ?? []),
  );
}
