import { MAX_SCORE, type PairWeights } from './score-pair.ts';

/** One reason for a score, and what it is worth. */
export interface ScoreFeature {
  name: string;
  /** In the coin of containment, a share of the shorter text: below 0 where it speaks against. */
  value: number;
  /** Points for a value of 1. */
  weight: number;
  /** What it gives here. */
  points: number;
}

/**
 * What a score is made of: half of all points, and these, cut to 0 and 10,000. Two texts of the same words have all
 * points for that.
 */
export function listScoreFeatures(weights: PairWeights): ScoreFeature[] {
  if (weights.isSameItem) return [makeFeature('same_words', 1)];
  return [
    makeFeature('containment', weights.containment),
    makeFeature('needed_for_length', -weights.needed),
    makeFeature('numbers', weights.numbers),
    makeFeature('other_day', weights.day),
    makeFeature('headline', weights.headline),
    makeFeature('lead', weights.lead),
  ];
}

function makeFeature(name: string, value: number): ScoreFeature {
  // Adding 0 makes 0 of -0.
  const points = Math.round(value * MAX_SCORE) + 0;
  return { name, value: points / MAX_SCORE, weight: MAX_SCORE, points };
}
