import { findPlacements, type ArticlePlacement, type Pool } from '@writethru/store';

/** What a waiting caller is told: where the article stands, or null where that is not known yet. */
export type WaitForStory = (articleId: string, waitMs: number) => Promise<ArticlePlacement | null>;

const LOOK_EVERY_MS = 50;
const MAX_WAITING = 1_000;

interface Waiting {
  untilMs: number;
  resolve: (placement: ArticlePlacement | null) => void;
}

/**
 * Makes the one way to wait, shared by all requests of a process: one look at the store every 50 ms, however many
 * wait. Past 1,000 of them a caller is not made to wait. A store that is away ends the waiting: the article is held.
 */
export function makeWaitForStory(pool: Pool): WaitForStory {
  const waiting = new Map<string, Waiting[]>();
  let count = 0;
  let isLooking = false;

  const settle = (articleId: string, placement: ArticlePlacement | null, nowMs: number): void => {
    const left = (waiting.get(articleId) ?? []).filter((one) => {
      if (placement === null && nowMs < one.untilMs) return true;
      one.resolve(placement);
      count--;
      return false;
    });
    if (left.length === 0) waiting.delete(articleId);
    else waiting.set(articleId, left);
  };

  const look = async (): Promise<void> => {
    while (waiting.size > 0) {
      const ids = [...waiting.keys()];
      const found = await findPlacements(pool, ids).catch(() => null);
      const nowMs = found === null ? Infinity : performance.now();
      for (const id of ids) settle(id, found?.get(id) ?? null, nowMs);
      if (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    isLooking = false;
  };

  return (articleId, waitMs) => {
    if (waitMs <= 0 || count >= MAX_WAITING) return Promise.resolve(null);
    return new Promise((resolve) => {
      count++;
      waiting.set(articleId, [
        ...(waiting.get(articleId) ?? []),
        { untilMs: performance.now() + waitMs, resolve },
      ]);
      if (isLooking) return;
      isLooking = true;
      void look();
    });
  };
}
