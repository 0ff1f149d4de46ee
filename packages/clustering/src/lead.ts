import { judgeVisibility, type LeadPolicy, type Visibility } from '@writethru/domain';

import { compareInChain } from './chains.ts';
import { chainKey, type MemberArticle, type TextNode } from './model.ts';
import type { OrderedArticle } from './version-order.ts';

/** A text of at least this share of the longest one is a full version. */
const FULL_PERCENT = 80;

/** What a lead is chosen by, besides the story's articles. */
export interface LeadRules {
  policy: LeadPolicy;
  /** Rank of providers: 1 before 2; one that is not named comes last. */
  ranks: ReadonlyMap<string, number>;
  /** Pinned (provider, guid), as `chainKey`, with the time of the pin: the last pin counts. */
  pins: ReadonlyMap<string, number>;
  nowMs: number;
}

/**
 * The version that stands for the story: the newest of each guid is asked, never one that may not be shown at `nowMs`.
 * One whose text has expired leads where no other is left. A pin comes first; then the policy, in which a suspect leads only where nothing else is left. Null where none may.
 */
export function electLead(
  ordered: readonly OrderedArticle[],
  nodeOf: ReadonlyMap<string, TextNode>,
  suspects: ReadonlyMap<string, string>,
  rules: LeadRules,
): MemberArticle | null {
  const newest = new Map<string, MemberArticle>();
  for (const { article } of ordered) {
    const held = newest.get(chainKey(article));
    if (held === undefined || compareInChain(article, held) > 0) newest.set(chainKey(article), article);
  }
  const candidates = ordered
    .map(({ article }) => article)
    .filter((article) => newest.get(chainKey(article)) === article);
  const areSeen = (as: Visibility): MemberArticle[] =>
    candidates.filter((article) => judgeVisibility(article, rules.nowMs) === as);
  // What has merely grown old is no secret: where nothing else is left, the story is still told by it.
  const shown = areSeen('shown');
  const expired = areSeen('expired').filter(
    ({ pubStatus, standingPubStatus }) => pubStatus === 'usable' && standingPubStatus === 'usable',
  );
  const standing = shown.length > 0 ? shown : expired;
  const pinned = findPinned(standing, rules.pins);
  if (pinned !== null) return pinned;
  const trusted = standing.filter((article) => !suspects.has(article.id));
  return choose(trusted.length > 0 ? trusted : standing, nodeOf, rules);
}

function findPinned(
  standing: readonly MemberArticle[],
  pins: ReadonlyMap<string, number>,
): MemberArticle | null {
  let found: MemberArticle | null = null;
  for (const article of standing) {
    const pinnedAtMs = pins.get(chainKey(article));
    if (pinnedAtMs !== undefined && (found === null || pinnedAtMs > pins.get(chainKey(found))!))
      found = article;
  }
  return found;
}

function choose(
  standing: readonly MemberArticle[],
  nodeOf: ReadonlyMap<string, TextNode>,
  rules: LeadRules,
): MemberArticle | null {
  const wordsOf = (article: MemberArticle): number => nodeOf.get(article.id)!.wordCount;
  const longest = Math.max(0, ...standing.map(wordsOf));
  const latestFull = (some: readonly MemberArticle[]): MemberArticle | null => {
    const most = Math.max(0, ...some.map(wordsOf));
    return some.filter((article) => wordsOf(article) * 100 >= most * FULL_PERCENT).at(-1) ?? null;
  };
  switch (rules.policy) {
    case 'latest_full':
      return latestFull(standing);
    case 'longest':
      return standing.filter((article) => wordsOf(article) === longest).at(-1) ?? null;
    case 'first':
      return standing[0] ?? null;
    case 'provider_rank': {
      const rankOf = (article: MemberArticle): number => rules.ranks.get(article.provider) ?? Infinity;
      const best = Math.min(...standing.map(rankOf));
      return latestFull(standing.filter((article) => rankOf(article) === best));
    }
  }
}
