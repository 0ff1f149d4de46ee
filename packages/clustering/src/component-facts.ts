import type { ComponentFacts, EditorConstraint, MemberArticle, Pair, TextNode } from './model.ts';

/** What a store knows of a component, as rows. */
export interface ComponentRows {
  fingerprints: readonly Omit<TextNode, 'articles'>[];
  articles: readonly (MemberArticle & { fingerprintId: number })[];
  links: readonly Pair[];
  constraints: readonly EditorConstraint[];
}

/** The facts of one component or several, from rows. Constraints that several of them name count once. */
export function toComponentFacts(components: readonly ComponentRows[]): ComponentFacts {
  const nodes = new Map<number, TextNode>();
  for (const { fingerprints } of components)
    for (const fingerprint of fingerprints) nodes.set(fingerprint.id, { ...fingerprint, articles: [] });
  for (const { articles } of components)
    for (const article of articles) nodes.get(article.fingerprintId)!.articles.push(article);
  const constraints = components.flatMap((component) => component.constraints);
  return {
    // A fingerprint of which no article has got this far is not there yet.
    nodes: [...nodes.values()].filter((node) => node.articles.length > 0),
    pairs: components.flatMap((component) => component.links),
    constraints: [...new Map(constraints.map((each) => [JSON.stringify(each), each])).values()],
  };
}
