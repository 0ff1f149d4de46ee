import { electLead } from './lead.ts';
import type { ComponentFacts, MemberArticle, TextNode } from './model.ts';
import { PairTable } from './pair-table.ts';
import { partition } from './partition.ts';
import { relateVersions, type VersionDecision } from './relations.ts';
import { nameStories, type Placement } from './story-ids.ts';

export interface StoryDecision {
  id: string;
  origin: 'kept' | 'new' | 'split';
  splitFrom: string | null;
  leadArticleId: string | null;
  firstEffectiveAtMs: number;
  lastEffectiveAtMs: number;
  /** In order, without repeats. */
  providers: string[];
  /** In the order of versions. */
  versions: VersionDecision[];
}

export interface ComponentDecision {
  stories: StoryDecision[];
  merged: { id: string; into: string }[];
  digestCount: number;
  /** True components that were too large for average linkage and were cut at a higher threshold. */
  cutComponents: number;
}

/**
 * All that follows for one component: which articles make a story, how they relate, which one leads. Stories and
 * relations are a function of `facts`; ids depend on `placements` too, leads on `nowMs` too.
 */
export function decideComponent(
  facts: ComponentFacts,
  placements: ReadonlyMap<string, Placement>,
  options: { makeId: () => string; nowMs: number },
): ComponentDecision {
  const parts = partition(facts);
  const pairs = new PairTable(facts.nodes, facts.pairs);
  const nodeOf = new Map<string, TextNode>();
  for (const node of facts.nodes) for (const article of node.articles) nodeOf.set(article.id, node);
  const named = nameStories(parts.stories, placements, options.makeId);
  const stories = named.stories.map((story): StoryDecision => {
    const versions = relateVersions(story.articles, nodeOf, pairs);
    return {
      id: story.id,
      origin: story.origin,
      splitFrom: story.splitFrom,
      leadArticleId: electLead(story.articles, nodeOf, options.nowMs)?.id ?? null,
      firstEffectiveAtMs: versions[0]!.article.effectiveAtMs,
      lastEffectiveAtMs: versions.at(-1)!.article.effectiveAtMs,
      providers: listProviders(story.articles),
      versions,
    };
  });
  return {
    stories,
    merged: named.merged,
    digestCount: parts.digests.size,
    cutComponents: parts.cutComponents,
  };
}

function listProviders(articles: readonly MemberArticle[]): string[] {
  return [...new Set(articles.map((article) => article.provider))].sort();
}
