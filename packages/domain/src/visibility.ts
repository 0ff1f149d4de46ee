import type { PubStatus } from './article.ts';

/** What decides whether an article's text may be shown. */
export interface VisibilityFacts {
  pubStatus: PubStatus;
  embargoedUntil: Date | null;
}

/** Whether the text may be shown at `now` to a reader. Withheld, canceled and embargoed articles may not. */
export function isShowable(article: VisibilityFacts, now: Date): boolean {
  return (
    article.pubStatus === 'usable' &&
    (article.embargoedUntil === null || article.embargoedUntil.getTime() <= now.getTime())
  );
}
