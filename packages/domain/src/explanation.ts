/** Why two articles are in one story, or are not. The first five join; the others keep apart. */
export const EXPLAIN_REASONS = [
  'same_text',
  'text', // enough of it
  'provider_key',
  'editor_link',
  'chain', // through other articles
  'editor_split',
  'reused_guid', // one guid, two stories
  'no_text',
  'outside_window',
  'too_few_shared_keys',
  'below_threshold',
  'digest', // one of them contains the other among unrelated items
  'linkage', // a match, but not with the story as a whole
] as const;
export type ExplainReason = (typeof EXPLAIN_REASONS)[number];

/** What makes one step of a chain of matches. */
export const CHAIN_LINKS = ['editor_link', 'provider_key', 'same_text', 'text'] as const;
export type ChainLink = (typeof CHAIN_LINKS)[number];
