import { isInWindow, isKept, RULE, type Pair } from '@writethru/clustering';
import { compareFingerprints, countSharedKeys } from '@writethru/fingerprint';
import type { Db, FingerprintRef, LinkRow } from '@writethru/store';

import type { AlgorithmInForce } from './algorithm-in-force.ts';
import type { HeldText, TextCache } from './text-cache.ts';

/**
 * Whether two texts are candidates: enough shared index keys that are no stop keys, or the same words, within the window.
 * Symmetric.
 */
export function areCandidates(a: HeldText, b: HeldText, stopKeys: ReadonlySet<number>): boolean {
  if (a.facts.id === b.facts.id || !isInWindow(a.facts, b.facts)) return false;
  if (a.facts.textHash === b.facts.textHash) return true;
  return countSharedKeys(a.fingerprint.keys, b.fingerprint.keys, stopKeys) >= RULE.minSharedKeys;
}

/** Two texts with the smaller id first, as pairs are kept. */
export function inOrder(x: HeldText, y: HeldText): [HeldText, HeldText] {
  return x.facts.id < y.facts.id ? [x, y] : [y, x];
}

/** What two texts share, exactly. `a` has the smaller id. */
export function comparePair(a: HeldText, b: HeldText, isCandidate = true): Pair {
  return { a: a.facts.id, b: b.facts.id, isCandidate, ...compareFingerprints(a.fingerprint, b.fingerprint) };
}

/** What two candidates share, where that is worth keeping. */
export function compareIfKept(x: HeldText, y: HeldText): Pair | null {
  const [a, b] = inOrder(x, y);
  const pair = comparePair(a, b);
  return isKept(a.facts, b.facts, pair) ? pair : null;
}

/** The pairs that are worth keeping between texts of different parts, without those in `known`. */
export async function pairUp(
  deps: { texts: TextCache; db: Db; algorithm: AlgorithmInForce },
  parts: readonly (readonly FingerprintRef[])[],
  known: readonly LinkRow[],
): Promise<LinkRow[]> {
  const held = await deps.texts.read(deps.db, parts.flat());
  const isKnown = new Set(known.map((pair) => `${pair.a}/${pair.b}`));
  const rows: LinkRow[] = [];
  const before: HeldText[] = [];
  for (const part of parts) {
    const own = part.flatMap(({ id }) => held.get(id) ?? []);
    for (const text of own) {
      for (const other of before) {
        if (!areCandidates(text, other, deps.algorithm.stopKeys) || isKnown.has(nameOf(text, other)))
          continue;
        const pair = compareIfKept(text, other);
        if (pair !== null) rows.push(pair);
      }
    }
    before.push(...own);
  }
  return rows;
}

function nameOf(x: HeldText, y: HeldText): string {
  const [a, b] = inOrder(x, y);
  return `${a.facts.id}/${b.facts.id}`;
}
