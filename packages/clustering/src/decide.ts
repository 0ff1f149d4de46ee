import { judgeVisibility } from '@writethru/domain';

import { relateDigests, type RelatedArticle } from './beside.ts';
import { electLead, type LeadRules } from './lead.ts';
import type { ComponentFacts, MemberArticle, TextNode } from './model.ts';
import { PairTable } from './pair-table.ts';
import { partition } from './partition.ts';
import { listProviderLinks } from './provider-links.ts';
import { relateVersions, type RelationContext } from './relations.ts';
import { nameStories, type NamedStory, type Placement } from './story-ids.ts';
import { findSuspects } from './suspects.ts';
import type { VersionDecision } from './version-decision.ts';

export interface StoryDecision {
  id: string;
  origin: 'kept' | 'new' | 'split';
  splitFrom: string | null;
  leadArticleId: string | null;
  /** Versions that are not under embargo, by id: all that the outside hears of. */
  visibleIds: ReadonlySet<string>;
  /** In the order of versions. */
  versions: VersionDecision[];
  /** Articles that carry a killed text, with the article that kills. */
  suspects: ReadonlyMap<string, string>;
}

export interface ComponentDecision {
  stories: StoryDecision[];
  merged: { id: string; into: string }[];
  /** Digests that were found out, and what they hold: beside stories, never joined. */
  related: RelatedArticle[];
  digestCount: number;
  /** True components that were too large for average linkage and were cut at a higher threshold. */
  cutComponents: number;
}

/**
 * All that follows for one component: which articles make a story, how they relate, which one leads. Stories and
 * relations are a function of `facts`; ids depend on `placements` too, leads and visibility on the clock too.
 */
export function decideComponent(
  facts: ComponentFacts,
  placements: ReadonlyMap<string, Placement>,
  options: { makeId: () => string; lead: LeadRules },
): ComponentDecision {
  const parts = partition(facts);
  const pairs = new PairTable(facts.nodes, facts.pairs);
  const nodeOf = new Map<string, TextNode>();
  for (const node of facts.nodes) for (const article of node.articles) nodeOf.set(article.id, node);
  const named = nameStories(parts.stories, placements, options.makeId);
  const context: RelationContext = {
    nodeOf,
    pairs,
    providerLinks: listProviderLinks(facts.nodes, pairs),
    constraints: facts.constraints,
  };
  const storyOf = new Map(
    named.stories.flatMap(({ id, articles }) => articles.map((article) => [article.id, id] as const)),
  );
  return {
    stories: named.stories.map((story) => decideStory(story, context, options.lead)),
    merged: named.merged,
    related: relateDigests(facts.nodes, parts.digests, storyOf, pairs),
    digestCount: parts.digests.size,
    cutComponents: parts.cutComponents,
  };
}

function decideStory(story: NamedStory, context: RelationContext, lead: LeadRules): StoryDecision {
  const versions = relateVersions(story.articles, context);
  const suspects = findSuspects(story.articles, context.nodeOf, context.pairs);
  return {
    id: story.id,
    origin: story.origin,
    splitFrom: story.splitFrom,
    leadArticleId: electLead(versions, context.nodeOf, suspects, lead)?.id ?? null,
    visibleIds: new Set(story.articles.filter((article) => isOut(article, lead.nowMs)).map(({ id }) => id)),
    versions,
    suspects,
  };
}

/** A kill or a hold is told of; what is under embargo is not. */
function isOut(article: MemberArticle, nowMs: number): boolean {
  return judgeVisibility(article, nowMs) !== 'embargoed';
}
