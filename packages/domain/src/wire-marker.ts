/**
 * What a wire's own mark says about an item, whatever the language it is written in: `UPDATE 2-`, `ACTUALIZA 2-` and
 * `1st Ld-Writethru` all replace what came before. `genre` is a form (analysis, interview, poll) that says nothing
 * about other versions; its word stands in the marker's text.
 */
export const MARKER_KINDS = [
  'update',
  'writethru',
  'correction',
  'refile',
  'repeat',
  'wrapup',
  'add',
  'abridged',
  'brief',
  'factbox',
  'timeline',
  'urgent',
  'genre',
  'advisory',
  'hold',
  'withdrawn',
  'kill',
] as const;
export type MarkerKind = (typeof MARKER_KINDS)[number];

/** Where a marker stood. */
export type MarkerPlace = 'headline' | 'slugline' | 'body';

/** One marker of an item: `UPDATE 2-` in a headline is { kind: update, number: 2, place: headline, text: UPDATE 2- }. */
export interface WireMarker {
  kind: MarkerKind;
  /** The count that the wire gave it, 1 or more; null where it gave none. */
  number: number | null;
  place: MarkerPlace;
  /** As it was written. */
  text: string;
}
