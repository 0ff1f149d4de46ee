/**
 * From a plain text to what it is compared by: word shingles, its numbers, a bottom-k MinHash sketch as index keys.
 * Pure: the same text and secret give the same fingerprint on every machine.
 */
export { canonicaliseWords } from './canonical-words.ts';
export {
  countFingerprint,
  fingerprintText,
  type Fingerprint,
  type FingerprintCounts,
  type FingerprintParameters,
} from './fingerprint.ts';
export {
  compareFingerprints,
  compareTops,
  compareWords,
  countSharedKeys,
  countSharedShingles,
  type ComparableFingerprint,
  type FingerprintComparison,
} from './compare-fingerprints.ts';
export { PostingTable } from './posting-table.ts';
export { countWords, keyHeadline, readHeadlineFacts, type HeadlineFacts } from './headline-facts.ts';
export { estimateJaccard, sketchText, type SketchParameters } from './sketch.ts';
export { readShingleSeed, type ShingleSeed } from './shingles.ts';
export { findSharedPassages, type SharedPassage, type TextSpan } from './shared-passages.ts';
