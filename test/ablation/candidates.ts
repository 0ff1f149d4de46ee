import { isInWindow, RULE, scorePair } from '@writethru/clustering';
import { compareFingerprints, countSharedKeys, fingerprintText } from '@writethru/fingerprint';

import {
  SEED,
  type OfflineArticle,
  type OfflineCorpus,
  type OfflineText,
} from '../support/offline-clustering.ts';

/** A shingle that more texts have tells nothing; a pair that shares only such ones is never a match. */
const MOST_HOLDERS = 400;
const CUT_WORDS = [40, 60, 100, 150];
/** A text has to be this much longer than its cut-down. */
const LONGER = 1.25;

/** What was looked for, and how much of it shares too few index keys to be found. */
export interface Recall {
  what: string;
  sought: number;
  missed: number;
}

/** Which pairs the rule accepts, found by their shingles and not by index keys; and which of them the keys miss. */
export function measureRecall(
  corpus: OfflineCorpus,
  articles: readonly OfflineArticle[],
  stopKeys: ReadonlySet<number>,
): Recall[] {
  let sought = 0;
  let missed = 0;
  for (const [a, b] of listPairs(corpus.texts)) {
    const score = scorePair(a.node, b.node, compareFingerprints(a.fingerprint, b.fingerprint));
    if (score < RULE.matchScore) continue;
    sought++;
    if (a.node.textHash !== b.node.textHash && !isFound(a.fingerprint.keys, b.fingerprint.keys)) missed++;
  }
  return [
    { what: 'pairs that the rule accepts', sought, missed },
    ...CUT_WORDS.map((count) => measureCuts(articles, count, stopKeys)),
  ];
}

function isFound(a: Int32Array, b: Int32Array): boolean {
  return countSharedKeys(a, b) >= RULE.minSharedKeys;
}

/** Pairs within the window that share any shingle but the commonest, each once. */
function* listPairs(texts: readonly OfflineText[]): Generator<[OfflineText, OfflineText]> {
  const holders = new Map<number, OfflineText[]>();
  for (const text of texts) {
    const others = new Set<OfflineText>();
    for (const shingle of text.fingerprint.shingles) {
      const held = holders.get(shingle) ?? [];
      if (held.length < MOST_HOLDERS)
        for (const other of held) if (isInWindow(other.node, text.node)) others.add(other);
      held.push(text);
      holders.set(shingle, held);
    }
    for (const other of others) yield [other, text];
  }
}

function measureCuts(
  articles: readonly OfflineArticle[],
  count: number,
  stopKeys: ReadonlySet<number>,
): Recall {
  let sought = 0;
  let missed = 0;
  for (const { body } of articles) {
    const words = body.split(/\s+/);
    if (words.length < count * LONGER) continue;
    sought++;
    const full = fingerprintText(body, SEED)!;
    const cut = fingerprintText(words.slice(0, count).join(' '), SEED)!;
    const counted = full.keys.filter((key) => !stopKeys.has(key));
    if (!isFound(counted, cut.keys)) missed++;
  }
  return { what: `cut-downs of ${count} words`, sought, missed };
}
