import {
  isInWindow,
  isKept,
  partition,
  RULE,
  type Pair,
  type PartitionRule,
  type PairRule,
  type TextNode,
} from '@writethru/clustering';
import type { ArticleMarker } from '@writethru/domain';
import {
  compareFingerprints,
  countFingerprint,
  fingerprintText,
  type Fingerprint,
} from '@writethru/fingerprint';

const DAY_MS = 86_400_000;
/** The secret of an installation that is none. */
export const SEED = { word: 0x1f3a5c7e, shingle: 0x2b4d6f81 };

/** What of an article its story follows from, and a name for it. */
export interface OfflineArticle {
  name: string;
  body: string;
  headline?: string;
  /** ISO 8601. */
  publishedAt: string;
  /** What it says it is. */
  markers?: readonly ArticleMarker[];
}

/** A text with what pairs are made from. */
export interface OfflineText {
  node: TextNode;
  fingerprint: Fingerprint;
}

export interface OfflineCorpus {
  texts: OfflineText[];
  /** Every pair of candidates, a before b. */
  pairs: Pair[];
}

/**
 * Fingerprints articles and finds their candidates as the service does, without a store: what an experiment or a test
 * of the pure packages works on. Every article has a guid of its own. `stopKeys` count for nothing.
 */
export function readCorpus(
  articles: readonly OfflineArticle[],
  stopKeys: ReadonlySet<number> = new Set(),
): OfflineCorpus {
  const texts = new Map<string, OfflineText>();
  for (const [at, article] of articles.entries()) {
    const fingerprint = fingerprintText(article.body, SEED, article.headline ?? null);
    if (fingerprint === null) throw new RangeError(`${article.name} has no text`);
    const keys = fingerprint.keys.filter((key) => !stopKeys.has(key));
    const day = Math.floor(Date.parse(article.publishedAt) / DAY_MS);
    const identity = `${fingerprint.textHash}/${fingerprint.headlineHash}/${day}`;
    const text = texts.get(identity) ?? makeText({ ...fingerprint, keys }, day, texts.size);
    texts.set(identity, text);
    text.node.articles.push({
      id: article.name,
      provider: 'offline',
      guid: article.name,
      version: 0,
      contentHash: `${fingerprint.textHash}${at}`,
      effectiveAtMs: Date.parse(article.publishedAt),
      pubStatus: 'usable',
      embargoedUntilMs: null,
      standingPubStatus: 'usable',
      standingEmbargoedUntilMs: null,
      textGone: null,
      markers: article.markers ?? [],
      numbers: [],
      names: [],
      linkKeys: [],
      isBackfill: false,
    });
  }
  const all = [...texts.values()];
  return { texts: all, pairs: findPairs(all) };
}

function makeText(fingerprint: Fingerprint, day: number, id: number): OfflineText {
  return { node: { id, day, ...countFingerprint(fingerprint), articles: [] }, fingerprint };
}

function findPairs(texts: readonly OfflineText[]): Pair[] {
  const holders = new Map<number, OfflineText[]>();
  const pairs: Pair[] = [];
  for (const text of texts) {
    const sharedKeys = new Map<OfflineText, number>();
    for (const key of text.fingerprint.keys) {
      const others = holders.get(key);
      if (others === undefined) {
        holders.set(key, [text]);
        continue;
      }
      for (const other of others) sharedKeys.set(other, (sharedKeys.get(other) ?? 0) + 1);
      others.push(text);
    }
    for (const [other, count] of sharedKeys) {
      const isSame = other.node.textHash === text.node.textHash;
      if (!isInWindow(other.node, text.node) || (!isSame && count < RULE.minSharedKeys)) continue;
      pairs.push({
        a: other.node.id,
        b: text.node.id,
        isCandidate: true,
        ...compareFingerprints(other.fingerprint, text.fingerprint),
      });
    }
  }
  return pairs;
}

/** The stories of a corpus, as names. Under rules of its own no pair is dropped beforehand. */
export function clusterCorpus(
  { texts, pairs }: OfflineCorpus,
  rules?: { pair: PairRule; partition: PartitionRule },
): string[][] {
  const nodes = texts.map((text) => text.node);
  const held =
    rules === undefined ? pairs.filter((pair) => isKept(nodes[pair.a]!, nodes[pair.b]!, pair)) : pairs;
  const { stories } = partition({ nodes, pairs: held, constraints: [] }, rules);
  return stories.map((articles) => articles.map((article) => article.id).sort());
}

/** Shorthand: the stories of `articles`, each as sorted names, in the order of their first. */
export function clusterArticles(articles: readonly OfflineArticle[]): string[][] {
  return clusterCorpus(readCorpus(articles)).sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
}
