/** How a version of a story relates to the article it was matched with. Read as "this article is … that one". */
export const RELATIONS = [
  'original',
  'duplicate_of', // the same text from the same provider
  'reprint_of', // the same copy from another provider
  'abridgement_of',
  'expansion_of',
  'update_of',
  'correction_of',
  'refile_of',
  'repeat_of',
  'cancels',
  'related_to', // hangs beside a story and never joins one
] as const;
export type Relation = (typeof RELATIONS)[number];

/** Who decided that two articles belong together. */
export type DecidedBy = 'algorithm' | 'provider' | 'editor';

/**
 * Why an article stands where it stands. Shares are 0 to 1, rounded to four digits.
 * `containment` is the shared part of the smaller shingle set, `jaccard` of both together.
 */
export interface Evidence {
  decidedBy: DecidedBy;
  rule: 'identical_text' | 'near_duplicate' | 'provider_key' | 'editor_link' | 'same_story';
  jaccard?: number;
  containment?: number;
  /** 0 to 10000; a match needs the algorithm's threshold (5000). */
  score?: number;
  hoursApart?: number;
}

/** Why something in the event log happened. Consumers may leave causes out. */
export const EVENT_CAUSES = ['ingest', 'editor', 'replay', 'backfill'] as const;
export type EventCause = (typeof EVENT_CAUSES)[number];

export const EVENT_TYPES = [
  'story.created',
  'story.updated',
  'story.merged',
  'story.split',
  'article.moved',
  'article.quarantined',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];
