import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { AppError } from '@writethru/domain';

/**
 * What a labelled pair is: `same` must be in one story; `different` and `digest` (one is a round-up that contains the
 * other) must not; `related` is not scored.
 */
export type PairLabel = 'same' | 'different' | 'digest' | 'related';

/** The labels of a set of articles, by guid. */
export interface Gold {
  /** By `pairKey`. */
  labels: ReadonlyMap<string, PairLabel>;
  /** The story that an article belongs in. One that is not listed stands alone. */
  clusterOf: ReadonlyMap<string, string>;
}

const LABELS: readonly string[] = ['same', 'different', 'digest', 'related'];

/** One key for two guids, whatever their order. */
export function pairKey(a: string, b: string): string {
  return a < b ? `${a}\t${b}` : `${b}\t${a}`;
}

/**
 * Reads `gold_pairs.tsv` (a, b, label) and `gold_clusters.tsv` (cluster, guid), each with a line of headings.
 * Throws AppError `invalid_input` that names the file and line.
 */
export async function readGold(folder: string): Promise<Gold> {
  const labels = new Map<string, PairLabel>();
  for (const { fields, place } of await readRows(path.join(folder, 'gold_pairs.tsv'))) {
    const [a, b, label] = fields;
    if (a === undefined || b === undefined || !isLabel(label))
      throw new AppError('invalid_input', `${place}: not two guids and one of ${LABELS.join(', ')}.`);
    labels.set(pairKey(a, b), label);
  }
  const clusterOf = new Map<string, string>();
  for (const { fields, place } of await readRows(path.join(folder, 'gold_clusters.tsv'))) {
    const [cluster, guid] = fields;
    if (cluster === undefined || guid === undefined)
      throw new AppError('invalid_input', `${place}: not a cluster and a guid.`);
    clusterOf.set(guid, cluster);
  }
  return { labels, clusterOf };
}

function isLabel(text: string | undefined): text is PairLabel {
  return text !== undefined && LABELS.includes(text);
}

async function readRows(file: string): Promise<{ fields: string[]; place: string }[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new AppError('invalid_input', `${file}: cannot be read.`, { cause: error });
  });
  return text
    .trimEnd()
    .split('\n')
    .map((line, at) => ({ fields: line.replace(/\r$/, '').split('\t'), place: `${file}:${at + 1}` }))
    .slice(1);
}
