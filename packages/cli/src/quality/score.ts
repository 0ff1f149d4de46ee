import { type Gold, pairKey } from './gold.ts';

/** How good a partition is. Shares are rounded to four digits. */
export interface Quality {
  /** Of the pairs in one story, how many are labelled `same`; and of those so labelled, how many are in one story. */
  precision: number;
  recall: number;
  /** The harmonic mean of the two. */
  f1: number;
  /** Adjusted Rand index over the whole corpus (Hubert and Arabie 1985): 1 is the same partition, 0 is chance. */
  ari: number;
  truePositive: number;
  falsePositive: number;
  falseNegative: number;
  /** The false positives by what the labels say of them; `unlisted`: nothing, and the two are of no one cluster. */
  wrong: { different: number; digest: number; unlisted: number };
  biggestStory: number;
  articles: number;
  articlesWithoutStory: number;
  stories: number;
}

/**
 * Scores `storyOf` (guid to story) against the labels. `corpus` is every guid that was sent: the ARI is taken over
 * all of them, those that no label names included.
 */
export function scorePartition(
  gold: Gold,
  storyOf: ReadonlyMap<string, string>,
  corpus: readonly string[],
): Quality {
  const stories = groupByStory(storyOf);
  let truePositive = 0;
  const wrong = { different: 0, digest: 0, unlisted: 0 };
  for (const guids of stories.values()) {
    for (const [a, b] of listPairs(guids)) {
      const label = gold.labels.get(pairKey(a, b));
      if (label === 'same') truePositive++;
      else if (label === undefined) {
        if (!isOneCluster(gold, a, b)) wrong.unlisted++;
      } else if (label !== 'related') wrong[label]++;
    }
  }
  const wanted = [...gold.labels.values()].filter((label) => label === 'same').length;
  const falsePositive = wrong.different + wrong.digest + wrong.unlisted;
  const precision = truePositive / Math.max(1, truePositive + falsePositive);
  const recall = wanted === 0 ? 0 : truePositive / wanted;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return {
    precision: round(precision),
    recall: round(recall),
    f1: round(f1),
    ari: round(measureAri(gold, storyOf, corpus)),
    truePositive,
    falsePositive,
    falseNegative: wanted - truePositive,
    wrong,
    biggestStory: [...stories.values()].reduce((most, guids) => Math.max(most, guids.length), 0),
    articles: corpus.length,
    articlesWithoutStory: corpus.filter((guid) => !storyOf.has(guid)).length,
    stories: stories.size,
  };
}

/** Guids by story, in the order of `storyOf`. */
export function groupByStory(storyOf: ReadonlyMap<string, string>): Map<string, string[]> {
  const stories = new Map<string, string[]>();
  for (const [guid, story] of storyOf) {
    const guids = stories.get(story);
    if (guids === undefined) stories.set(story, [guid]);
    else guids.push(guid);
  }
  return stories;
}

function* listPairs(guids: readonly string[]): Generator<[string, string]> {
  for (let i = 0; i < guids.length; i++)
    for (let j = i + 1; j < guids.length; j++) yield [guids[i]!, guids[j]!];
}

function isOneCluster(gold: Gold, a: string, b: string): boolean {
  const cluster = gold.clusterOf.get(a);
  return cluster !== undefined && cluster === gold.clusterOf.get(b);
}

function measureAri(gold: Gold, storyOf: ReadonlyMap<string, string>, corpus: readonly string[]): number {
  const wanted = new Map<string, number>();
  const found = new Map<string, number>();
  const both = new Map<string, number>();
  for (const guid of corpus) {
    // An article that is in no cluster, or no story, stands alone in one of its own.
    const cluster = gold.clusterOf.get(guid);
    const story = storyOf.get(guid);
    const row = cluster === undefined ? `alone ${guid}` : `cluster ${cluster}`;
    const column = story === undefined ? `alone ${guid}` : `story ${story}`;
    count(wanted, row);
    count(found, column);
    count(both, `${row}\t${column}`);
  }
  const agreed = countPairs(both);
  const [rows, columns] = [countPairs(wanted), countPairs(found)];
  const byChance = (rows * columns) / pairsOf(corpus.length);
  const most = (rows + columns) / 2;
  return most === byChance || corpus.length < 2 ? 1 : (agreed - byChance) / (most - byChance);
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function countPairs(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, size) => total + pairsOf(size), 0);
}

function pairsOf(size: number): number {
  return (size * (size - 1)) / 2;
}

function round(share: number): number {
  return Number(share.toFixed(4));
}
