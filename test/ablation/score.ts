import { readFileSync } from 'node:fs';
import path from 'node:path';

/** How many of the pairs that stories make are right. Shares from 0 to 1. */
export interface PairScore {
  precision: number;
  recall: number;
  f1: number;
  biggestStory: number;
}

/** Answers whether two articles belong in one story; null where the labels do not score the pair. */
export interface Labels {
  sameCount: number;
  isSame(a: string, b: string): boolean | null;
}

/** Reads `gold_pairs.tsv` (a, b, label) and `gold_clusters.tsv` (cluster, guid), as `npm run quality` does. */
export function readLabels(folder: string): Labels {
  const labels = new Map(readRows(folder, 'gold_pairs.tsv').map(([a, b, label]) => [keyOf(a!, b!), label!]));
  const clusterOf = new Map(
    readRows(folder, 'gold_clusters.tsv').map(([cluster, guid]) => [guid!, cluster!]),
  );
  return {
    sameCount: [...labels.values()].filter((label) => label === 'same').length,
    isSame(a, b) {
      const label = labels.get(keyOf(a, b));
      if (label !== undefined) return label === 'related' ? null : label === 'same';
      const cluster = clusterOf.get(a);
      return cluster !== undefined && cluster === clusterOf.get(b) ? null : false;
    },
  };
}

function readRows(folder: string, file: string): string[][] {
  const lines = readFileSync(path.join(folder, file), 'utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => line.split('\t'));
}

function keyOf(a: string, b: string): string {
  return a < b ? `${a}\t${b}` : `${b}\t${a}`;
}

/** Scores stories pair by pair. */
export function scoreStories(stories: readonly string[][], labels: Labels): PairScore {
  let right = 0;
  let wrong = 0;
  for (const story of stories) {
    for (const [at, a] of story.entries()) {
      for (const b of story.slice(at + 1)) {
        const isSame = labels.isSame(a, b);
        if (isSame === true) right++;
        else if (isSame === false) wrong++;
      }
    }
  }
  const precision = right / Math.max(1, right + wrong);
  const recall = right / Math.max(1, labels.sameCount);
  return {
    precision,
    recall,
    f1: (2 * precision * recall) / Math.max(Number.EPSILON, precision + recall),
    biggestStory: Math.max(0, ...stories.map((story) => story.length)),
  };
}
