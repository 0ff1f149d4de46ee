/** As in IPTC ninjs: `usable` may be shown, `withheld` not yet or no more, `canceled` is a kill. */
export const PUB_STATUSES = ['usable', 'withheld', 'canceled'] as const;
export type PubStatus = (typeof PUB_STATUSES)[number];

/** A provider's other name for an item. `role` is the provider's word for what kind of id it is. */
export interface AltId {
  role: string;
  value: string;
}

/**
 * One item as a feed sent it, after parsing and before it is stored: the fields that content is compared by.
 * Times are ISO 8601 in UTC with milliseconds. A field that was not sent is absent, never null.
 */
export interface ArticleContent {
  feed?: string;
  headline?: string;
  body?: string;
  publishedAt?: string;
  language?: string;
  url?: string;
  byline?: string;
  dateline?: string;
  slugline?: string;
  edNote?: string;
  /** 1 (highest) to 9. */
  urgency?: number;
  pubStatus?: PubStatus;
  embargoedUntil?: string;
  expires?: string;
  signals?: string[];
  altIds?: AltId[];
  storyKey?: string;
  source?: string;
  subjects?: Record<string, unknown>[];
  /** Media and captions: kept as they came, never fingerprinted. */
  associations?: Record<string, unknown>[];
  /** Whatever else the feed sends, kept as it came. */
  extra?: Record<string, unknown>;
}

/** What intake accepts. `version` left out means: count it for me. */
export interface Submission {
  provider: string;
  guid: string;
  /** Non-negative safe integer. 0 is a version like any other. */
  version?: number;
  versionCreated?: string;
  content: ArticleContent;
}

/**
 * `accepted` → `published` → `clustered`, or `quarantined` from either of the first two.
 * `discarded` is an operator's end state of a quarantined article: the row stays.
 */
export const ARTICLE_STATES = ['accepted', 'published', 'clustered', 'quarantined', 'discarded'] as const;
export type ArticleState = (typeof ARTICLE_STATES)[number];

/** An article older than this on receipt is backfill: clustered like any other, counted apart from live lag. */
export const BACKFILL_AGE_MS = 24 * 3600 * 1000;
