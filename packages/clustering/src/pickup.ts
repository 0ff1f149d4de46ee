import type { PubStatus } from '@writethru/domain';

/** A version of a story, as the pick-up report needs it. */
export interface PickupArticle {
  articleId: string;
  provider: string;
  guid: string;
  version: number;
  effectiveAtMs: number;
  pubStatus: PubStatus;
  /** The kill whose text it still carries. */
  suspectOf: string | null;
  /** Null where it has no text. */
  text: { textHash: string; shingleCount: number } | null;
}

/** What another provider made of an agency's copy. */
export interface Pickup {
  articleId: string;
  /** The agency's version that it took most of; of equal ones the first. Null where texts can't be compared. */
  basedOn: string | null;
  /** Seconds after that version, negative where it was there before; null with `basedOn`. */
  lagSeconds: number | null;
  /** The share of that version's text that stands in it, 0 to 1 to four digits: the containment of the copy. */
  kept: number | null;
  /** The share of its own text that is not in that version. */
  added: number | null;
  /** Whether it is the newest that its provider sent under its guid. */
  isStanding: boolean;
  /** Whether it still stands, usable, with a text that the agency killed. */
  stillRuns: boolean;
}

/**
 * Who ran an agency's story, and how much of it, in the order of the versions given. A version that was published
 * before the copy counts as its source only where none of the agency's was there by then. `countShared` answers the
 * distinct shingles that two articles' texts share.
 */
export function findPickups(
  articles: readonly PickupArticle[],
  agency: string,
  countShared: (agencyId: string, otherId: string) => number,
): Pickup[] {
  const copies = articles.filter(({ provider }) => provider === agency);
  const newest = new Map<string, PickupArticle>();
  for (const article of articles) {
    const held = newest.get(chainOf(article));
    if (held === undefined || article.version > held.version) newest.set(chainOf(article), article);
  }
  return articles
    .filter(({ provider }) => provider !== agency)
    .map((article) => {
      const isStanding = newest.get(chainOf(article)) === article;
      const stillRuns = isStanding && article.suspectOf !== null && article.pubStatus === 'usable';
      return {
        articleId: article.articleId,
        ...measure(article, copies, countShared),
        isStanding,
        stillRuns,
      };
    });
}

function chainOf({ provider, guid }: PickupArticle): string {
  return JSON.stringify([provider, guid]);
}

function measure(
  article: PickupArticle,
  copies: readonly PickupArticle[],
  countShared: (agencyId: string, otherId: string) => number,
): Pick<Pickup, 'basedOn' | 'lagSeconds' | 'kept' | 'added'> {
  const earlier = copies.filter(({ effectiveAtMs }) => effectiveAtMs <= article.effectiveAtMs);
  const sources = (earlier.length === 0 ? copies : earlier).flatMap((copy) => {
    const overlap = compare(copy, article, countShared);
    return overlap === null ? [] : [{ copy, ...overlap }];
  });
  const best = sources.reduce<(typeof sources)[number] | null>((held, source) => {
    if (held === null || source.shared > held.shared) return source;
    const isEarlier = source.copy.effectiveAtMs < held.copy.effectiveAtMs;
    return source.shared === held.shared && isEarlier ? source : held;
  }, null);
  if (best === null) return { basedOn: null, lagSeconds: null, kept: null, added: null };
  return {
    basedOn: best.copy.articleId,
    lagSeconds: Math.round((article.effectiveAtMs - best.copy.effectiveAtMs) / 1000),
    kept: toShare(best.kept),
    added: toShare(best.added),
  };
}

function compare(
  copy: PickupArticle,
  article: PickupArticle,
  countShared: (agencyId: string, otherId: string) => number,
): { shared: number; kept: number; added: number } | null {
  const [a, b] = [copy.text, article.text];
  if (a === null || b === null) return null;
  if (a.textHash === b.textHash) return { shared: Math.max(1, a.shingleCount), kept: 1, added: 0 };
  if (a.shingleCount === 0 || b.shingleCount === 0) return null;
  const shared = countShared(copy.articleId, article.articleId);
  return { shared, kept: shared / a.shingleCount, added: 1 - shared / b.shingleCount };
}

function toShare(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
