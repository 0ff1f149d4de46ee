import type { PubStatus } from './article.ts';

/** What decides whether an article may be shown. Times in milliseconds since the epoch. */
export interface VisibilityFacts {
  pubStatus: PubStatus;
  embargoedUntilMs: number | null;
  /** Of the version of the same guid that stands: it binds every version. */
  standingPubStatus: PubStatus;
  standingEmbargoedUntilMs: number | null;
  /** Its text was taken away, by a legal request or by retention; null while it is held. */
  textGone: TextGone | null;
}

export type TextGone = 'erased' | 'expired';

/**
 * `shown`, or the reason why not. An embargo goes before all else: until it lifts, a reader is not told that there is
 * an article at all. The others leave a tombstone.
 */
export type Visibility = 'shown' | TextGone | 'canceled' | 'withheld' | 'embargoed';

/**
 * Whether an article may be shown at `nowMs` to a key that may only read. A kill, a hold and an embargo of the version
 * that stands bind every version of the guid; besides, each is bound by its own.
 */
export function judgeVisibility(article: VisibilityFacts, nowMs: number): Visibility {
  const embargoes = [article.embargoedUntilMs, article.standingEmbargoedUntilMs];
  if (embargoes.some((until) => until !== null && until > nowMs)) return 'embargoed';
  if (article.textGone !== null) return article.textGone;
  const statuses = [article.standingPubStatus, article.pubStatus];
  if (statuses.includes('canceled')) return 'canceled';
  return statuses.includes('withheld') ? 'withheld' : 'shown';
}

/** Who looks: an editor also sees what is killed, held or under embargo; nobody sees a text that is gone. */
export function maySee(visibility: Visibility, isEditor: boolean): boolean {
  return visibility === 'shown' || (isEditor && visibility !== 'erased' && visibility !== 'expired');
}
