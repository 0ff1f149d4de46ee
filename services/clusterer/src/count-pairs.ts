import { isInWindow, RULE } from '@writethru/clustering';
import { PostingTable } from '@writethru/fingerprint';

import type { HeldText } from './text-cache.ts';

/** What a text shares with each of the texts of a batch, by their number in it. */
export interface SharedCounts {
  /** Whether they are candidates. Exact. */
  isCandidate: Uint8Array;
  /** Distinct shingles in both; of no pair but candidates. Exact. */
  shared: Uint32Array;
  /** Shingles at the top of the batch's text that stand in the other one, wherever there; and the reverse. */
  ownTop: Uint32Array;
  otherTop: Uint32Array;
}

/**
 * Answers what one text shares with each text of `own`, in the same arrays each time: all of them at once, so that a
 * crowd costs what it has in common and not what each of its texts is made of.
 */
export function makePairCounter(
  own: readonly HeldText[],
  stopKeys: ReadonlySet<number>,
): (other: HeldText) => SharedCounts {
  const keys = new PostingTable(own.map((text) => withoutStopped(text.fingerprint.keys, stopKeys)));
  const shingles = new PostingTable(own.map((text) => text.fingerprint.shingles));
  const tops = new PostingTable(own.map((text) => text.fingerprint.leadShingles));
  const sameText = new Map<string, number[]>();
  for (const [at, { facts, fingerprint }] of own.entries()) {
    // What has no key is never searched for by one.
    if (fingerprint.keys.length === 0) continue;
    const twins = sameText.get(facts.textHash);
    if (twins === undefined) sameText.set(facts.textHash, [at]);
    else twins.push(at);
  }
  const sharedKeys = new Uint32Array(own.length);
  const isCandidate = new Uint8Array(own.length);
  const shared = new Uint32Array(own.length);
  const ownTop = new Uint32Array(own.length);
  const otherTop = new Uint32Array(own.length);
  return (other) => {
    sharedKeys.fill(0);
    keys.count(other.fingerprint.keys, sharedKeys);
    for (const at of sameText.get(other.facts.textHash) ?? []) sharedKeys[at] = RULE.minSharedKeys;
    let candidates = 0;
    for (let at = 0; at < own.length; at++) {
      const { facts } = own[at]!;
      const isOne =
        sharedKeys[at]! >= RULE.minSharedKeys &&
        facts.id !== other.facts.id &&
        isInWindow(facts, other.facts);
      isCandidate[at] = isOne ? 1 : 0;
      candidates += isCandidate[at]!;
    }
    if (candidates > 0) {
      for (const counts of [shared, ownTop, otherTop]) counts.fill(0);
      shingles.count(other.fingerprint.shingles, shared);
      tops.count(other.fingerprint.shingles, ownTop);
      shingles.count(other.fingerprint.leadShingles, otherTop);
    }
    return { isCandidate, shared, ownTop, otherTop };
  };
}

function withoutStopped(keys: Int32Array, stopKeys: ReadonlySet<number>): Int32Array {
  return stopKeys.size === 0 ? keys : keys.filter((key) => !stopKeys.has(key));
}
