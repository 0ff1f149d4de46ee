import {
  chainKey,
  diffPartition,
  isInWindow,
  partition,
  type MemberArticle,
  type Pair,
  type PartitionDiff,
  type TextNode,
} from '@writethru/clustering';
import {
  compareFingerprints,
  countFingerprint,
  type ComparableFingerprint,
  type ShingleSeed,
} from '@writethru/fingerprint';
import {
  keyOfFingerprint,
  listStopKeys,
  listTextDays,
  readAllConstraints,
  readClusteredPage,
  readClusteredTexts,
  type AlgorithmVersion,
  type ClusteredText,
  type Pool,
} from '@writethru/store';

import { prepareArticle } from '../prepare.ts';
import { CandidateIndex } from './candidate-index.ts';

/** What a replay would change. */
export interface ReplayPlan extends PartitionDiff {
  /** Articles whose text is gone and would have to be read anew: they stay where they are. */
  withoutText: number;
}

const PAGE_TEXTS = 500;

/** A text that was sent under a guid. */
interface ChainText {
  node: TextNode;
  version: number;
}

type ReadText = Omit<TextNode, 'id' | 'articles'> & {
  fingerprint: ComparableFingerprint;
  keys: Int32Array;
};

/**
 * Decides the whole store anew under an algorithm version, in memory and without writing anything, and says what would
 * change. `report` is told how many articles have been read. It goes day by day: of every article it holds what the
 * partition needs, of the texts of the last days what they are compared by.
 */
export async function planReplay(
  pool: Pool,
  seed: ShingleSeed,
  algorithm: AlgorithmVersion,
  report: (articlesDone: number) => Promise<void>,
): Promise<ReplayPlan> {
  const nodes = new Map<string, TextNode>();
  const chains = new Map<string, ChainText[]>();
  const pairs: Pair[] = [];
  const index = new CandidateIndex();
  const storyOf = new Map<string, string>();
  const stopKeys = await listStopKeys(pool, algorithm.id);
  let withoutText = 0;
  for (const day of await listTextDays(pool)) {
    for (let after: number | null = 0; after !== null;) {
      const page = await readClusteredPage(pool, { day, after }, algorithm.fingerprintVersion, PAGE_TEXTS);
      for (const { article, text } of page.articles) {
        const read = readText(text, seed);
        if (read === null) {
          withoutText++;
          continue;
        }
        const { fingerprint, keys, ...facts } = read;
        const key = keyOfFingerprint(facts);
        let node = nodes.get(key);
        if (node === undefined) {
          node = { ...facts, id: nodes.size + 1, articles: [] };
          nodes.set(key, node);
          const counted = keys.filter((each) => !stopKeys.has(each));
          for (const pair of index.add({ node, keys: counted, fingerprint })) pairs.push(pair);
        }
        const chain = chains.get(chainKey(article));
        if (chain === undefined) chains.set(chainKey(article), [{ node, version: article.version }]);
        else chain.push({ node, version: article.version });
        node.articles.push(trim(article));
        storyOf.set(article.id, article.placement!.storyId);
      }
      after = page.next;
      await report(storyOf.size + withoutText);
    }
  }
  const reread = async (node: TextNode): Promise<ComparableFingerprint | null> => {
    const [article] = node.articles;
    const texts = await readClusteredTexts(pool, [article!], algorithm.fingerprintVersion);
    return readText(texts.get(article!.id) ?? { kind: 'gone' }, seed)?.fingerprint ?? null;
  };
  for (const chain of chains.values()) pairs.push(...(await pairFarVersions(chain, reread)));
  const constraints = await readAllConstraints(pool);
  const { stories } = partition({ nodes: [...nodes.values()], pairs, constraints });
  const groups = stories.map((articles) => articles.map(({ id }) => id));
  return { ...diffPartition(groups, storyOf), withoutText };
}

function readText(text: ClusteredText, seed: ShingleSeed): ReadText | null {
  if (text.kind === 'gone') return null;
  if (text.kind === 'stored') {
    const { id: _id, ...facts } = text.facts;
    return { ...facts, fingerprint: text.fingerprint, keys: text.fingerprint.keys };
  }
  const { fingerprint } = prepareArticle(text.sent, seed);
  return { day: fingerprint.day, ...countFingerprint(fingerprint), fingerprint, keys: fingerprint.keys };
}

/** An article without what only its relations are told by: a plan holds every one. */
function trim(article: MemberArticle): MemberArticle {
  const { id, provider, guid, version, contentHash, effectiveAtMs, isBackfill, markers, linkKeys } = article;
  const { pubStatus, embargoedUntilMs, standingPubStatus, standingEmbargoedUntilMs, textGone } = article;
  const shown = { pubStatus, embargoedUntilMs, standingPubStatus, standingEmbargoedUntilMs, textGone };
  const identity = { id, provider, guid, version, contentHash, effectiveAtMs, isBackfill, markers, linkKeys };
  return { ...identity, ...shown, numbers: [], names: [] };
}

/** Versions of a guid that lie too far apart to be candidates: whether it was used again takes a look at both texts. */
async function pairFarVersions(
  chain: ChainText[],
  reread: (node: TextNode) => Promise<ComparableFingerprint | null>,
): Promise<Pair[]> {
  const ordered = chain.toSorted((x, y) => x.version - y.version);
  const pairs: Pair[] = [];
  for (const [at, { node: later }] of ordered.slice(1).entries()) {
    const { node: earlier } = ordered[at]!;
    if (earlier === later || isInWindow(earlier, later)) continue;
    const [a, b] = earlier.id < later.id ? [earlier, later] : [later, earlier];
    const [ofA, ofB] = [await reread(a), await reread(b)];
    if (ofA === null || ofB === null) continue;
    pairs.push({ a: a.id, b: b.id, isCandidate: false, ...compareFingerprints(ofA, ofB) });
  }
  return pairs;
}
