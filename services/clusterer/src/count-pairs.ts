import { isInWindow, RULE } from '@writethru/clustering';
import { PostingTable } from '@writethru/fingerprint';

import type { HeldText } from './text-cache.ts';

/**
 * The candidates of each of `found` among `own`, by their places there, ascending. All of `own` at once, so that a text
 * which shares no key with any costs a look for each of its keys and no more.
 */
export function listCandidates(
  own: readonly HeldText[],
  found: readonly HeldText[],
  stopKeys: ReadonlySet<number>,
): number[][] {
  const keys = new PostingTable(own.map((text) => withoutStopped(text.fingerprint.keys, stopKeys)));
  const sameText = new Map<string, number[]>();
  for (const [at, { facts, fingerprint }] of own.entries()) {
    // What has no key is never searched for by one.
    if (fingerprint.keys.length === 0) continue;
    const twins = sameText.get(facts.textHash);
    if (twins === undefined) sameText.set(facts.textHash, [at]);
    else twins.push(at);
  }
  const sharedKeys = new Uint32Array(own.length);
  return found.map(({ facts, fingerprint }) => {
    const sharers: number[] = [];
    keys.count(fingerprint.keys, sharedKeys, sharers);
    for (const at of sameText.get(facts.textHash) ?? []) {
      if (sharedKeys[at] === 0) sharers.push(at);
      sharedKeys[at] = RULE.minSharedKeys;
    }
    const candidates = sharers.filter(
      (at) =>
        sharedKeys[at]! >= RULE.minSharedKeys &&
        own[at]!.facts.id !== facts.id &&
        isInWindow(own[at]!.facts, facts),
    );
    for (const at of sharers) sharedKeys[at] = 0;
    return candidates.sort((a, b) => a - b);
  });
}

/** What a text shares with each of the texts of a batch, by their number in it. Exact. */
export interface SharedCounts {
  /** Distinct shingles in both. */
  shared: Uint32Array;
  /** Shingles at the top of the batch's text that stand in the other one, wherever there; and the reverse. */
  ownTop: Uint32Array;
  otherTop: Uint32Array;
}

/**
 * Answers what one text shares with each text of `own`, in the same arrays each time: all of them at once, so that a
 * crowd costs what it has in common and not what each of its texts is made of.
 */
export function makePairCounter(own: readonly HeldText[]): (other: HeldText) => SharedCounts {
  const shingles = new PostingTable(own.map((text) => text.fingerprint.shingles));
  const tops = new PostingTable(own.map((text) => text.fingerprint.leadShingles));
  const shared = new Uint32Array(own.length);
  const ownTop = new Uint32Array(own.length);
  const otherTop = new Uint32Array(own.length);
  return ({ fingerprint }) => {
    for (const counts of [shared, ownTop, otherTop]) counts.fill(0);
    shingles.count(fingerprint.shingles, shared);
    tops.count(fingerprint.shingles, ownTop);
    shingles.count(fingerprint.leadShingles, otherTop);
    return { shared, ownTop, otherTop };
  };
}

function withoutStopped(keys: Int32Array, stopKeys: ReadonlySet<number>): Int32Array {
  return stopKeys.size === 0 ? keys : keys.filter((key) => !stopKeys.has(key));
}
