/**
 * When an alert, a snap that is little more than its headline, hangs under an article. What the constants were chosen
 * by is in docs/clustering.md.
 */
export const ALERT_RULE = {
  /** A body of one paragraph and fewer words than this is an alert's; or none. */
  maxBodyWords: 25,
  /** The article was published so long before the alert, or so long after, at most. */
  beforeMs: 3_600_000,
  afterMs: 2 * 3_600_000,
  /** Words that both headlines have: what an index can find. */
  minSharedWords: 2,
  /** Of 10,000: mean of the alert's words that the article has, and of its headline's that the alert has. */
  agreement: 5_500,
} as const;

/** Distinct words as hashes; times in milliseconds since the epoch. */
export interface AlertFacts {
  words: Uint32Array;
  /** Those of the words that are numbers. */
  numbers: Uint32Array;
  effectiveAtMs: number;
}

export interface ToldFacts {
  /** Of the headline. */
  words: Uint32Array;
  /** Words of the top, and numbers, that the headline lacks. */
  top: Uint32Array;
  effectiveAtMs: number;
}

/**
 * How well an alert agrees with an article, 5,500 to 10,000; null where it does not: the hours are apart, a number of
 * the alert is missing in the article, or too few words are shared. A function of the two alone.
 */
export function matchAlert(alert: AlertFacts, told: ToldFacts): number | null {
  const { beforeMs, afterMs, minSharedWords, agreement } = ALERT_RULE;
  const laterMs = told.effectiveAtMs - alert.effectiveAtMs;
  if (laterMs < -beforeMs || laterMs > afterMs) return null;
  const headline = new Set(told.words);
  const top = new Set(told.top);
  if (!alert.numbers.every((number) => headline.has(number) || top.has(number))) return null;
  const inHeadline = alert.words.filter((word) => headline.has(word)).length;
  if (inHeadline < minSharedWords) return null;
  const inArticle = inHeadline + alert.words.filter((word) => top.has(word)).length;
  const score = Math.floor(5_000 * (inArticle / alert.words.length + inHeadline / told.words.length));
  return score < agreement ? null : score;
}
