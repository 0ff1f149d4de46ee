import type { MarkerKind } from '@writethru/domain';

/**
 * A row of the tables of markers. Where a headline's marker stands is the same for all: at the beginning, joined by a
 * dash or a colon, or in brackets of its own; any number of them, one after the other.
 */
export interface MarkerRule {
  kind: MarkerKind;
  /** Words in capitals, as most wires write them. */
  words: readonly string[];
  /** Words that mark an item in any case, if a colon follows. */
  wordsWithColon?: readonly string[];
  /** A number may follow: UPDATE 2. */
  isNumbered?: true;
  matches: readonly string[];
  rejects: readonly string[];
}
