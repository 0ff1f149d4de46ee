import {
  isInWindow,
  isItemOf,
  isLink,
  RULE,
  scorePair,
  type Pair,
  type TextNode,
} from '@writethru/clustering';
import type { FingerprintRow } from '@writethru/store';

import { toNode } from '../../../services/clusterer/src/search-pairs.ts';

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
}

/** The distinct texts of the articles. */
export function listTexts(articles: readonly ReferenceArticle[]): Text[] {
  const texts: Text[] = [];
  for (const article of articles) {
    if (texts.some((text) => isTextOf(article, text))) continue;
    const { keys, shingles, leadShingles, ...facts } = article.fingerprint;
    texts.push({
      node: toNode({ ...facts, id: texts.length + 1, leadCount: leadShingles.length }),
      keys: new Set(keys),
      shingles: new Set(shingles),
      leadShingles: [...leadShingles],
    });
  }
  return texts;
}

function isTextOf({ fingerprint }: ReferenceArticle, { node }: Text): boolean {
  return node.textHash === fingerprint.textHash && node.day === fingerprint.day;
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
    return this.isCandidate(a, b) ? scorePair(a.node, b.node, this.shared(a, b)) : 0;
  }

  isLink(a: Text, b: Text): boolean {
    return a !== b && isLink(a.node, b.node, this.pair(a, b));
  }

  isItemOf(item: Text, digest: Text): boolean {
    return this.isCandidate(item, digest) && isItemOf(item.node, digest.node, this.pair(item, digest));
  }

  private pair(a: Text, b: Text): Pair {
    const facts = this.facts.get(a)!.get(b)!;
    return {
      a: a.node.id,
      b: b.node.id,
      isCandidate: facts.isCandidate,
      shared: facts.shared,
      aLeadInB: a.leadShingles.filter((shingle) => b.shingles.has(shingle)).length,
      bLeadInA: b.leadShingles.filter((shingle) => a.shingles.has(shingle)).length,
    };
  }
}

interface Facts {
  shared: number;
  isCandidate: boolean;
}

function compareTexts(a: Text, b: Text): Facts {
  const sharedKeys = [...a.keys].filter((key) => b.keys.has(key)).length;
  const isSame = a.node.textHash === b.node.textHash;
  return {
    shared: [...a.shingles].filter((shingle) => b.shingles.has(shingle)).length,
    isCandidate: a !== b && isInWindow(a.node, b.node) && (isSame || sharedKeys >= RULE.minSharedKeys),
  };
}
