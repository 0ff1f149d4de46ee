import { isKept, RULE, type Pair, type TextNode } from '@writethru/clustering';
import { compareFingerprints, type ComparableFingerprint } from '@writethru/fingerprint';

/** A text with what it is found and compared by. */
export interface IndexedText {
  node: TextNode;
  /** Its index keys without stop keys. */
  keys: Int32Array;
  fingerprint: ComparableFingerprint;
}

/**
 * The index of a store in memory, for a plan that writes nothing: the same candidates and the same pairs as the
 * clusterer's search finds. Texts are added day by day, ascending, and it holds those of the window alone.
 */
export class CandidateIndex {
  /** By day, then by key. A text is held under its hash too: the same one is a candidate whatever its keys. */
  private readonly days = new Map<number, Map<number | string, IndexedText[]>>();

  /** The pairs of `text` with all of the window added before that are worth keeping; then it is added. */
  add(text: IndexedText): Pair[] {
    const { day } = text.node;
    for (const held of this.days.keys()) if (held < day - RULE.windowDays) this.days.delete(held);
    const sharedKeys = new Map<IndexedText, number>();
    for (const holders of this.days.values()) {
      for (const other of holders.get(text.node.textHash) ?? []) sharedKeys.set(other, 0);
      for (const key of text.keys)
        for (const other of holders.get(key) ?? []) sharedKeys.set(other, (sharedKeys.get(other) ?? 0) + 1);
    }
    this.hold(text);
    const pairs: Pair[] = [];
    for (const [other, count] of sharedKeys) {
      if (count < RULE.minSharedKeys && other.node.textHash !== text.node.textHash) continue;
      const overlap = compareFingerprints(other.fingerprint, text.fingerprint);
      const pair: Pair = { a: other.node.id, b: text.node.id, isCandidate: true, ...overlap };
      if (isKept(other.node, text.node, pair)) pairs.push(pair);
    }
    return pairs;
  }

  private hold(text: IndexedText): void {
    const { day, textHash, wordCount } = text.node;
    const holders = this.days.get(day) ?? new Map<number | string, IndexedText[]>();
    this.days.set(day, holders);
    // A text without words is like nothing.
    for (const key of wordCount === 0 ? [] : [textHash, ...text.keys]) {
      const held = holders.get(key);
      if (held === undefined) holders.set(key, [text]);
      else held.push(text);
    }
  }
}
