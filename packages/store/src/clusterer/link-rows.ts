import type { LinkRow } from './unite.ts';

/** What `toLinkRow` reads, of a link. */
export const LINK_COLUMNS =
  'a, b, is_candidate, shared, a_lead_in_b, b_lead_in_a, shared_numbers, shared_headline_words';

/** The columns of `LINK_COLUMNS`. */
export interface StoredLink {
  a: number;
  b: number;
  is_candidate: boolean;
  shared: number;
  a_lead_in_b: number;
  b_lead_in_a: number;
  shared_numbers: number;
  shared_headline_words: number;
}

/** A row of `LINK_COLUMNS` as the decision sees it. */
export function toLinkRow(row: StoredLink): LinkRow {
  return {
    a: row.a,
    b: row.b,
    isCandidate: row.is_candidate,
    shared: row.shared,
    aLeadInB: row.a_lead_in_b,
    bLeadInA: row.b_lead_in_a,
    sharedNumbers: row.shared_numbers,
    sharedHeadlineWords: row.shared_headline_words,
  };
}
