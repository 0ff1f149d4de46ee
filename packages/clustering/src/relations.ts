import type { Relation } from '@writethru/domain';

import { chainKey, type EditorConstraint, type MemberArticle, type TextNode } from './model.ts';
import type { PairTable } from './pair-table.ts';
import type { ProviderLink } from './provider-links.ts';
import { relateByText, TextsSoFar } from './relate-by-text.ts';
import { compareFacts, compareTexts } from './text-evidence.ts';
import type { Related, VersionDecision } from './version-decision.ts';
import { orderVersions } from './version-order.ts';

/** What relations are read from, besides a story's own articles: the whole component's. */
export interface RelationContext {
  nodeOf: ReadonlyMap<string, TextNode>;
  pairs: PairTable;
  providerLinks: readonly ProviderLink[];
  constraints: readonly EditorConstraint[];
}

/**
 * How each article of one story relates to another, in the order of versions. A function of the story's articles and
 * their texts alone. First of these that holds: a kill cancels; a version of a guid relates to the one before it; a
 * text to the text it is closest to; then a provider's key, an editor's word, the story.
 */
export function relateVersions(
  articles: readonly MemberArticle[],
  context: RelationContext,
): VersionDecision[] {
  const ordered = orderVersions(articles);
  const inStory = new Set(articles.map((article) => article.id));
  const links = new Map<string, ProviderLink[]>();
  for (const link of context.providerLinks) {
    const { id } = link.later.article;
    if (inStory.has(id) && inStory.has(link.earlier.article.id))
      links.set(id, [...(links.get(id) ?? []), link]);
  }
  const texts = new TextsSoFar(context.pairs);
  return ordered.map(({ article, orderAtMs }, at) => {
    const node = context.nodeOf.get(article.id)!;
    const own = links.get(article.id) ?? [];
    const related =
      keepFrozen(article, inStory) ??
      relateToChain({ article, node }, own, context.pairs) ??
      relateByText({ article, node }, texts) ??
      relateByKey(own) ??
      (at === 0 ? null : relateByEditor(article, ordered.slice(0, at), context.constraints)) ??
      (at === 0 ? null : relateToStory({ article, node }, ordered[0]!.article, context));
    texts.add(article, node);
    return { article, orderAtMs, ...(related ?? original(article)) };
  });
}

function keepFrozen({ frozen }: MemberArticle, inStory: ReadonlySet<string>): Related | null {
  if (!frozen) return null;
  return frozen.matchedArticleId === null || inStory.has(frozen.matchedArticleId) ? frozen : null;
}

function original(article: MemberArticle): Related {
  return {
    relation: article.pubStatus === 'canceled' ? 'cancels' : 'original',
    matchedArticleId: null,
    evidence: { decidedBy: 'algorithm', rule: 'same_story' },
  };
}

function relateToChain(
  { article, node }: { article: MemberArticle; node: TextNode },
  links: readonly ProviderLink[],
  pairs: PairTable,
): Related | null {
  const link = links.find(({ linkKey }) => linkKey === null);
  if (link === undefined) return null;
  const previous = link.earlier;
  const isSameText = previous.node.textHash === node.textHash;
  const relation = relationOfRevision(article, isSameText);
  return {
    relation,
    matchedArticleId: previous.article.id,
    evidence: {
      ...compareTexts({ article, node }, previous, pairs),
      decidedBy: 'provider',
      rule: 'provider_key',
      ...(article.markers.length > 0 && { markers: [...article.markers] }),
      ...(relation !== 'cancels' && !isSameText && compareFacts(article, previous.article)),
    },
  };
}

function relationOfRevision(article: MemberArticle, isSameText: boolean): Relation {
  if (article.pubStatus === 'canceled') return 'cancels';
  if (article.markers.includes('correction')) return 'correction_of';
  if (article.markers.includes('refile')) return 'refile_of';
  return isSameText ? 'repeat_of' : 'update_of';
}

function relateByKey(links: readonly ProviderLink[]): Related | null {
  const link = links.find(({ linkKey }) => linkKey !== null);
  if (link === undefined) return null;
  const { article } = link.later;
  return {
    relation: article.pubStatus === 'canceled' ? 'cancels' : relationByKey(article),
    matchedArticleId: link.earlier.article.id,
    evidence: {
      decidedBy: 'provider',
      rule: 'provider_key',
      linkKey: link.linkKey!,
      ...compareFacts(article, link.earlier.article),
    },
  };
}

function relationByKey(article: MemberArticle): Relation {
  return article.markers.includes('correction') ? 'correction_of' : 'update_of';
}

function relateByEditor(
  article: MemberArticle,
  earlier: readonly { article: MemberArticle }[],
  constraints: readonly EditorConstraint[],
): Related | null {
  const own = chainKey(article);
  const linked = new Set<string>();
  for (const constraint of constraints) {
    if (constraint.kind !== 'must_link') continue;
    const a = chainKey({ provider: constraint.aProvider, guid: constraint.aGuid });
    const b = chainKey({ provider: constraint.bProvider, guid: constraint.bGuid });
    if (a === own) linked.add(b);
    if (b === own) linked.add(a);
  }
  const match = earlier.find((other) => linked.has(chainKey(other.article)))?.article;
  if (match === undefined) return null;
  return {
    relation: article.pubStatus === 'canceled' ? 'cancels' : 'update_of',
    matchedArticleId: match.id,
    evidence: { decidedBy: 'editor', rule: 'editor_link', ...compareFacts(article, match) },
  };
}

/** Joined through others: matched with the story's first version, with what the two texts share. */
function relateToStory(
  carried: { article: MemberArticle; node: TextNode },
  first: MemberArticle,
  { pairs, nodeOf }: RelationContext,
): Related {
  const { article } = carried;
  return {
    relation: article.pubStatus === 'canceled' ? 'cancels' : 'update_of',
    matchedArticleId: first.id,
    evidence: {
      ...compareTexts(carried, { article: first, node: nodeOf.get(first.id)! }, pairs),
      decidedBy: 'algorithm',
      rule: 'same_story',
      ...compareFacts(article, first),
    },
  };
}
