import type { TextNode } from './model.ts';
import { MAX_SCORE, RULE } from './rule.ts';

/** One reason for a score: a fact of two texts, and what it is worth. */
export interface ScoreFeature {
  name: string;
  /** As measured: a share from 0 to 1. */
  value: number;
  /** Points for a value of 1. */
  weight: number;
  /** What it gives here, at most 10,000. */
  points: number;
}

/** What the score of two texts is made of. In this version it is the greater of the two, at most 10,000. */
export function listScoreFeatures(a: TextNode, b: TextNode, shared: number): ScoreFeature[] {
  const smaller = Math.min(a.shingleCount, b.shingleCount);
  const together = a.shingleCount + b.shingleCount - shared;
  const containmentWeight = Math.round((RULE.matchScore * 100) / RULE.containmentPercent);
  return [
    makeFeature('jaccard', together === 0 ? 0 : shared / together, MAX_SCORE),
    makeFeature('containment', smaller === 0 ? 0 : shared / smaller, containmentWeight),
  ];
}

function makeFeature(name: string, value: number, weight: number): ScoreFeature {
  return {
    name,
    value: Math.round(value * 10_000) / 10_000,
    weight,
    points: Math.min(MAX_SCORE, Math.floor(value * weight)),
  };
}
