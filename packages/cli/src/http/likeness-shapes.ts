/** What two texts have in common, as the service says it. */
export interface PairEvidence {
  isCandidate: boolean;
  daysApart: number;
  sharedKeys: number;
  minSharedKeys: number;
  score: number;
  threshold: number;
  isMatch: boolean;
  features: { name: string; value: number; weight: number; points: number }[];
}

export interface ExplainedArticle {
  articleId: string;
  provider: string;
  guid: string;
  version: number;
  effectiveAt: string;
  storyId: string | null;
  isShown: boolean;
  headline: string | null;
  text: string | null;
}

interface Offsets {
  start: number;
  end: number;
}

/** The parts of an explanation that the CLI shows. */
export interface Explanation {
  isOneStory: boolean;
  summary: string;
  a: ExplainedArticle;
  b: ExplainedArticle;
  evidence: PairEvidence;
  passages: { a: Offsets; b: Offsets; wordCount: number }[] | null;
  chain: { from: string; to: string; by: string; score: number | null }[];
}

export function isExplanation(body: unknown): body is Explanation {
  return (
    typeof body === 'object' && body !== null && 'summary' in body && 'evidence' in body && 'chain' in body
  );
}
export interface SimilarArticle {
  articleId: string;
  provider: string;
  guid: string;
  version: number;
  headline: string | null;
  effectiveAt: string;
  storyId: string | null;
  evidence: PairEvidence;
}

export interface SimilarPage {
  storyId: string | null;
  similar: SimilarArticle[];
}

export function isSimilarPage(body: unknown): body is SimilarPage {
  return typeof body === 'object' && body !== null && 'similar' in body && Array.isArray(body.similar);
}
