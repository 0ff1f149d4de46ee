import type { ArticleMarker } from './marker.ts';

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

/** What one text has and the other has not. At most 20 of each, in the order of the texts. */
export interface ChangedWords {
  removed: string[];
  added: string[];
}

/**
 * Why an article stands where it stands. Shares are 0 to 1, rounded to four digits.
 * `containment` is the shared part of the smaller shingle set, `jaccard` of both together.
 */
export interface Evidence {
  decidedBy: DecidedBy;
  rule:
    | 'identical_text'
    | 'near_duplicate'
    | 'provider_key'
    | 'editor_link'
    | 'same_story'
    | 'digest_item'
    | 'beside_marker'
    | 'slugline'
    | 'alert';
  jaccard?: number;
  containment?: number;
  /** How much of this text stands in the matched one, and how much of that one in this. */
  containedInMatch?: number;
  containsMatch?: number;
  /** 0 to 10000; a match needs the algorithm's threshold (5000), an alert 5500. */
  score?: number;
  hoursApart?: number;
  /** What the article says it is, where the relation follows from it. */
  markers?: ArticleMarker[];
  /** The provider's key that joined the two: an alternative id or a story key. */
  linkKey?: string;
  changedNumbers?: ChangedWords;
  changedNames?: ChangedWords;
}

/** Which stories of alerts alone a list shows, where it shows more, or less, than those that hang under no story. */
export const ALERT_CHOICES = ['all', 'alone'] as const;
export type AlertChoice = (typeof ALERT_CHOICES)[number];

/** How a story's lead is chosen. `provider_rank` goes by rank, then as `latest_full`. */
export const LEAD_POLICIES = ['latest_full', 'longest', 'first', 'provider_rank'] as const;
export type LeadPolicy = (typeof LEAD_POLICIES)[number];

/** Why something in the event log happened. Consumers may leave causes out. */
export const EVENT_CAUSES = ['ingest', 'editor', 'replay', 'backfill', 'embargo'] as const;
export type EventCause = (typeof EVENT_CAUSES)[number];

export const EVENT_TYPES = [
  'story.created',
  'story.updated',
  'story.corrected', // as updated, and a correction is among what joined
  'story.canceled', // as updated, and a kill is among what joined
  'story.merged',
  'story.split',
  'article.moved',
  'article.canceled', // a kill came in: with the copies that are suspect now
  'article.erased', // its text is gone for good: mirrors drop theirs
  'article.quarantined',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];
