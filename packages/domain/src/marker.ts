/**
 * What an article says it is: by a marker in headline or slugline, an editors' note, a signal. A closed set: what a
 * feed says beyond it changes nothing here.
 */
export const ARTICLE_MARKERS = [
  'update', // UPDATE 2-, WRAPUP 1-, 1st Ld-Writethru
  'correction', // CORRECTED-, "corrects last paragraph"
  'refile', // REFILE-: a slip is mended, the news is the same
  'repeat', // RPT-
  'abridged', // -ABRIDGED, "a longer version of this story is available"
  'kill', // KILL, STORY WITHDRAWN
  'hold',
  'factbox',
  'timeline',
  'digest', // NEWS DIGEST, TAKE A LOOK, HIGHLIGHTS: many stories at once
] as const;
export type ArticleMarker = (typeof ARTICLE_MARKERS)[number];

const BESIDE = new Set<ArticleMarker>(['factbox', 'timeline', 'digest']);

/** Whether such an article stands beside stories and is a version of none. */
export function isBeside(markers: readonly ArticleMarker[]): boolean {
  return markers.some((marker) => BESIDE.has(marker));
}
