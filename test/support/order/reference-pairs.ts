import {
  isInWindow,
  isItemOf,
  isLink,
  RULE,
  scorePair,
  type Pair,
  type TextNode,
} from '@writethru/clustering';
import { countFingerprint } from '@writethru/fingerprint';
import type { FingerprintRow } from '@writethru/store';

/** An article as the reference sees it. `name` is what a partition is written in. */
export interface ReferenceArticle {
  name: string;
  provider: string;
  guid: string;
  version: number;
  contentHash: string;
  fingerprint: FingerprintRow;
}

/** Articles of one text and day that no constraint parts: what pairs are looked at between. */
export interface Text {
  node: TextNode;
  keys: Set<number>;
  shingles: Set<number>;
  leadShingles: number[];
  numbers: Set<number>;
  headlineWords: Set<number>;
}

/** Shingles in a window at the top of a text, as docs/clustering.md has it. */
const WINDOW = 30;

/** The distinct texts of the articles. */
export function listTexts(articles: readonly ReferenceArticle[]): Text[] {
  const texts: Text[] = [];
  for (const article of articles) {
    if (texts.some((text) => isTextOf(article, text))) continue;
    const { day, keys, shingles, leadShingles, numbers, headlineWords } = article.fingerprint;
    texts.push({
      node: { id: texts.length + 1, day, ...countFingerprint(article.fingerprint), articles: [] },
      keys: new Set(keys),
      shingles: new Set(shingles),
      leadShingles: [...leadShingles],
      numbers: new Set(numbers),
      headlineWords: new Set(headlineWords),
    });
  }
  return texts;
}

function isTextOf({ fingerprint }: ReferenceArticle, { node }: Text): boolean {
  const isSameHeadline = node.headlineHash === fingerprint.headlineHash;
  return node.textHash === fingerprint.textHash && isSameHeadline && node.day === fingerprint.day;
}

/** The text that an article carries. */
export function textOf(article: ReferenceArticle, texts: readonly Text[]): Text {
  return texts.find((text) => isTextOf(article, text))!;
}

/** Facts of any two texts, worked out when asked. */
export class AllPairs {
  private readonly facts = new Map<Text, Map<Text, Facts>>();

  constructor(texts: readonly Text[]) {
    for (const a of texts) this.facts.set(a, new Map(texts.map((b) => [b, compareTexts(a, b)])));
  }

  /** Shared shingles, whether or not the two are candidates. */
  sharedAnyhow(a: Text, b: Text): number {
    return this.facts.get(a)!.get(b)!.shared;
  }

  shared(a: Text, b: Text): number {
    return this.isCandidate(a, b) ? this.sharedAnyhow(a, b) : 0;
  }

  isCandidate(a: Text, b: Text): boolean {
    return this.facts.get(a)!.get(b)!.isCandidate;
  }

  score(a: Text, b: Text): number {
    return this.isCandidate(a, b) ? scorePair(a.node, b.node, this.pair(a, b)) : 0;
  }

  isLink(a: Text, b: Text): boolean {
    return a !== b && isLink(a.node, b.node, this.pair(a, b));
  }

  isItemOf(item: Text, digest: Text): boolean {
    const pair = this.pair(item, digest);
    return pair.isCandidate && isItemOf(item.node, digest.node, pair);
  }

  private pair(a: Text, b: Text): Pair {
    const facts = this.facts.get(a)!.get(b)!;
    return {
      a: a.node.id,
      b: b.node.id,
      isCandidate: facts.isCandidate,
      shared: facts.shared,
      aLeadInB: countBestWindow(a, b),
      bLeadInA: countBestWindow(b, a),
      sharedNumbers: countShared(a.numbers, b.numbers),
      sharedHeadlineWords: countShared(a.headlineWords, b.headlineWords),
    };
  }
}

interface Facts {
  shared: number;
  isCandidate: boolean;
}

function compareTexts(a: Text, b: Text): Facts {
  const sharedKeys = countShared(a.keys, b.keys);
  const isSame = a.node.textHash === b.node.textHash;
  return {
    shared: countShared(a.shingles, b.shingles),
    isCandidate: a !== b && isInWindow(a.node, b.node) && (isSame || sharedKeys >= RULE.minSharedKeys),
  };
}

function countShared(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  return [...a].filter((value) => b.has(value)).length;
}

function countBestWindow(a: Text, b: Text): number {
  const starts = a.leadShingles.keys();
  const counts = [...starts].map(
    (start) =>
      a.leadShingles.slice(start, start + WINDOW).filter((shingle) => b.shingles.has(shingle)).length,
  );
  return Math.max(0, ...counts);
}
