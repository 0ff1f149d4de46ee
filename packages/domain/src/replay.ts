/**
 * How far a replay is. `reading`: fingerprints of the new version are put beside those of an older one. `clearing`: what
 * no article carries any more is dropped.
 */
export const REPLAY_STATES = [
  'waiting',
  'planning',
  'reading',
  'moving',
  'clearing',
  'done',
  'stopped', // too much would change
  'failed',
] as const;
export type ReplayState = (typeof REPLAY_STATES)[number];

/** What a replay changes, as it is told: all counts, and the first of what they count. */
export interface ReplayReport {
  articles: number;
  /** Articles whose text is gone: they stay where they are. */
  withoutText: number;
  storiesBefore: number;
  storiesAfter: number;
  /** Stories that would not hold exactly the articles that they hold. */
  changed: number;
  /** Of the stories before, 0 to 100. */
  changedPercent: number;
  splitCount: number;
  mergeCount: number;
  splits: { storyId: string; parts: number }[];
  merges: { storyIds: string[] }[];
}
